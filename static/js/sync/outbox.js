// What was written down and has not been received by the server. An entry leaves only when the server says it has it.
import { outdate } from "./keep.js";
import { about, author, greet, hear, heard, key, works } from "./key.js";
import { seal, unseal } from "./seal.js";
import { all, open, write } from "./store.js";
import { address, post } from "./wire.js";

const LEAST = 25;
let most = 100; // operations of one batch; halved where even those take too long
const HAS = new Set(["applied", "review"]); // the server has it
const BACK = new Set(["refused", "reused"]); // it comes back to be corrected
const KEPT_RECEIPTS = 50;

// --- Who listens ----------------------------------------------------------------------------

const channel = globalThis.BroadcastChannel ? new BroadcastChannel("gvp-outbox") : null;
const watchers = new Set();
const repaint = () => watchers.forEach((callback) => callback());
channel?.addEventListener("message", repaint);

export function watch(callback) {
  watchers.add(callback);
  return () => watchers.delete(callback);
}

export function changed() {
  channel?.postMessage("changed");
  repaint();
}

// --- How much there is ----------------------------------------------------------------------

// Survives when the browser throws the storage away: then it says how many were lost (bar.js).
function remember(entries) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const value = entries.length ? `${entries.length}.${Math.floor(Date.parse(entries[0].at) / 1000)}` : "0";
  document.cookie = `pendientes=${value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}

// How many the cookie remembers, and since when.
export function cookieSays() {
  const [, count = 0, seconds] = /(?:^|; )pendientes=(\d+)\.?(\d*)/.exec(document.cookie) ?? [];
  return { count: Number(count), at: seconds * 1000 };
}

// Written before something goes: stopped in between, it may say too few, never that something was lost.
export const noteCount = async (gone = new Set()) => remember((await all("entries")).filter(({ n }) => !gone.has(n)));

const summed = (entries) => ({
  count: entries.length,
  fix: entries.filter((entry) => entry.state === "fix").length,
  oldest: entries.reduce((least, { at }) => (!least || at < least ? at : least), null),
});

// {count, fix, oldest} of whoever works here, and of each other person as `others`: no names, nothing opened.
export async function tally() {
  const entries = await all("entries");
  const mine = author();
  const names = [...new Set(entries.map((entry) => entry.author))].filter((name) => name !== mine);
  const of = (name) => entries.filter((entry) => entry.author === name);
  return { ...summed(of(mine)), others: names.map((name) => ({ author: name, ...summed(of(name)) })) };
}

// --- Writing down ---------------------------------------------------------------------------

export class NoKey extends Error {
  name = "NoKey";
}

export async function mine() {
  const who = await key();
  if (!who) throw new NoKey();
  return who;
}

export const filled = (operations) => {
  const captured_at = new Date().toISOString();
  return operations.map((operation) => ({ id: crypto.randomUUID(), version: 1, base: null, captured_at, ...operation }));
};

export async function sealed(who, entry, content) {
  const box = await seal(who.key, content, about(who, entry.id));
  return { ...entry, count: content.operations.length, ...box };
}

export async function save(changes) {
  const made = await write(changes);
  await noteCount().catch(() => {}); // it is on the disk, whatever can be read now
  changed();
  return made;
}

// Resolves when the entry is on the disk. `title` says what it is, without names.
export async function put(operations, { title, path = location.pathname, form = null }) {
  const who = await mine();
  const at = new Date().toISOString();
  const entry = { id: crypto.randomUUID(), author: who.author, device: who.device, at, state: "waiting" };
  const content = { at, title, operations: filled(operations), path, form, errors: null };
  await save([["entries", "add", await sealed(who, entry, content)]]);
  return entry.id;
}

async function opened(who, entries) {
  const contents = await Promise.allSettled(entries.map((entry) => unseal(who.key, entry, about(who, entry.id))));
  // What this key does not open (sealed under an older one) stays as it is; the page of the phone exports it.
  return entries.flatMap((entry, n) => (contents[n].value ? [{ ...contents[n].value, id: entry.id, entry }] : []));
}

// The entries of whoever works here, oldest first.
export async function pending(filter = () => true) {
  if (!works()) return [];
  await open();
  const entries = (await all("entries")).filter((entry) => !author() || entry.author === author());
  if (!entries.length) return [];
  const who = await key();
  if (!who) return [];
  return (await opened(who, entries.filter((entry) => entry.author === who.author))).filter(filter);
}

// --- Sending --------------------------------------------------------------------------------

// Nothing passes a fact of the same record and person that stays here, nor the man whom it makes: their order is kept,
// as the server keeps it within a batch (taking.py).
const dependsOn = ({ record, payload: { person } }) => (person ? [`${record} ${person}`, ` ${person}`] : [`${record} `]);
const holdsUp = ({ kind, record, payload: { person = "" } }) =>
  [`${record} ${person}`, ...(kind === "walk_in_new" ? [` ${person}`] : [])];

class Queue {
  constructor(boxes) {
    this.rest = boxes.flatMap(({ entry, operations }) => operations.map((one) => ({ one, fix: entry.state === "fix" })));
    this.stuck = new Set();
  }

  stays(one) {
    holdsUp(one).forEach((line) => this.stuck.add(line));
  }

  // The next batch.
  take() {
    const free = [];
    while (this.rest.length && free.length < most) {
      const { one, fix } = this.rest.shift();
      if (fix || dependsOn(one).some((line) => this.stuck.has(line))) this.stays(one);
      else free.push(one);
    }
    return free;
  }
}

// One batch; a batch that is refused as a whole is halved until the one at fault stands alone.
async function deliver(who, operations, receipts) {
  const body = { device: who.device, author: who.author, sent_at: new Date().toISOString(), operations };
  const answer = await post(address("take"), body).catch(({ name }) => {
    if (name === "TimeoutError") most = Math.max(LEAST, most >> 1);
    return { status: 0 };
  });
  if (answer.receipts) {
    for (const receipt of answer.receipts) receipts.set(receipt.id, receipt);
    return "sent";
  }
  if (answer.status !== 400 && answer.status !== 413) {
    return answer.status === 401 || answer.error === "author" ? "login" : answer.error === "role" ? "role" : "waiting";
  }
  if (operations.length === 1) {
    const [{ id }] = operations;
    receipts.set(id, { id, status: "refused", errors: { "": [address("unreadable")] } });
    return "sent";
  }
  const half = operations.length >> 1;
  const first = await deliver(who, operations.slice(0, half), receipts);
  return first === "sent" ? deliver(who, operations.slice(half), receipts) : first;
}

// What becomes of an entry: gone when the server has all of it, else what is left of it; nothing when that is all.
async function after(who, { entry, id, ...content }, receipts) {
  const status = (operation) => receipts.get(operation.id)?.status;
  const left = content.operations.filter((operation) => !HAS.has(status(operation)));
  if (!left.length) return ["entries", "delete", entry.n, entry];
  const back = left.filter((operation) => BACK.has(status(operation)));
  if (!back.length && left.length === content.operations.length) return null;
  const words = ({ errors, message }) => (Object.keys(errors ?? {}).length ? errors : { "": [message] });
  const errors = back.length ? Object.fromEntries(back.map((one) => [one.id, words(receipts.get(one.id))])) : null;
  const state = back.length ? "fix" : entry.state;
  return ["entries", "put", await sealed(who, { ...entry, state }, { ...content, operations: left, errors }), entry];
}

// `batch` are the newest of all `receipts` so far: an entry may be spread over two batches.
async function settle(who, boxes, receipts, batch) {
  const touched = boxes.filter((box) => box.operations.some((operation) => batch.has(operation.id)));
  const fates = await Promise.all(touched.map(async (box) => [box, await after(who, box, receipts)]));
  const changes = fates.flatMap(([, change]) => (change ? [change] : []));
  if (!changes.length) return;
  const gone = new Set(changes.filter(([, verb]) => verb === "delete").map(([, , n]) => n));
  const counts = {};
  for (const { status } of batch.values()) counts[status] = (counts[status] ?? 0) + 1;
  const old = (await all("receipts")).slice(0, -KEPT_RECEIPTS).map(({ n }) => ["receipts", "delete", n]);
  const receipt = ["receipts", "add", { author: who.author, at: new Date().toISOString(), counts }];
  const sent = boxes.flatMap((box) => box.operations).filter(({ id }) => HAS.has(batch.get(id)?.status));
  await outdate(who.author, [...new Set(sent.map(({ record }) => record))], address("home"));
  await noteCount(gone);
  await save([...changes, receipt, ...old]);
  for (const [box, change] of fates) if (change?.[1] === "put") [, , box.entry] = change;
}

const receipts = new Map(); // all that this page has heard: who asks may not be who sent

async function flush() {
  const entries = await all("entries");
  if (!entries.length) return { state: "sent", receipts };
  const who = await key({ ask: false });
  if (!who) return { state: ["login", "role"].includes(heard.state) ? heard.state : "waiting", receipts };
  const boxes = await opened(who, entries.filter((entry) => entry.author === who.author));
  for (const { id } of boxes.flatMap((box) => box.operations)) receipts.delete(id); // said of an earlier try
  const queue = new Queue(boxes);
  let state = "sent";
  const missing = new Set(); // why the server has not all of it
  for (let some = queue.take(); some.length && state === "sent"; some = queue.take()) {
    const batch = new Map();
    state = await deliver(who, some, batch);
    for (const [id, receipt] of batch) receipts.set(id, receipt);
    await settle(who, boxes, receipts, batch);
    for (const one of some.filter(({ id }) => !HAS.has(batch.get(id)?.status))) {
      queue.stays(one);
      missing.add(batch.get(one.id)?.status);
    }
  }
  if (state === "login" || state === "role") {
    hear(state);
    greet(); // it may have ended because the phone was withdrawn
  }
  if (state === "sent" && heard.unsent !== (await tally()).count) greet(); // the server knows how many are left
  if (state === "sent" && missing.size) state = missing.has("held") ? "waiting" : "partly";
  return { state, receipts };
}

// One sender at a time, over all tabs. {state: "sent" | "waiting" | "login" | "role" | "partly", receipts: id → receipt}
export const send = () => navigator.locks.request("gvp-outbox", flush);
