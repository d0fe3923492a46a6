// "Entregar cerrado": the outbox handed in as it lies, without a key, a login or a look inside, for whoever may not send it
// any more. Only the entries that the server names as received whole leave the phone.
import { fileOf, perPerson } from "./carry.js";
import { noteCount, save } from "./outbox.js";
import { say } from "./said.js";
import { all } from "./store.js";
import { address, upload } from "./wire.js";

// How many of one person's entries have left, and the server's words about it. What is too much at once goes in two halves.
async function deliver(entries) {
  const form = new FormData();
  form.set("file", fileOf(entries), "sin-enviar.json");
  const answer = await upload(address("file"), form);
  if (answer.status === 413 && entries.length > 1) {
    const half = entries.length >> 1;
    const first = await deliver(entries.slice(0, half));
    const second = await deliver(entries.slice(half));
    return { ...second, taken: first.taken + second.taken };
  }
  if (!answer.entries) throw new Error(answer.error);
  const gone = entries.filter(({ id }) => answer.entries.includes(id));
  await noteCount(new Set(gone.map(({ n }) => n)));
  await save(gone.map((entry) => ["entries", "delete", entry.n, entry]));
  return { taken: gone.length, words: answer.message };
}

async function everything(author) {
  const entries = (await all("entries")).filter((entry) => !author || entry.author === author);
  let taken = 0;
  let words = "";
  for (const own of perPerson(entries)) {
    const one = await deliver(own);
    taken += one.taken;
    ({ words } = one);
  }
  return { taken, left: entries.length - taken, words };
}

// Those of the person whom the tapped button names, or of everybody; nobody sends them meanwhile.
export async function handIn(button) {
  button.disabled = true;
  try {
    const { taken, left, words } = await navigator.locks.request("gvp-outbox", () => everything(button.dataset.sealed));
    say(words.replace("{n}", taken).replace("{m}", left), left ? "warning" : "success");
  } catch {
    say(address("unheard"), "warning");
  } finally {
    button.disabled = false;
  }
}
