// The report says what this phone holds of the session and has not sent yet, and stays true while it is sent.
import { watch } from "./sync/outbox.js";
import { page } from "./sync/page.js";
import { unsentOf } from "./unsent.js";

const part = (place, name) => place.querySelector(`[data-part="${name}"]`);

function tell(line, value) {
  line.hidden = value === undefined || value === "" || value === 0;
  if (!line.hidden) line.querySelector("b").textContent = value;
}

function tally(place, states) {
  for (const said of place.children) {
    const amount = states.filter((state) => state === said.dataset.state).length;
    said.hidden = !amount;
    said.firstElementChild.textContent = amount;
    said.lastElementChild.textContent = amount === 1 ? said.dataset.one : said.dataset.many;
  }
}

async function fill(place) {
  const { entries, marks, walkIns, counts, more } = await unsentOf(place.dataset.session);
  tally(part(place, "tally"), [...marks.values()].map(({ state }) => state));
  tell(part(place, "walk_ins"), walkIns.length);
  for (const name of ["head_count", "signatures", "note"]) tell(part(place, name), counts[name]);
  tell(part(place, "unregistered"), counts.unregistered ?? (more && `+${more}`));
  place.hidden = !entries.length;
  // What the register lacked before is not said beside what this phone holds now.
  for (const said of document.querySelectorAll("main [data-part=stored]")) said.hidden = Boolean(entries.length);
}

page((root, signal) => {
  const place = root.querySelector("#unsent");
  if (!place) return;
  fill(place);
  signal.addEventListener("abort", watch(() => fill(place)));
});
