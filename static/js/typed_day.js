// The day of something that happened, typed on the phone. Its clock may be wrong, so that a day is never taken from it
// unseen: without signal the field is empty and offers today and yesterday by their names.
import { spoken, today } from "./days.js";
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
  if (value > (today() > made ? today() : made)) return future;
  return value < FIRST ? early : "";
}

export function offerDays(input) {
  if (!inShell() || !input) return;
  const now = today();
  const row = Object.assign(document.createElement("p"), { className: "chips offered-days" });
  for (const [word, day] of [["today", now], ["yesterday", before(now)]]) {
    const chip = Object.assign(document.createElement("button"), { type: "button", className: "chip" });
    chip.textContent = `${words()[word]}, ${spoken(day)}`;
    chip.addEventListener("click", () => {
      input.value = day;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    row.append(chip);
  }
  input.value = "";
  input.before(row);
}
