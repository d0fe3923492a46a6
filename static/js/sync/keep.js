// The server's own pages, kept whole and sealed, each under its path.
import { about, heard, key } from "./key.js";
import { seal, unseal } from "./seal.js";
import { all, alter, read, write } from "./store.js";

const PATIENCE = 60_000;
const place = (who, path) => about(who, "page", path);

// Kept only when it is ours and of this person: a portal and the login page answer 200 as well.
export async function keepPage(who, path, days) {
  const answer = await fetch(path, { headers: { "For-Phone": String(days) }, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  const html = await answer.text();
  const named = new DOMParser().parseFromString(html, "text/html").getElementById("outbox")?.dataset.author;
  if (!answer.ok || answer.redirected || named !== who.author) throw new Error(path);
  const sealed = await seal(who.key, html, place(who, path));
  await write([["pages", "put", { author: who.author, path, days, made_at: new Date().toISOString(), ...sealed }]]);
}

// {html, made_at, stale}, or null: also where it is sealed under another key.
export async function keptPage(who, path) {
  const kept = await read("pages", [who.author, path]);
  const html = kept && (await unseal(who.key, kept, place(who, path)).catch(() => null));
  return html ? { ...kept, html } : null;
}

export const keptPages = async (name) => (await all("pages")).filter((page) => page.author === name);

// What was sent is not on the kept pages of its record yet.
export async function outdate(name, records, home) {
  const shows = ({ path }) => path === home || records.some((record) => path.includes(record));
  const old = (await keptPages(name)).filter((page) => !page.stale && shows(page));
  await Promise.all(old.map((page) => alter("pages", [name, page.path], (kept) => ({ ...kept, stale: true }))));
}

export const refreshed = new EventTarget(); // "page" with the path as detail

// Fetches them again when there is signal.
export async function refresh() {
  const who = await key({ ask: false });
  if (!who || heard.state !== "ok") return;
  for (const page of (await keptPages(who.author)).filter(({ stale }) => stale)) {
    const done = await keepPage(who, page.path, page.days).then(() => true, () => false);
    if (done) refreshed.dispatchEvent(new CustomEvent("page", { detail: page.path }));
  }
}
