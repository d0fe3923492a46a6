// The lock in front of the page: at the first key without signal, and after five idle minutes.
import { asksBy, lock, pinned, unlock } from "./key.js";
import { address, logOut } from "./wire.js";

const TOUCHED = "gvp-touched"; // when this phone was last touched, over all its pages
const ENDED = "gvp-ended"; // the login has to end, as soon as there is signal
const ENTERED = "entrada"; // the mark of a password that was typed just now (gvp/accounts/views.py)
const NOTED = 15_000;
const dialog = document.getElementById("lock");
const words = dialog.dataset;
const pin = dialog.querySelector("input");
const said = dialog.querySelector(".lock-said");
const later = dialog.querySelector("[data-do=later]");
let noted = 0;
let asking; // {promise, resolve} while the lock is shown
let gone = false; // there is nothing any more that a PIN opens
let held = false; // locked by idleness: nothing behind it is shown until it opens

const html = document.documentElement;

function ask() {
  if (asking) return asking.promise;
  asking = {};
  asking.promise = new Promise((resolve) => { asking.resolve = resolve; });
  said.textContent = "";
  pin.value = "";
  pin.disabled = false;
  later.hidden = held || "shell" in html.dataset;
  html.classList.toggle("is-locked", later.hidden);
  dialog.showModal();
  return asking.promise;
}

function close() {
  html.classList.remove("is-locked");
  held = false;
  const { resolve } = asking;
  asking = undefined;
  dialog.close();
  resolve();
}

// Whoever guesses PINs must not go on with the login that the browser still has.
async function endLogin() {
  localStorage.setItem(ENDED, "1");
  if (await logOut()) localStorage.removeItem(ENDED);
}

async function tryPin() {
  pin.disabled = true;
  const result = await unlock(pin.value).finally(() => { pin.disabled = false; });
  if (result.open) {
    close();
    return touch(true);
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
// Escape is for the quick exit, three times; the lock stays.
dialog.addEventListener("cancel", (event) => event.preventDefault());
dialog.addEventListener("close", () => { if (asking) dialog.showModal(); });
asksBy(ask);

// --- Idle -----------------------------------------------------------------------------------

const touched = () => Number(localStorage.getItem(TOUCHED)) || Date.now();

function touch(now = false) {
  if (asking || (now !== true && Date.now() - noted < NOTED)) return;
  noted = Date.now();
  localStorage.setItem(TOUCHED, noted);
}

async function watch() {
  if (asking) return;
  const [kept] = await pinned();
  if (!kept || Date.now() - touched() < kept.minutes * 60_000) return;
  lock();
  held = true;
  await ask();
}

// The mark of the login counts once. Where somebody came from proves nothing.
function entered() {
  const marked = document.cookie.split("; ").includes(`${ENTERED}=1`);
  document.cookie = `${ENTERED}=; Path=/; Max-Age=0`;
  return marked;
}

export async function startLock() {
  if (localStorage.getItem(ENDED)) {
    await endLogin();
    if (!localStorage.getItem(ENDED) && !("shell" in html.dataset)) return window.location.reload();
  }
  if (entered()) touch(true);
  await watch();
  touch();
  for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, touch, { capture: true, passive: true });
  document.addEventListener("visibilitychange", watch);
  setInterval(watch, NOTED);
}

// By hand, from the page of the phone; opening a page anew is no way round.
export function lockNow() {
  localStorage.setItem(TOUCHED, "1");
  lock();
  held = true;
  return ask();
}
