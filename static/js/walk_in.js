// Somebody who is not on the list: found while his name is being typed, by the server or, without signal, among those
// whom the phone took along; or registered as new. Without this file the buttons of the page do the same.
import { today } from "./days.js";
import { lookFor } from "./names.js";
import { capture, showErrors } from "./sync/capture.js";
import { facts } from "./sync/facts.js";
import { inShell } from "./sync/key.js";
import { pending } from "./sync/outbox.js";
import { page } from "./sync/page.js";

const PATIENCE = 350; // milliseconds after the last key
const LEAST = 3; // letters
const LEFT_OUT = ["csrfmiddlewaretoken", "id", "mark", "typed_by", "confirmed"]; // of the form, not of the man
const NAMES = ["given_names", "first_surname", "second_surname"];

// --- Looking for him ------------------------------------------------------------------------

async function askServer(form, words) {
  if (inShell()) return null;
  const body = new FormData(form);
  body.set("q", words);
  try {
    const answer = await fetch(form.dataset.piece, { method: "POST", body, signal: AbortSignal.timeout(8000) });
    // Redirected: the login has ended, and its page is no piece of this one.
    return answer.ok && !answer.redirected ? await answer.text() : null;
  } catch {
    return null;
  }
}

function button({ person, here }) {
  const row = document.getElementById("found-man").content.firstElementChild.cloneNode(true);
  const part = (name) => row.querySelector(`[data-part="${name}"]`);
  row.querySelector("button").value = person.id;
  part("name").textContent = person.name;
  part("code").textContent = person.code;
  part("community").textContent = person.community;
  part("here").hidden = !here;
  return row;
}

async function askPhone(add, words) {
  const taken = await facts();
  const people = (taken?.people ?? []).filter(({ group }) => group === add.dataset.group);
  return lookFor(words, people, { here: ({ cycles }) => cycles.includes(add.dataset.cycle) }).map(button);
}

function show(place, piece, rows) {
  if (piece !== null) place.innerHTML = piece;
  else if (rows.length) place.replaceChildren(Object.assign(document.createElement("ul"), { className: "found" }));
  else place.replaceChildren(document.getElementById("found-nobody").content.cloneNode(true));
  if (piece === null) place.querySelector("ul")?.append(...rows);
}

// The latest question wins, however late an earlier answer comes.
function looker(form, add, place, tell = () => {}) {
  let asked = 0;
  return async (words) => {
    const mine = ++asked;
    const piece = await askServer(form, words);
    const rows = piece === null ? await askPhone(add, words) : [];
    if (mine !== asked) return;
    show(place, piece, rows);
    tell(place);
  };
}

function afterTyping(callback) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(callback, PATIENCE);
  };
}

function search(find, add) {
  const place = document.getElementById("found");
  const look = looker(find, add, place);
  const typed = () => find.elements.q.value.trim();
  const ask = () => typed().length >= LEAST && look(typed());
  find.elements.q.addEventListener("input", afterTyping(ask));
  find.addEventListener("submit", (event) => {
    event.preventDefault();
    if (typed()) look(typed());
  });
  find.elements.q.focus();
  if (!place.querySelector("button")) ask(); // typed before this file was here
}

// --- A new man ------------------------------------------------------------------------------

// What was typed to search need not be typed again to register.
function carryOver(find, fields) {
  const words = find.elements.q.value.trim().split(/\s+/).filter(Boolean);
  if (!words.length || fields.given_names.value || fields.first_surname.value) return;
  const surnames = words.length > 2 ? 2 : 1;
  fields.given_names.value = words.slice(0, -surnames).join(" ");
  [fields.first_surname.value, fields.second_surname.value = ""] = words.slice(-surnames);
  fields.given_names.focus();
}

// Whoever looks like him is shown, and holds nobody up.
function hint(register, find, add) {
  const section = document.getElementById("alike");
  const place = section.querySelector("[data-part=people]");
  const look = looker(find, add, place, () => {
    for (const one of place.querySelectorAll("button")) one.setAttribute("form", add.id);
    section.hidden = !place.querySelector("button");
  });
  const typed = () => NAMES.map((name) => register.elements[name].value.trim()).filter(Boolean);
  const ask = afterTyping(() => (typed().length > 1 ? look(typed().join(" ")) : undefined));
  register.addEventListener("input", ({ target }) => NAMES.includes(target.name) && ask());
  return () => typed().length > 1 && look(typed().join(" "));
}

function missing(register) {
  const wrong = [...register.elements].filter((field) => field.willValidate && !field.validity.valid);
  return Object.fromEntries(wrong.map(({ name }) => [name, [register.dataset.missing]]));
}

function newMan(register, session, returned) {
  const wrong = missing(register);
  showErrors(register, wrong);
  if (Object.keys(wrong).length) return null;
  const fields = {};
  for (const [name, value] of new FormData(register)) if (!LEFT_OUT.includes(name)) (fields[name] ??= []).push(value);
  const person = returned?.payload.person ?? register.elements.id.value;
  const one = { kind: "walk_in_new", version: 1, record: session, payload: { person, fields } };
  return [returned ? { ...one, captured_at: returned.captured_at } : one];
}

// The man who came back and is filled in again: marks of him may wait on this phone, so that he keeps his key, and the
// hour of his coming, which is before theirs.
async function returnedMan(register) {
  const back = ({ errors, path, form }) => errors && path === window.location.pathname && form?.name === register.getAttribute("id");
  const [entry] = await pending(back);
  return entry?.operations.find(({ kind }) => kind === "walk_in_new");
}

function registering(register, find, add, session, onward) {
  const details = document.getElementById("new-man");
  register.elements.id.value = crypto.randomUUID?.() ?? register.elements.id.value; // a page kept on the phone is shown often
  const ask = hint(register, find, add);
  const opened = () => {
    if (!details.open) return;
    carryOver(find, register.elements);
    ask();
  };
  details.addEventListener("toggle", opened);
  opened(); // before this file was here
  register.addEventListener("change", () => { details.open = true; }); // one that came back is filled in
  const returned = returnedMan(register).catch(() => {});
  capture(register, async () => newMan(register, session, await returned), { title: register.dataset.title, ...onward });
}

// --- The page -------------------------------------------------------------------------------

page(() => {
  const add = document.getElementById("add");
  const find = document.getElementById("find");
  const register = document.getElementById("register");
  const { session, roster, date, made } = add.dataset;
  if (date > today(made)) {
    document.getElementById("too-early").hidden = false;
    document.getElementById("walk-in").hidden = true;
    return;
  }
  const onward = { next: roster };
  const one = (kind, payload) => [{ kind, version: 1, record: session, payload }];
  capture(add, (_data, submitter) => (submitter?.value ? one("walk_in_known", { person: submitter.value }) : null), { title: add.dataset.title, ...onward });
  const counting = document.getElementById("one-more");
  capture(counting, () => one("walk_in_count", { n: 1 }), { title: counting.dataset.title, ...onward });
  if (find) search(find, add);
  if (find && register) registering(register, find, add, session, onward);
});
