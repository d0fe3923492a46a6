// The roster with one thumb: each person is a button, present ↔ absent; a second button opens the rest. What changed
// goes into the phone's outbox as one mark per person (marks.js), and from there to the server when there is signal.
// Without this file the radio buttons do the same.
import { today } from "./days.js";
import { changed, choose, countsOf, keyOf, markOf, personOf, said, settle, state, wrongNumbers } from "./marks.js";
import { capture, showErrors } from "./sync/capture.js";
import { watch } from "./sync/outbox.js";
import { page } from "./sync/page.js";
import { unsentOf } from "./unsent.js";

const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

// --- One row --------------------------------------------------------------------------------

function paint(row, words) {
  row.dataset.state = state(row);
  const line = row.querySelector(".tap-state");
  line.firstChild.textContent = said(row) ?? words.unmarked;
  line.querySelector(".unsent").hidden = !("unsent" in row.dataset) || changed(row);
}

function tapOf(legend, words) {
  const unsent = make("b", { className: "unsent", hidden: true }, `· ${words.unsent} `);
  const line = make("span", { className: "tap-state" }, "", " ", unsent, legend.querySelector("small").cloneNode(true));
  return make("button", { type: "button", className: "tap" },
    make("span", { className: "tap-name" }, legend.firstChild.textContent.trim(), " "), line);
}

function othersOf(legend, fieldset, words) {
  const more = make("button", { type: "button", className: "others", textContent: "⋯" });
  more.setAttribute("aria-controls", fieldset.id);
  more.setAttribute("aria-label", `${words.others}: ${legend.firstChild.textContent.trim()}`);
  return more;
}

function dress(row, words, after) {
  const fieldset = row.querySelector("fieldset");
  const legend = fieldset.querySelector("legend");
  fieldset.id = `states-${personOf(row)}`;
  const tap = tapOf(legend, words);
  const more = othersOf(legend, fieldset, words);
  const open = (opened) => {
    fieldset.hidden = !opened;
    more.setAttribute("aria-expanded", opened);
  };
  tap.addEventListener("click", () => {
    choose(row, state(row) === "present" ? "absent" : "present");
    after(row);
  });
  more.addEventListener("click", () => {
    open(fieldset.hidden);
    if (!fieldset.hidden) (fieldset.querySelector("input:checked") ?? fieldset.querySelector("input[type=radio]")).focus();
  });
  fieldset.addEventListener("change", () => {
    choose(row, state(row));
    after(row);
  });
  // Chosen by hand or with Enter, the panel has done its work; arrow keys keep it open.
  fieldset.addEventListener("click", (event) => {
    if (event.detail && event.target.matches("input")) open(false);
  });
  row.prepend(tap, more);
  open(row.classList.contains("is-disputed"));
  paint(row, words);
}

// --- The whole list -------------------------------------------------------------------------

function count(rows, tally) {
  const amounts = {};
  for (const row of rows) amounts[state(row)] = (amounts[state(row)] ?? 0) + 1;
  for (const part of tally.children) {
    const amount = amounts[part.dataset.state] ?? 0;
    part.hidden = !amount;
    part.firstElementChild.textContent = amount;
    part.lastElementChild.textContent = amount === 1 ? part.dataset.one : part.dataset.many;
  }
}

// Everyone who is unmarked; the same button takes it back.
function offerEveryone(button, words, rows, after) {
  const label = button.lastElementChild.textContent;
  const picture = button.querySelector("use");
  let filled = [];
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const undo = filled.length > 0;
    const chosen = undo ? filled : rows().filter((row) => !state(row) && !row.classList.contains("is-disputed"));
    for (const row of chosen) choose(row, undo ? "" : "present");
    filled = undo ? [] : chosen;
    button.lastElementChild.textContent = filled.length ? words.undo : label;
    picture.setAttribute("href", picture.getAttribute("href").replace(/#.*/, filled.length ? "#undo" : "#check"));
    chosen.forEach(after);
  });
}

// --- The page -------------------------------------------------------------------------------

function build(form, rows, submitter) {
  const { session, held, nothing } = form.dataset;
  const wrong = wrongNumbers(form);
  const made = [...rows.filter(changed).map((row) => markOf(session, row)), ...countsOf(session, form)];
  const empty = !made.length && submitter?.name !== "walk_in" && held !== "held" && !rows.some((row) => "unsent" in row.dataset);
  if (!empty && !Object.keys(wrong).length) return made;
  showErrors(form, empty ? { "": [nothing] } : wrong);
  return null;
}

function closed(form, list) {
  document.getElementById("too-early").hidden = false;
  document.getElementById("save").hidden = true;
  for (const part of [...list.querySelectorAll("fieldset"), ...form.querySelectorAll("button, input, textarea")]) part.disabled = true;
}

page((root, signal) => {
  const form = document.getElementById("roster");
  const list = form.querySelector(".people");
  if (form.dataset.date > today(form.dataset.made)) return closed(form, list);
  const words = list.dataset;
  const rows = () => [...list.querySelectorAll(":scope > li[data-state]")].filter((row) => row.querySelector("fieldset"));
  const tally = document.getElementById("tally");
  const after = (row) => {
    paint(row, words);
    count(rows(), tally);
  };

  rows().forEach((row) => dress(row, words, after));
  form.classList.add("is-quick");
  count(rows(), tally);
  const everyone = document.getElementById("everyone");
  if (everyone) offerEveryone(everyone, words, rows, after);
  const held = () => unsentOf(form.dataset.session, ({ errors }) => !errors); // what came back, capture fills in
  held().then(async (unsent) => {
    if (!unsent.entries.length) return;
    const { lay } = await import("./roster_unsent.js");
    await lay(unsent, form, list, rows(), (row) => dress(row, words, after));
    rows().forEach(after);
  });
  const look = async () => {
    const { marks } = await held();
    for (const row of rows()) if (!marks.has(personOf(row))) delete row.dataset.unsent;
    rows().forEach(after);
  };
  signal.addEventListener("abort", watch(look));
  window.addEventListener("pageshow", ({ persisted }) => persisted && look(), { signal });

  // Only what changed travels.
  form.addEventListener("formdata", ({ formData }) => {
    for (const row of rows()) {
      if (changed(row)) continue;
      formData.delete(`state-${personOf(row)}`);
      formData.delete(`ticket-${personOf(row)}`);
    }
  });

  const safe = new Set(); // keys of the marks that the outbox holds
  let heading;
  capture(form, (data, submitter) => {
    heading = submitter?.name === "walk_in" ? form.dataset.walkIn : form.dataset.report;
    return build(form, rows(), submitter);
  }, {
    title: form.dataset.title,
    stored: (operations) => operations.forEach(({ id }) => safe.add(id)),
    next: (operations) => {
      settle(form, rows(), operations);
      rows().forEach(after);
      return heading;
    },
  });

  // What the outbox does not hold yet is not lost by a slip of the thumb; the quick exit hides the page first.
  const unsafe = (row) => changed(row) && !safe.has(keyOf(row));
  window.addEventListener("beforeunload", (event) => {
    if (!document.documentElement.hidden && rows().some(unsafe)) event.preventDefault();
  }, { signal });
});
