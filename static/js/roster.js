// The roster with one thumb: each person is a button, present ↔ absent; a second button opens the rest.
// Without this file the radio buttons do the same.
const form = document.getElementById("roster");
const list = form.querySelector(".people");
const people = [...list.querySelectorAll("li[data-state]")].filter((row) => row.querySelector("fieldset"));
const tally = document.getElementById("tally");
const everyone = document.getElementById("everyone");
const words = list.dataset;

const radios = (row) => [...row.querySelectorAll("input[type=radio]")];
const state = (row) => radios(row).find((radio) => radio.checked)?.value ?? "";
const said = (row) => radios(row).find((radio) => radio.checked)?.nextElementSibling.textContent ?? words.unmarked;
const ticket = (row) => row.querySelector("input[type=hidden]");
const shown = (row) => ticket(row).value.split(" ")[2];
const changed = (row) => state(row) !== "" && state(row) !== shown(row);

// Every change is a mark of its own: were the first one sent and its answer lost, the second stays apart.
function mint(row) {
  if (!window.crypto?.randomUUID) return;
  const [, base, was] = ticket(row).value.split(" ");
  ticket(row).value = `${crypto.randomUUID()} ${base} ${was}`;
}

function choose(row, value) {
  for (const radio of radios(row)) radio.checked = radio.value === value;
  mint(row);
  paint(row);
}

function paint(row) {
  row.dataset.state = state(row);
  row.querySelector(".tap-state").firstChild.textContent = said(row);
}

function count() {
  const amounts = {};
  for (const row of people) amounts[state(row)] = (amounts[state(row)] ?? 0) + 1;
  for (const part of tally.children) {
    const amount = amounts[part.dataset.state] ?? 0;
    part.hidden = !amount;
    part.firstElementChild.textContent = amount;
    part.lastElementChild.textContent = amount === 1 ? part.dataset.one : part.dataset.many;
  }
}

function dress(row, index) {
  const fieldset = row.querySelector("fieldset");
  const legend = fieldset.querySelector("legend");
  const tap = Object.assign(document.createElement("button"), { type: "button", className: "tap" });
  const name = Object.assign(document.createElement("span"), { className: "tap-name" });
  const line = Object.assign(document.createElement("span"), { className: "tap-state" });
  name.append(legend.firstChild.textContent.trim(), " ");
  line.append("", " ", legend.querySelector("small").cloneNode(true));
  tap.append(name, line);
  const more = Object.assign(document.createElement("button"), { type: "button", className: "others", textContent: "⋯" });
  fieldset.id = `states-${index}`;
  more.setAttribute("aria-controls", fieldset.id);
  more.setAttribute("aria-label", `${words.others}: ${legend.firstChild.textContent.trim()}`);
  const open = (opened) => {
    fieldset.hidden = !opened;
    more.setAttribute("aria-expanded", opened);
  };
  tap.addEventListener("click", () => {
    choose(row, state(row) === "present" ? "absent" : "present");
    count();
  });
  more.addEventListener("click", () => {
    open(fieldset.hidden);
    if (!fieldset.hidden) (radios(row).find((radio) => radio.checked) ?? radios(row)[0]).focus();
  });
  fieldset.addEventListener("change", () => {
    mint(row);
    paint(row);
    count();
  });
  // Chosen by hand or with Enter, the panel has done its work; arrow keys keep it open.
  fieldset.addEventListener("click", (event) => {
    if (event.detail && event.target.matches("input")) open(false);
  });
  row.prepend(tap, more);
  open(row.classList.contains("is-disputed"));
  paint(row);
}

// Everyone who is unmarked; the same button takes it back.
let filled = [];
everyone?.addEventListener("click", (event) => {
  event.preventDefault();
  if (filled.length) {
    for (const row of filled) choose(row, "");
    filled = [];
  } else {
    filled = people.filter((row) => !state(row) && !row.classList.contains("is-disputed"));
    for (const row of filled) choose(row, "present");
  }
  everyone.lastElementChild.textContent = filled.length ? words.undo : everyone.dataset.label;
  const picture = everyone.querySelector("use");
  picture.setAttribute("href", picture.getAttribute("href").replace(/#.*/, filled.length ? "#undo" : "#check"));
  count();
});

// Only what changed travels.
form.addEventListener("formdata", ({ formData }) => {
  for (const row of people) {
    if (changed(row)) continue;
    const person = ticket(row).name.slice("ticket-".length);
    formData.delete(`state-${person}`);
    formData.delete(`ticket-${person}`);
  }
});

// What has not been saved is not lost by a slip of the thumb; the quick exit hides the page first and is not asked.
let leaving = false;
form.addEventListener("submit", () => { leaving = true; });
window.addEventListener("pageshow", () => { leaving = false; });
window.addEventListener("beforeunload", (event) => {
  if (!leaving && !document.documentElement.hidden && people.some(changed)) event.preventDefault();
});

if (everyone) everyone.dataset.label = everyone.lastElementChild.textContent;
people.forEach(dress);
form.classList.add("is-quick");
count();
