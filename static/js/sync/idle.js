// Five idle minutes, counted over all the pages of this phone, lock it. What stands in front of the page then is lock.js,
// fetched once there is something that a PIN opens.
import { asksBy, keyed, lock, pinned } from "./key.js";
import { address, ENDED, endLogin } from "./wire.js";

const TOUCHED = "gvp-touched"; // when this phone was last touched, over all its pages
const ENTERED = "entrada"; // the mark of a password that was typed just now (gvp/accounts/views.py)
const NOTED = 15_000;
const html = document.documentElement;
let noted = 0;
let asking; // while the lock is shown

const fetched = () => import("./lock.js");

// `held`: nothing behind it is shown until it opens.
function ask(held = false) {
  asking ??= fetched().then(({ show }) => show(held)).finally(() => {
    asking = undefined;
    touch(true);
  });
  return asking;
}
asksBy(ask);

// What this page shows may not stay in sight.
keyed.addEventListener("withdrawn", () => {
  html.classList.add("is-locked");
  window.location.replace(address("phone"));
});

function hold() {
  lock();
  html.classList.add("is-locked");
  return ask(true);
}

// By hand, from the page of the phone; opening a page anew is no way round.
export function lockNow() {
  localStorage.setItem(TOUCHED, "1");
  return hold();
}

const touched = () => Number(localStorage.getItem(TOUCHED)) || Date.now();

function touch(now = false) {
  if (asking || (now !== true && Date.now() - noted < NOTED)) return;
  noted = Date.now();
  localStorage.setItem(TOUCHED, noted);
}

async function watch() {
  const [kept] = await pinned();
  if (!kept) return;
  fetched().catch(() => {}); // at hand before there is no signal
  if (!asking && Date.now() - touched() >= kept.minutes * 60_000) await hold();
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
