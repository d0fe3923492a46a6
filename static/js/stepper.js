// Buttons beside a number, for thumbs. Without this file the number is typed.
import { page } from "./sync/page.js";

const STEPS = [[-1, "−"], [1, "+"], [10, "+10"]];

function buttonOf(input, group, label, step, sign) {
  const way = step < 0 ? group.dataset.less : group.dataset.more;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "step", textContent: sign });
  button.setAttribute("aria-label", `${label}: ${Math.abs(step)} ${way}`);
  button.addEventListener("click", () => {
    const least = Number(input.min || 0);
    const most = Number(input.max || Infinity);
    input.value = Math.min(most, Math.max(least, (Number(input.value) || 0) + step));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return button;
}

function dress(input, group) {
  const label = group.querySelector(`label[for="${input.id}"]`)?.firstChild.textContent.trim() ?? "";
  const row = Object.assign(document.createElement("span"), { className: "stepper" });
  input.replaceWith(row);
  const buttons = STEPS.map(([step, sign]) => buttonOf(input, group, label, step, sign));
  row.append(buttons[0], input, ...buttons.slice(1));
}

page((root) => {
  for (const group of root.querySelectorAll(".steppers")) {
    for (const input of group.querySelectorAll("input[type=number]")) dress(input, group);
  }
});
