// Buttons beside a number, for thumbs. Without this file the number is typed.
const STEPS = [[-1, "−"], [1, "+"], [10, "+10"]];

for (const group of document.querySelectorAll(".steppers")) {
  for (const input of group.querySelectorAll("input[type=number]")) {
    const label = group.querySelector(`label[for="${input.id}"]`)?.firstChild.textContent.trim() ?? "";
    const row = document.createElement("span");
    row.className = "stepper";
    input.replaceWith(row);
    const buttons = STEPS.map(([step, sign]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "step";
      button.textContent = sign;
      const way = step < 0 ? group.dataset.less : group.dataset.more;
      button.setAttribute("aria-label", `${label}: ${Math.abs(step)} ${way}`);
      button.addEventListener("click", () => {
        const least = Number(input.min || 0);
        const most = Number(input.max || Infinity);
        input.value = Math.min(most, Math.max(least, (Number(input.value) || 0) + step));
      });
      return button;
    });
    row.append(buttons[0], input, ...buttons.slice(1));
  }
}
