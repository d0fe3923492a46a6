// The day of something that happened, typed on the phone. Its clock may be wrong, so that a day is never taken from it
// unseen: without signal the field is empty and offers today and yesterday by their names.
import { today } from "./days.js";
import { inShell } from "./sync/key.js";

const FIRST = "2000-01-01";
const DAY = 24 * 60 * 60 * 1000;
const words = () => document.getElementById("day-words").dataset;
const before = (day) => new Date(Date.parse(`${day}T12:00:00Z`) - DAY).toISOString().slice(0, 10);

// Why this cannot be the day, in the words of the page; "" when it can.
export function dayProblem(value) {
  const { made, missing, future, early } = words();
  if (!value) return missing;
  // The page was made on a day that has certainly come, whatever the clock of the phone says.
  if (value > today(made)) return future;
  return value < FIRST ? early : "";
}

const named = (day) => {
  const format = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" };
  return new Intl.DateTimeFormat(document.documentElement.lang, format).format(new Date(`${day}T12:00:00Z`)).replace(",", "");
};

export function offerDays(input) {
  if (!inShell() || !input) return;
  const now = today(words().made);
  const row = Object.assign(document.createElement("p"), { className: "chips" });
  for (const [word, day] of [["today", now], ["yesterday", before(now)]]) {
    const chip = Object.assign(document.createElement("button"), { type: "button", className: "chip", value: day });
    chip.textContent = `${words()[word]}, ${named(day)}`;
    chip.addEventListener("click", () => {
      input.value = day;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    row.append(chip);
  }
  const press = () => {
    for (const chip of row.children) {
      chip.classList.toggle("on", chip.value === input.value);
      chip.setAttribute("aria-pressed", chip.value === input.value);
    }
  };
  for (const event of ["input", "change"]) input.addEventListener(event, press);
  input.value = "";
  input.before(row);
  press();
}
