// The page that stands at every address without signal: opens with the PIN and shows what is kept for that address.
import { go, shownBy } from "./go.js";
import { keptPage, refreshed } from "./keep.js";
import { heard, key } from "./key.js";
import { taken } from "./page.js";
import { showPhone } from "./phone.js";
import { say, saidBefore } from "./said.js";
import { address, token } from "./wire.js";

const own = { main: document.querySelector("main").innerHTML, body: document.body.className, title: document.title };
const bars = () => document.querySelector(".primary-bar");
const starts = new Map(); // url of a module → what it runs
let leaving = new AbortController();
let current;
let typed = false; // something on this page, since it was shown
const pathOf = (path) => new URL(path, window.location.href).pathname;
const isOwn = (path) => pathOf(path) === address("phone");

// --- Putting a page in its place ------------------------------------------------------------

function dress(page) {
  for (const link of page.querySelectorAll("link[rel=stylesheet]")) {
    const href = link.getAttribute("href");
    if (!document.querySelector(`link[href="${CSS.escape(href)}"]`)) document.head.append(document.importNode(link));
  }
  document.title = page.title;
  document.body.className = page.body.className;
}

// One after the other, so that it is known which module asked for what.
async function run(page) {
  for (const script of page.querySelectorAll("head script[type=module]")) {
    const src = script.getAttribute("src");
    if (document.querySelector(`head script[src="${CSS.escape(src)}"]`)) continue;
    await import(src);
    const fresh = taken();
    if (!starts.has(src) || fresh.length) starts.set(src, fresh);
    starts.get(src).forEach((start) => start(document, leaving.signal));
  }
}

async function place(html, path) {
  const page = new DOMParser().parseFromString(html, "text/html");
  dress(page);
  document.querySelector("main").innerHTML = page.querySelector("main").innerHTML;
  bars().innerHTML = page.querySelector(".primary-bar")?.innerHTML ?? "";
  arrive(path);
  await run(page);
}

function arrive(path) {
  const { hash } = new URL(path, window.location.href);
  const target = hash && document.getElementById(hash.slice(1));
  window.scrollTo(0, 0);
  (target || document.querySelector("main")).focus({ preventScroll: !target });
  saidBefore();
}

async function placeOwn(path) {
  document.title = own.title;
  document.body.className = own.body;
  document.querySelector("main").innerHTML = own.main;
  bars().innerHTML = "";
  arrive(path);
  if (!isOwn(path)) say(address("missing"), "warning");
  await showPhone();
}

// --- Which page -----------------------------------------------------------------------------

async function find(who, pathname) {
  const kept = await keptPage(who, pathname);
  return kept ?? (pathname === "/" ? keptPage(who, address("home")) : null);
}

// The kept page of an address, for whoever opens it; null when there is none.
async function look(path) {
  const who = await key();
  return who && !isOwn(path) ? find(who, pathOf(path)) : null;
}

async function display(path, kept) {
  leaving.abort();
  leaving = new AbortController();
  current = pathOf(path);
  typed = false;
  if (!kept) return placeOwn(path);
  await place(kept.html, path);
  if (kept.stale) say(address("stale"), "warning");
}

// A new version took over: its modules must not meet those of the old one in one page.
let renewed = false;
navigator.serviceWorker?.addEventListener("controllerchange", () => { renewed = true; });

const signal = () => heard.state === "ok" && navigator.onLine;
const answers = () => navigator.onLine && !["unknown", "none"].includes(heard.state); // whoever is logged in

async function show(path) {
  // In town again: the server has the newer page.
  if (renewed || (signal() && document.getElementById("outbox").dataset.state === "sent")) return window.location.assign(path);
  const kept = await look(path).catch(() => null); // a storage that does not open keeps nothing
  if (!kept && !isOwn(path) && answers()) return window.location.assign(path);
  window.history.pushState({}, "", path);
  return display(path, kept);
}

const showHere = async () => display(window.location.href, await look(window.location.href));

// --- Taps -----------------------------------------------------------------------------------

// The login, and what names nobody: the browser goes there, the worker keeps what is read without signal.
const opensItself = (pathname) =>
  [address("login"), ...document.documentElement.dataset.nameless.split(" ")].some((path) => pathname.startsWith(path));

function tapped(event) {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || link.target || link.hasAttribute("download")) return;
  const to = new URL(link.href);
  if (to.origin !== window.location.origin || opensItself(to.pathname)) return;
  if (to.pathname === window.location.pathname && to.hash) return;
  event.preventDefault();
  go(to.pathname + to.search + to.hash);
}

// A form that nobody wrote down: it goes to the server, or not at all.
function refused(event) {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (signal()) {
    // The kept page has the token of the day it was kept.
    for (const field of event.target.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token();
    return;
  }
  event.preventDefault();
  say(address("needsSignal"), "warning");
}

shownBy(show);
document.querySelector("main").addEventListener("input", () => { typed = true; });
// What was sent is on the page now.
refreshed.addEventListener("page", ({ detail }) => { if (detail === current && !typed) showHere(); });
document.addEventListener("click", tapped);
document.addEventListener("submit", refused);
window.addEventListener("popstate", () => { if (window.location.pathname !== current) showHere(); });

await showHere();
