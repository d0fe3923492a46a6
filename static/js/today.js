// Hoy on a phone: each session stands where its day has come to, and says what this phone holds of it unsent.
import { spoken, today } from "./days.js";
import { facts } from "./sync/facts.js";
import { inShell } from "./sync/key.js";
import { pending, watch } from "./sync/outbox.js";
import { page } from "./sync/page.js";
import { ago } from "./sync/told.js";

const part = (root, name) => root.querySelector(`[data-part="${name}"]`);
const lines = (root) => [...root.querySelectorAll(".days > li")];

// --- The days that went by since the page was taken along -------------------------------------

function put(line, list, dated) {
  const [day, now] = [part(line, "day"), part(line, "now")];
  day.hidden = !dated;
  if (now) now.hidden = dated;
  list.append(line);
}

function regroup(root) {
  const now = today(part(root, "date").dataset.made);
  const lists = Object.fromEntries(["today", "unlogged", "ahead"].map((name) => [name, root.querySelector(`section[data-part="${name}"]`)]));
  part(root, "date").textContent = spoken(now);
  for (const line of lines(root)) {
    const from = line.closest("section").dataset.part;
    const { date } = line.dataset;
    if (from === "ahead" && date === now) put(line, lists.today.querySelector(".days"), false);
    else if (from in lists && date < now && line.classList.contains("is-planned")) put(line, lists.unlogged.querySelector(".days"), true);
    else if (from === "today" && date < now) line.remove();
  }
  for (const section of Object.values(lists)) if (section && section !== lists.today) section.hidden = !section.querySelector(".days > li");
  const none = part(root, "none");
  if (none) none.hidden = Boolean(lists.today.querySelector(".days > li"));
}

// --- What is unsent, what was taken along ---------------------------------------------------

async function mark(root) {
  const entries = await pending();
  const held = new Set(entries.flatMap(({ operations }) => operations.map(({ record }) => record)));
  for (const line of lines(root)) {
    line.querySelector(".kept-here")?.remove();
    if (!held.has(line.dataset.session)) continue;
    line.querySelector(".how").append(document.getElementById("kept-here").content.cloneNode(true));
    line.querySelector("a").href = line.dataset.report;
  }
}

async function tell(root) {
  const taken = await facts();
  const place = part(root, "taken");
  const small = place.querySelector("small");
  if (!taken) return;
  const words = taken.sessions.length === 1 ? place.dataset.one : place.dataset.many;
  small.textContent = words.replace("%n", taken.sessions.length).replace("%s", ago(taken.made_at));
  small.hidden = false;
}

page((root, signal) => {
  if (inShell()) regroup(root);
  mark(root);
  tell(root);
  signal.addEventListener("abort", watch(() => mark(root)));
});
