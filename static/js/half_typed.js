// A form that is half typed when the phone goes out comes back as it was, under the same key.
import { refill } from "./sync/capture.js";
import { forget, keep, recall } from "./sync/drafts.js";
import { go } from "./sync/go.js";
import { pending } from "./sync/outbox.js";
import { say } from "./sync/said.js";

const PATIENCE = 400; // ms after the last key
const NO_FACTS = ["csrfmiddlewaretoken", "seen"];

// Returns what forgets it, for when it is in the outbox.
export async function halfTyped(form) {
  const id = `form:${window.location.pathname}`;
  let timer = 0;
  let over = false;
  const done = () => {
    over = true;
    clearTimeout(timer);
    return forget(id);
  };

  const kept = await recall(id);
  const handed = kept && (await pending(({ operations }) => operations.some(({ record }) => record === kept.key))).length;
  if (handed) await forget(id);
  else if (kept) {
    form.elements.id.value = kept.key;
    refill(form, kept.fields);
    say(form.dataset.restored, "info");
    offerAnew();
  }

  function offerAnew() {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button" });
    button.textContent = form.dataset.anew;
    button.addEventListener("click", async () => {
      await done();
      go(window.location.pathname);
    });
    document.querySelector("main .messages").append(button);
  }

  const write = () => {
    const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NO_FACTS.includes(name));
    if (!over) keep(id, { key: form.elements.id.value, fields });
  };
  for (const event of ["input", "change", "click"]) {
    form.addEventListener(event, () => {
      clearTimeout(timer);
      timer = setTimeout(write, PATIENCE);
    });
  }
  return done;
}
