// One key for each decision. Without this file the buttons do the same.
// Whoever speaks to the computer, or is used to other keys, switches them off; this browser remembers it.
const things = [...document.querySelectorAll(".thing")];
const bar = document.querySelector(".tray-keys");
const toggle = bar?.querySelector("button");
const NAMES = { ArrowDown: "j", ArrowUp: "k" };
let on = localStorage.getItem("tray-keys") !== "off";

function paint() {
  if (!toggle) return;
  bar.hidden = false;
  toggle.setAttribute("aria-pressed", on);
  toggle.classList.toggle("on", on);
  toggle.textContent = on ? bar.dataset.on : bar.dataset.off;
}

toggle?.addEventListener("click", () => {
  on = !on;
  localStorage.setItem("tray-keys", on ? "on" : "off");
  paint();
});

const current = () => things.findIndex((thing) => thing.contains(document.activeElement));

function goTo(index) {
  const thing = things[Math.max(0, Math.min(index, things.length - 1))];
  thing?.focus();
  thing?.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const place = key === "u" ? document : things[current()];
  const button = place?.querySelector(`[data-key~="${key}"]`);
  if (!button) return false;
  sessionStorage.setItem("tray-at", Math.max(0, current()));
  button.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (!on || event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea")) return;
  const key = NAMES[event.key] ?? event.key.toLowerCase();
  if (key === "j" || key === "k") {
    goTo(current() + (key === "j" ? 1 : -1));
    event.preventDefault();
  } else if (/^[1-9du]$/.test(key) && press(key)) {
    event.preventDefault();
  }
});

// A decision is sent once, and afterwards the next thing stands where this one stood.
for (const form of document.querySelectorAll(".thing form")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
}
window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
paint();
const at = sessionStorage.getItem("tray-at");
sessionStorage.removeItem("tray-at");
if (at !== null && things.length) goTo(Number(at));
