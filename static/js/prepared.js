// What was taken along: when, how much, for which days, and until when it opens without signal.
import { spoken, spokenMoment } from "./days.js";
import { facts } from "./sync/facts.js";
import { pinned } from "./sync/key.js";
import { page } from "./sync/page.js";
import { ago } from "./sync/told.js";

const counted = (n, one, many) => (n === 1 ? one : many.replace("%n", n));

async function tell() {
  const [taken, [person]] = await Promise.all([facts(), pinned()]);
  if (!taken || !person) return;
  const part = (name) => document.querySelector(`#taken [data-part="${name}"]`);
  const { session, sessions, person: one, people: many } = part("holds").dataset;
  part("made").textContent = `${spokenMoment(new Date(taken.made_at))} (${ago(taken.made_at)})`;
  part("holds").textContent = [counted(taken.sessions.length, session, sessions), counted(taken.people.length, one, many)].join(", ");
  part("days").textContent = taken.days.length === 1 ? spoken(taken.days[0]) : `${spoken(taken.days[0])} – ${spoken(taken.days.at(-1))}`;
  part("until").textContent = spokenMoment(new Date(person.expires_at));
  document.getElementById("taken").hidden = false;
}

page(() => {
  tell();
  document.getElementById("prepare").addEventListener("prepared", tell);
});
