// The lock in front of the page: at the first key without signal, and after five idle minutes (idle.js).
import { greet } from "./key.js";
import { unlock } from "./pins.js";
import { address, endLogin, logOut } from "./wire.js";

const dialog = document.getElementById("lock");
const words = dialog.dataset;
const pin = dialog.querySelector("input");
const said = dialog.querySelector(".lock-said");
const later = dialog.querySelector("[data-do=later]");
const html = document.documentElement;
let opened; // ends what `show` waits for; there while the lock is shown
let gone = false; // there is nothing any more that a PIN opens

// Resolves when it is open, or put off. `held`: it cannot be put off, and nothing behind it is shown.
export function show(held) {
  said.textContent = "";
  pin.value = "";
  pin.disabled = false;
  later.hidden = held || "shell" in html.dataset;
  html.classList.toggle("is-locked", later.hidden);
  dialog.showModal();
  const shown = new Promise((resolve) => { opened = resolve; });
  listen();
  return shown;
}

// With signal a locked phone hears as well that it was withdrawn.
function listen() {
  if (opened && later.hidden && !document.hidden) greet();
}

function close() {
  const open = opened;
  opened = undefined;
  html.classList.remove("is-locked");
  dialog.close();
  open();
}

async function tryPin() {
  pin.disabled = true;
  const result = await unlock(pin.value).finally(() => { pin.disabled = false; });
  if (result.open) {
    greet(); // who is logged in may be somebody else
    return close();
  }
  pin.value = "";
  if (result.left) {
    said.textContent = result.left === 1 ? words.leftOne : words.leftMany.replace("{n}", result.left);
    return pin.focus();
  }
  said.textContent = words[result.dropped ?? "wrong"];
  pin.disabled = true;
  gone = true;
  later.hidden = false;
  if (result.dropped === "wrong") await endLogin();
}

dialog.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  if (/^\d{6}$/.test(pin.value)) tryPin();
  else pin.focus();
});
// Once the lists are gone only the page that names nobody is left.
later.addEventListener("click", () => (gone ? window.location.assign(address("phone")) : close()));
// Only the password opens instead of the PIN: the login that the browser still has ends first.
dialog.querySelector("[data-do=forgot]").addEventListener("click", async (event) => {
  event.preventDefault();
  if (await logOut()) window.location.assign(`${address("login")}?next=${encodeURIComponent(window.location.pathname)}`);
  else said.textContent = address("needsSignal");
});
// The same as the quick exit of the page, which the lock covers (base.js).
dialog.querySelector("[data-do=exit]").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("exit").click();
});
addEventListener("online", listen);
document.addEventListener("visibilitychange", listen);
// Escape is for the quick exit, three times; the lock stays.
dialog.addEventListener("cancel", (event) => event.preventDefault());
dialog.addEventListener("close", () => { if (opened) dialog.showModal(); });
