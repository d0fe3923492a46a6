// "Preparar para salir": a PIN the first time, then every page of the list, kept and sealed; asks the browser to keep
// what is kept. Loaded with the form #prepare (data-list: where the list comes from) and sync/choose_pin.html.
import { keepFacts } from "./facts.js";
import { keepPage, keptPages } from "./keep.js";
import { greet, key, pinned, works } from "./key.js";
import { page } from "./page.js";
import { newPin } from "./pin.js";
import { write } from "./store.js";
import { upload } from "./wire.js";

const AT_ONCE = 3; // pages under way
const words = document.getElementById("prepare-words").dataset;

function say(text, tone = "") {
  const line = Object.assign(document.createElement("p"), { className: `notice ${tone}`, textContent: text });
  document.getElementById("prepared").replaceChildren(line);
  line.scrollIntoView({ block: "center" });
}
const counted = (text, n, m) => text.replace("{n}", n).replace("{m}", m);

// --- Pages ----------------------------------------------------------------------------------

async function fetchAll(who, paths, days) {
  const left = [...paths];
  let kept = 0;
  const worker = async () => {
    for (let path = left.shift(); path; path = left.shift()) {
      await keepPage(who, path, days).then(() => { kept += 1; }, (error) => {
        if (error.name === "QuotaExceededError") throw error;
      });
      say(counted(words.fetching, kept, paths.length));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return kept;
}

async function forgetOthers(who, paths) {
  const gone = (await keptPages(who.author)).filter(({ path }) => !paths.includes(path));
  await write(gone.map(({ path }) => ["pages", "delete", [who.author, path]]));
}

async function take(form) {
  const { pages: paths, gvp, status, ...facts } = await upload(form.dataset.list, new FormData(form));
  const who = await key();
  if (status !== 200 || !who || !paths) return say(words.none, "warn");
  const days = new FormData(form).get("dias") ?? 1;
  await keepFacts(who, facts);
  const kept = await fetchAll(who, paths, days);
  if (kept < paths.length) return say(counted(words.some, kept, paths.length), "warn");
  await forgetOthers(who, paths);
  const persisted = await navigator.storage?.persist?.();
  (await navigator.serviceWorker.ready).active.postMessage("reading");
  form.dispatchEvent(new Event("prepared"));
  say(counted(kept === 1 ? words.doneOne : words.doneMany, kept) + (persisted ? "" : ` ${words.loose}`), "ok");
}

async function prepare(form) {
  if (!works()) return say(words.off, "warn");
  await greet();
  if (!(await pinned()).length && !(await newPin())) return say(words.noPin, "warn");
  return take(form).catch((error) => say(error.name === "QuotaExceededError" ? words.full : words.none, "warn"));
}

page((root) => {
  const form = root.getElementById("prepare");
  let busy = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    await prepare(form).finally(() => { busy = false; });
  });
});
