// A form that is half typed when the phone goes out comes back as it was, under the same key.
import { refill } from "./sync/capture.js";
import { forget, keep, list } from "./sync/drafts.js";
import { go } from "./sync/go.js";
import { pending } from "./sync/outbox.js";
import { say } from "./sync/said.js";

const PATIENCE = 400; // ms after the last key
const NO_FACTS = ["csrfmiddlewaretoken", "seen"];

// What was half typed here, the newest first: each form under its own key, so that none overwrites another. Those that
// are in the outbox already are forgotten, and one of an older version gets a key's place.
async function unsaved(place) {
  const found = [];
  for (const { id, value } of await list(place)) {
    if (value === undefined) continue;
    const handed = (await pending(({ operations }) => operations.some(({ record }) => record === value.key))).length;
    if (!handed && id === place) await keep(`${place}:${value.key}`, value);
    if (handed || id === place) await forget(id);
    if (!handed) found.push(value);
  }
  return found.sort((one, other) => (other.touched ?? 0) - (one.touched ?? 0));
}

// Resolves to what forgets it, for when it is in the outbox.
export async function halfTyped(form) {
  const place = `form:${window.location.pathname}`;
  const id = () => `${place}:${form.elements.id.value}`;
  let timer = 0;
  let touched = false;
  let ready = false; // which key it has is known
  let over = false;
  const done = () => {
    over = true;
    clearTimeout(timer);
    return forget(id());
  };
  const write = () => {
    const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NO_FACTS.includes(name));
    // Without a key nothing is kept before it is saved, and saving says so.
    if (!over) keep(id(), { key: form.elements.id.value, fields, touched: Date.now() }).catch(() => {});
  };
  const soon = () => {
    touched = true;
    clearTimeout(timer);
    if (ready) timer = setTimeout(write, PATIENCE);
  };
  for (const event of ["input", "change", "click"]) form.addEventListener(event, soon);

  const [kept] = await unsaved(place).catch((error) => {
    if (error.name !== "NoKey") throw error;
    say(form.dataset.sealed, "warning");
    return [];
  });
  // Whoever has begun anew meanwhile goes on with that; what was kept comes back the next time.
  if (kept && !touched) {
    form.elements.id.value = kept.key;
    refill(form, kept.fields);
    say(form.dataset.restored, "info");
    offerAnew();
  }
  ready = true;
  if (touched) soon();

  function offerAnew() {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button" });
    button.textContent = form.dataset.anew;
    button.addEventListener("click", async () => {
      await done();
      go(window.location.pathname);
    });
    document.querySelector("main .messages").append(button);
  }
  return done;
}
