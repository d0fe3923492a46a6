// The list of those to be asked says what this phone holds of each man: begun, not sent yet, to be corrected.
import { menOf } from "./assess_drafts.js";
import { author } from "./sync/key.js";
import { pending, watch } from "./sync/outbox.js";
import { page } from "./sync/page.js";
import { all } from "./sync/store.js";

// person → "begun" | "unsent" | "fix"
async function held() {
  const found = new Map();
  const entries = await pending(({ operations }) => operations.some(({ kind }) => kind === "assessment"));
  for (const { errors, operations } of entries) {
    for (const { payload } of operations) if (payload.finished) found.set(payload.person, errors ? "fix" : "unsent");
  }
  const begun = menOf((await all("drafts")).filter((draft) => draft.author === author()).map(({ id }) => id));
  return (person) => (begun.has(person) ? "begun" : found.get(person));
}

async function mark(root) {
  const stateOf = await held();
  const words = root.getElementById("asked").dataset;
  for (const line of root.querySelectorAll("[data-man]")) {
    const state = stateOf(line.dataset.man);
    const tag = line.querySelector(".tag");
    tag.hidden = !state;
    tag.textContent = state ? words[state] : "";
  }
}

page((root, signal) => {
  mark(root).catch(() => {});
  signal.addEventListener("abort", watch(() => mark(root)));
});
