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
  if (text) (box.querySelector("span") ?? box).textContent = text;
  return box;
}

// --- What the bar says ----------------------------------------------------------------------

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

function detail({ count, fix, oldest, others }, sent) {
  if (sending) return words.sending;
  if (count && heard.state === "login") return words.enter;
  const parts = [];
  if (fix) parts.push(words.fix.replace("{n}", fix));
  const since = count ? oldest : others[0]?.oldest;
  if (since && Date.now() - Date.parse(since) > MINUTE) parts.push(words.oldest.replace("{s}", ago(since)));
  if (!since && sent) parts.push(words.last.replace("{s}", ago(sent)));
  return parts.join(" · ");
}

function tone({ count, fix, oldest, others }) {
  if (fix || (count && Date.now() - Date.parse(oldest) > DAY)) return "late";
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
  button("login").hidden = !asksLogin;
  button("login").href = `${words.login}?next=${encodeURIComponent(window.location.pathname)}`;
  button("send").hidden = asksLogin || now.count - now.fix < 1;
  button("export").hidden = !now.count && !now.others.length;
  bar.hidden = false;
  alertOf("old", tone(now) === "late" && !now.fix);
  if (heard.skew) {
    const box = alertOf("skew", true);
    box.textContent = (heard.skew > 0 ? box.dataset.ahead : box.dataset.behind).replace("{s}", lasting(heard.skew));
  }
  alertOf("revoked", heard.state === "revoked");
}

// --- Sending by itself ----------------------------------------------------------------------

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

function atOnce() {
  wait = 1000;
  return attempt();
}

// --- What was lost, and what is new ---------------------------------------------------------

async function lookForLosses() {
  const lost = (await all("entries")).length ? 0 : cookieSays();
  if (!lost) return 0;
  const box = document.querySelector("#outbox-alerts [data-alert=lost]");
  alertOf("lost", true, counted(lost, box.dataset.one, box.dataset.many));
  box.querySelector("button").addEventListener("click", () => {
    box.hidden = true;
    noteCount();
  });
  return lost;
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

// --- Start ----------------------------------------------------------------------------------

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
  const lost = await lookForLosses();
  await (lost ? greet({ lost }) : noteCount());
  startWorker().catch(() => {});
  button("send").addEventListener("click", atOnce);
  button("export").addEventListener("click", async () => (await import("./carry.js")).saveFiles(await all("entries")));
  addEventListener("online", atOnce);
  document.addEventListener("visibilitychange", () => document.hidden || atOnce());
  watch(attempt);
  await attempt();
  refresh();
}

// A phone without room answers like that at any time.
addEventListener("unhandledrejection", ({ reason }) => { if (reason?.name === "QuotaExceededError") alertOf("full", true); });
start();
