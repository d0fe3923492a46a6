// Whose key is in this page's memory. It comes from the server with signal, and from the PIN without; nowhere else is it
// kept in the open. Dropping it after five idle minutes, a fifth wrong PIN or the end of its term deletes nothing unsent.
import { fromBase64, toKey } from "./seal.js";
import { all, alter, write } from "./store.js";
import { address, hello, post } from "./wire.js";

const GREETING_SECONDS = 8;
const SKEW = 10 * 60 * 1000;
export const inShell = () => "shell" in document.documentElement.dataset;
export const works = () =>
  Boolean(globalThis.indexedDB && crypto.subtle && crypto.randomUUID && AbortSignal.timeout && navigator.locks && navigator.serviceWorker);

let current; // {author, device, key}
let covered = false; // locked: only the PIN opens, also with signal
let greeting; // the one under way
let asker = async () => undefined; // shows the lock (idle.js)
export const asksBy = (ask) => { asker = ask; };
export const heard = { state: "unknown" }; // what the server said last: ok, none, login, role, revoked; in its words; skew in ms
export const keyed = new EventTarget(); // "open", "locked", "heard", "withdrawn"
const announce = (what) => keyed.dispatchEvent(new Event(what));

export const author = () => current?.author ?? (address("author") || null);
export const about = (who, ...what) => [who.device, who.author, ...what].join("|");

export async function device() {
  const fresh = { name: "device", id: crypto.randomUUID() };
  const known = await alter("meta", "device", (kept) => kept ?? fresh);
  return (known ?? fresh).id;
}

export const persons = async () => (await all("meta")).filter((kept) => kept.author);
// Changes what is kept of a person here, if anything is, as it stands at that moment.
const amend = (name, change) => alter("meta", `person:${name}`, (kept) => kept && { ...kept, ...change });
export const expired = ({ expires_at: end }) => Date.parse(end) < Date.now();

// Who can open something here with a PIN; on a page of the server only the one it was made for.
export async function pinned() {
  const mine = author();
  const found = (await persons()).filter((kept) => kept.wrapped && (!mine || kept.author === mine));
  return found.sort((one, other) => other.seen - one.seen);
}

// What may not stay: the wrapped key and everything to read. Entries and drafts stay, sealed.
export async function drop(name) {
  await amend(name, { wrapped: null });
  const pages = (await all("pages")).filter((page) => page.author === name);
  await write([["facts", "delete", name], ...pages.map((page) => ["pages", "delete", [name, page.path]])]);
}

// A phone that was withdrawn keeps nobody's lists, whoever asks; only what is unsent or half written stays, sealed.
// The page that hears it first may show names; whoever logs in here afterwards works with signal.
async function withdraw() {
  const known = await persons();
  const opens = current || known.some(({ wrapped }) => wrapped);
  for (const kept of known) await drop(kept.author);
  lock();
  if (opens) announce("withdrawn");
}

const label = () => {
  const system = /Android|iPhone|iPad|Windows|Macintosh|Linux/.exec(navigator.userAgent)?.[0] ?? "";
  const browser = /Firefox|SamsungBrowser|EdgA?|OPR|Chrome|Safari/.exec(navigator.userAgent)?.[0] ?? "";
  return `${system} ${browser}`.trim();
};

// Of whoever is logged in, also where the page does not know who that is.
async function report() {
  const name = author() ?? (await hello().catch(() => ({}))).author;
  const mine = (await all("entries")).filter((entry) => entry.author === name);
  return { unsent: mine.length, oldest: mine[0]?.at ?? null };
}

export function hear(state, more = {}) {
  Object.assign(heard, { state, ...more });
  announce("heard");
}

async function learn(answer, started) {
  // The middle of the journey is when the server looked at its clock.
  const skew = (started + Date.now()) / 2 - Date.parse(answer.now);
  if (answer.revoked) await withdraw();
  // Somebody else has logged in since this page was made, or opened.
  if (author() && author() !== answer.author) return hear("login");
  await amend(answer.author, { expires_at: answer.expires_at, seen: Date.now() });
  if (answer.key) {
    const who = await holder(answer.author, answer.key);
    // The key at hand stays: after a backup was restored the server has another one, which opens nothing here.
    if (!covered) take(current ?? who);
  }
  hear(answer.revoked ? "revoked" : "ok", { skew: Math.abs(skew) > SKEW ? skew : 0, unsent: answer.unsent });
}

export const holder = async (name, secret) => ({ author: name, device: await device(), key: await toKey(fromBase64(secret)) });

export function take(who) {
  covered = false;
  current = who;
  announce("open");
}

// Says hello to the server: who is logged in here, what is unsent, what o'clock it is. Answers what the server said.
export async function greet({ lost = 0 } = {}) {
  if (lost) await greeting; // the one under way does not say so
  greeting ??= (async () => {
    const told = { device: await device(), label: label(), version: address("version"), ...(await report()), lost };
    const started = Date.now();
    try {
      const body = { ...told, clock: new Date(started).toISOString() };
      const answer = await post(address("greeting"), body, GREETING_SECONDS);
      heard.said = answer.message;
      if (answer.status === 401 && answer.revoked) {
        await withdraw();
        hear("revoked");
      } else if (answer.status === 401) hear("login");
      else if (answer.status === 200) await learn({ ...answer, unsent: told.unsent }, started);
      else hear(answer.error === "role" ? "role" : "none");
      return answer;
    } catch {
      hear("none");
      return null;
    }
  })().finally(() => { greeting = undefined; });
  return greeting;
}

// {author, device, key} of whoever works here, or undefined. `ask` may show the lock.
export async function key({ ask = true } = {}) {
  if (current) return current;
  const locked = (await pinned()).length > 0;
  covered ||= inShell() && locked;
  if (!covered) await greet();
  if (!current && locked && ask) await asker();
  return current;
}

export function lock() {
  current = undefined;
  covered = true;
  announce("locked");
}
