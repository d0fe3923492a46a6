// The bar of every page: what is unsent, since when, and one tap to send it or to save it as a file. It keeps trying by itself.
import { refresh } from "./keep.js";
import { author, greet, heard, keyed, works } from "./key.js";
import { startLock } from "./idle.js";
import { cookieSays, noteCount, send, tally, watch } from "./outbox.js";
import { saidBefore } from "./said.js";
import { all, open } from "./store.js";
import { ago, lasting } from "./told.js";

const bar = document.getElementById("outbox");
const words = bar.dataset;
const MINUTE = 60_000;
const DAY = 86_400_000;
const LONGEST = 64_000; // ms between two tries

const button = (name) => bar.querySelector(`[data-do=${name}]`);
const counted = (n, one, many) => (n === 1 ? one : many.replace("{n}", n));

function alertOf(name, shown, text) {
  const box = document.querySelector(`#outbox-alerts [data-alert=${name}]`);
  box.hidden = !shown;
  if (shown && text) (box.querySelector("span") ?? box).textContent = text;
  return box;
}

// --- What the bar says

let sending = false;

async function lastSent() {
  const mine = (await all("receipts")).filter((receipt) => receipt.author === author());
  return mine.at(-1)?.at;
}

function headline({ count, others }) {
  const elsewhere = others.reduce((sum, other) => sum + other.count, 0);
  if (count) return counted(count, words.one, words.many);
  return elsewhere ? (author() ? words.others.replace("{n}", elsewhere) : counted(elsewhere, words.one, words.many)) : words.none;
}

// Own or another person's.
const oldestOf = ({ oldest, others }) => [oldest, ...others.map((other) => other.oldest)].filter(Boolean).sort()[0];
const olderThan = (ms, now) => Date.now() - Date.parse(oldestOf(now)) > ms;

function detail(now, sent) {
  const parts = [
    sending && words.sending,
    now.fix && words.fix.replace("{n}", now.fix),
    olderThan(MINUTE, now) && words.oldest.replace("{s}", ago(oldestOf(now))),
    sent && words.last.replace("{s}", ago(sent)),
  ];
  return parts.filter(Boolean).join(" · ");
}

function tone(now) {
  const { count, fix, others } = now;
  if (fix || olderThan(DAY, now)) return "late";
  return count || others.length ? "waiting" : "sent";
}

async function paint() {
  const now = await tally();
  Object.assign(bar.dataset, { state: tone(now), count: now.count });
  bar.querySelector("b").textContent = headline(now);
  bar.querySelector("small").textContent = detail(now, await lastSent());
  const picture = bar.querySelector("use");
  picture.setAttribute("href", picture.getAttribute("href").replace(/#.*/, { sent: "#check", waiting: "#upload", late: "#warning" }[tone(now)]));
  const asksLogin = now.count > 0 && heard.state === "login";
  const closed = heard.state === "role" && now.count + now.others.length > 0; // it can still go as it lies
  button("login").hidden = !asksLogin;
  button("login").href = `${words.login}?next=${encodeURIComponent(window.location.pathname)}`;
  button("send").hidden = asksLogin || closed || now.count - now.fix < 1;
  button("sealed").hidden = !closed;
  button("export").hidden = !now.count && !now.others.length;
  bar.hidden = false;
  alertOf("old", olderThan(DAY, now));
  const skew = alertOf("skew", Boolean(heard.skew)).dataset;
  if (heard.skew) alertOf("skew", true, (heard.skew > 0 ? skew.ahead : skew.behind).replace("{s}", lasting(heard.skew)));
  alertOf("revoked", heard.state === "revoked", heard.said);
  alertOf("role", closed, heard.said);
}

// --- Sending by itself

let timer;
let wait = 1000;
let again = false; // something came meanwhile

async function once() {
  const { count, fix } = await tally();
  if (count <= fix) return "nothing";
  await paint();
  return (await send()).state;
}

async function attempt() {
  if (sending) {
    again = true;
    return;
  }
  sending = true;
  again = false;
  clearTimeout(timer);
  const state = await once().finally(() => { sending = false; });
  if (state === "nothing") return paint();
  await paint();
  if (again) return attempt();
  if (state === "waiting") {
    timer = setTimeout(attempt, wait);
    wait = Math.min(wait * 2, LONGEST);
    return;
  }
  wait = 1000;
  if (heard.state === "unknown" || heard.state === "none") await greet();
  await refresh();
}

// The bar's own button, and that of each person on the page of the phone.
async function handInSealed({ target }) {
  if (target.matches("[data-sealed]")) (await import("./sealed.js")).handIn(target);
}

function atOnce() {
  wait = 1000;
  return attempt();
}

// --- What was lost, and what is new

async function lookForLosses() {
  const said = cookieSays();
  if ((await all("entries")).length || !said.count) return noteCount();
  return (await import("./lost.js")).tellLoss(said);
}

async function startWorker() {
  const registration = await navigator.serviceWorker.register(words.worker, { scope: "/" });
  const offer = async () => {
    const { count, others } = await tally();
    const unsent = count > 0 || others.length > 0;
    alertOf("newer", unsent && registration.active && registration.waiting);
    if (!unsent) (registration.waiting ?? registration.active)?.postMessage("newer");
  };
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  watch(offer);
  await offer();
  (await navigator.serviceWorker.ready).active.postMessage({ language: document.documentElement.lang });
}

// --- Start

async function start() {
  if (!works()) return alertOf("off", true);
  try {
    await open();
  } catch (error) {
    return alertOf(error.name === "QuotaExceededError" ? "full" : "broken", true);
  }
  saidBefore();
  await startLock();
  watch(paint);
  keyed.addEventListener("heard", paint);
  keyed.addEventListener("open", () => paint().then(atOnce)); // whose it is, is known only now
  await paint();
  await lookForLosses();
  startWorker().catch(() => {});
  button("send").addEventListener("click", atOnce);
  document.addEventListener("click", handInSealed);
  button("export").addEventListener("click", async () => (await import("./carry.js")).saveFiles(await all("entries")));
  addEventListener("online", atOnce);
  document.addEventListener("visibilitychange", () => document.hidden || atOnce(heard.skew && greet()));
  watch(attempt);
  await attempt();
  refresh();
}

// A phone without room answers like that at any time.
addEventListener("unhandledrejection", ({ reason }) => { if (reason?.name === "QuotaExceededError") alertOf("full", true); });
start();
