// What is on this phone: unsent, other people's, sent, pages. Without names outside what the PIN opens.
import { saveFiles } from "./carry.js";
import { keptPages, keptPage } from "./keep.js";
import { key, pinned } from "./key.js";
import { lockNow } from "./idle.js";
import { pending, send, tally, watch } from "./outbox.js";
import { newPin } from "./pin.js";
import { leaveOut } from "./returned.js";
import { say } from "./said.js";
import { all } from "./store.js";
import { ago, moment } from "./told.js";

const part = (name) => document.querySelector(`main [data-part=${name}]`);
const template = (name) => part(name).querySelector("template").content.firstElementChild.cloneNode(true);

function fill(name, rows) {
  const list = part(name).querySelector("ul");
  list.querySelectorAll(":scope > li").forEach((row) => row.remove());
  list.append(...rows);
  part(name).classList.toggle("is-empty", !rows.length);
}

function row(name, texts) {
  const line = template(name);
  for (const [slot, text] of Object.entries(texts)) line.querySelector(`[data-slot=${slot}]`).textContent = text;
  return line;
}

// Asked once more, with the words that would be gone.
function askToLeave(entry, wrong) {
  const dialog = document.getElementById("leave-out");
  const refused = Object.values(entry.errors).flatMap((fields) => Object.keys(fields));
  const typed = (entry.form?.fields ?? []).filter(([name]) => refused.includes(name)).map(([, value]) => `«${value}»`);
  dialog.querySelector("[data-slot=what]").textContent = [`${entry.title}, ${moment(entry.at)}`, ...typed, ...wrong].join(" · ");
  dialog.returnValue = "";
  dialog.onclose = () => dialog.returnValue === "leave" && leaveOut(entry);
  dialog.showModal();
}

async function unsent(entries) {
  fill("unsent", entries.map((entry) => {
    const wrong = Object.values(entry.errors ?? {}).flatMap((fields) => Object.values(fields).flat());
    const line = row("unsent", { title: entry.title, when: moment(entry.at), wrong: wrong.join(" ") });
    const link = line.querySelector("a");
    link.href = entry.path;
    const leave = line.querySelector("button");
    leave.addEventListener("click", () => askToLeave(entry, wrong));
    link.hidden = leave.hidden = !wrong.length;
    return line;
  }));
}

function others(found, entries) {
  fill("others", found.map(({ author, count, oldest }) => {
    const line = row("others", { count, when: ago(oldest) });
    line.querySelector("[data-sealed]").dataset.sealed = author; // bar.js hands them in
    line.querySelector("[data-do=export]").addEventListener("click", () => saveFiles(entries.filter((entry) => entry.author === author)));
    return line;
  }));
}

async function receipts(who) {
  const mine = (await all("receipts")).filter((receipt) => receipt.author === who?.author).slice(-10).reverse();
  const words = part("sent").dataset;
  const said = (counts) => Object.entries(counts).map(([status, n]) => `${n} ${words[status]}`).join(", ");
  fill("sent", mine.map(({ at, counts }) => row("sent", { when: moment(at), what: said(counts) })));
}

const counted = (n, { one, many }) => (n === 1 ? one : many.replace("{n}", n));

// One's own that the key at hand does not open: an older one sealed them.
function shut(entries) {
  const { dataset } = part("shut");
  part("shut").hidden = !entries.length;
  part("unsent").hidden = entries.length > 0 && part("unsent").classList.contains("is-empty");
  part("shut").querySelector("b").textContent = counted(entries.length, dataset);
  part("shut").querySelector("button").onclick = () => saveFiles(entries);
}

const heading = (html) => new DOMParser().parseFromString(html, "text/html").querySelector("h1")?.textContent.trim();

async function pages(who) {
  const kept = who ? await keptPages(who.author) : [];
  const opened = (await Promise.all(kept.map(({ path }) => keptPage(who, path)))).filter(Boolean);
  fill("pages", opened.map(({ path, html }) => {
    const line = template("pages");
    Object.assign(line.querySelector("a"), { href: path, textContent: heading(html) || path });
    return line;
  }));
  const summary = part("pages").querySelector("summary");
  const [oldest] = opened.map((page) => page.made_at).sort();
  if (oldest) summary.textContent = counted(opened.length, summary.dataset).replace("{s}", ago(oldest));
}

async function paint() {
  if (!part("unsent")) return;
  const who = await key({ ask: false });
  const opened = who ? await pending() : [];
  const entries = await all("entries");
  await unsent(opened);
  shut(entries.filter(({ id, author }) => author === who?.author && !opened.some((entry) => entry.id === id)));
  others((await tally()).others, entries);
  await receipts(who);
  await pages(who);
  part("lock").hidden = !who || !(await pinned()).length;
}

// --- Install --------------------------------------------------------------------------------

let offer; // the browser's own question, kept until somebody taps
window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
  if (part("install")) part("install").hidden = false;
});

function install() {
  part("install").hidden = !offer;
  part("install").querySelector("button").addEventListener("click", () => offer?.prompt());
}

async function anotherPin() {
  const { changed, failed } = part("lock").dataset;
  const done = await newPin();
  say(done ? changed : failed, done ? "success" : "warning");
}

export async function showPhone() {
  install();
  part("lock").querySelector("[data-do=lock]").addEventListener("click", lockNow);
  part("lock").querySelector("[data-do=pin]").addEventListener("click", anotherPin);
  part("unsent").querySelector("[data-do=send]").addEventListener("click", send);
  const persisted = await navigator.storage?.persisted?.();
  part("safe").hidden = Boolean(persisted);
  await paint();
}

watch(paint);
