// A form whose answers go through the phone's outbox: written down first, then sent. Without storage, and without this
// file, the same form is sent by the browser.
import { go } from "./go.js";
import { key, works } from "./key.js";
import { filled, pending, put, send } from "./outbox.js";
import { say } from "./said.js";
import { open } from "./store.js";
import { address, reachable } from "./wire.js";

const PATIENCE = 10_000; // ms to wait for the server before going on with what the phone has
const CHROME = ["csrfmiddlewaretoken"]; // of the form, but no answer

// --- What is wrong, shown as Django shows it ------------------------------------------------

const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
const list = (texts, attributes) => make("ul", attributes, ...texts.map((text) => make("li", {}, text)));
const control = (form, name) => {
  const found = name ? form.elements[name] : null;
  return found instanceof RadioNodeList ? found[0] : found;
};
const labelled = (field) =>
  field?.closest("fieldset")?.querySelector("legend")?.firstChild.textContent.trim() || field?.labels?.[0]?.firstChild.textContent.trim();

function clearErrors(form) {
  document.getElementById("error-summary")?.remove();
  form.querySelectorAll(".errorlist").forEach((element) => element.remove());
  form.querySelectorAll(".has-error").forEach((element) => element.classList.remove("has-error"));
  form.querySelectorAll("[aria-invalid]").forEach((element) => element.removeAttribute("aria-invalid"));
}

function showAt(field, texts) {
  const place = field.closest(".field") ?? field.parentElement;
  const id = `${field.id || field.name}_error`;
  place.classList.add("has-error");
  for (let hider = field.closest("details"); hider; hider = hider.parentElement.closest("details")) hider.open = true;
  place.querySelector("label, legend")?.after(list(texts, { class: "errorlist", id }));
  place.querySelector(".keep")?.removeAttribute("hidden"); // a text that looks like a name may be meant so
  field.setAttribute("aria-invalid", "true");
  const told = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  field.setAttribute("aria-describedby", [...told.add(id)].join(" "));
}

function line(form, name, text) {
  const field = control(form, name);
  const label = labelled(field);
  return label ? make("li", {}, make("a", { href: `#${field.id}` }, label), `: ${text}`) : make("li", {}, text);
}

// errors: {field: [texts], "": [texts of the whole]}
export function showErrors(form, errors) {
  clearErrors(form);
  const lines = Object.entries(errors).flatMap(([name, texts]) => texts.map((text) => line(form, name === "__all__" ? "" : name, text)));
  if (!lines.length) return;
  for (const [name, texts] of Object.entries(errors)) {
    const field = control(form, name);
    if (field) showAt(field, texts);
  }
  const head = make("p", {}, make("strong", {}, address("notSaved")));
  const box = make("div", { class: "alert error", id: "error-summary", role: "alert", tabindex: "-1" }, head, make("ul", {}, ...lines));
  form.before(box);
  box.focus();
}

// --- One that came back ---------------------------------------------------------------------

export function refill(form, pairs) {
  for (const [name, value] of pairs) {
    const same = pairs.filter(([other]) => other === name).map(([, each]) => each);
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "hidden" || field.type === "file" || field.type === "submit") continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = same.includes(field.value);
      else field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

// Asked by attribute: a field that is called "id" hides the form's own.
const formsName = (form) => form.getAttribute("id") || form.getAttribute("action") || "form";

async function cameBack(form) {
  const path = window.location.pathname;
  const [entry] = await pending((kept) => kept.errors && kept.path === path && kept.form?.name === formsName(form));
  if (!entry) return null;
  refill(form, entry.form.fields);
  showErrors(form, Object.assign({}, ...Object.values(entry.errors)));
  return entry.id;
}

// --- Sending the form -----------------------------------------------------------------------

const later = (ms) => new Promise((resolve) => { setTimeout(resolve, ms, { state: "waiting", receipts: new Map() }); });
const typed = (data) => [...data].filter(([name, value]) => typeof value === "string" && !CHROME.includes(name));

// The receipts of these operations; what another tab sent meanwhile is looked up in what is left of the entry.
async function outcome(id, operations) {
  const { state, receipts } = await Promise.race([send(), later(PATIENCE)]);
  const mine = operations.map((operation) => receipts.get(operation.id)).filter((receipt) => receipt && receipt.status !== "held");
  const left = mine.length === operations.length ? null : (await pending((entry) => entry.id === id))[0];
  const refused = mine.filter(({ status }) => status === "refused" || status === "reused");
  const errors = Object.assign({}, left?.errors ?? {}, ...refused.map((receipt) => receipt.errors));
  if (refused.length && !Object.keys(errors).length) errors[""] = refused.map(({ message }) => message);
  const review = mine.some(({ status }) => status === "review");
  return { errors, kept: Boolean(left), login: state === "login", review, next: mine.filter((receipt) => receipt.next).pop()?.next };
}

// Written down anew, or in the place of one that came back.
async function keep(replaced, operations, told) {
  if (!replaced) return put(operations, told);
  const { replace } = await import("./returned.js");
  return replace(replaced, operations, told);
}

// Neither key nor room, or a storage that fails: with signal the browser sends the form as it is, without it nothing leaves the page.
async function unable(pass) {
  if (await reachable()) pass();
  else say(address("noRoom"), "error");
}

// On submit: build(FormData, submitter) → operations ([]: nothing changed; undefined: the browser sends the form; null:
// the page has said what is wrong). put → stored(operations) → send → go(next of the receipt, or `next`; a `next` that is
// a function (operations, next of the receipt) => path decides alone). `entry` is one that came back and is corrected here.
export function capture(form, build, { title, next, entry = null, stored = () => {} }) {
  if (!works() || !form) return;
  let replaced = entry;
  let busy = false;
  let passing = false;
  let minted = []; // when it is not known to be stored, a second tap on the same answers is the same operation
  let closed = false; // the storage does not open
  const back = async () => { replaced ??= await cameBack(form); };
  const ready = open().then(() => back().catch(() => {}), () => { closed = true; });
  key({ ask: false }).catch(() => {}); // fetched while the person types

  async function handle(submitter) {
    await ready;
    const pass = () => {
      passing = true;
      form.requestSubmit(submitter);
      passing = false; // the browser may come back to this page
    };
    if (closed) return unable(pass);
    const data = new FormData(form, submitter);
    const built = await build(data, submitter);
    if (built === null) return;
    if (built === undefined) return pass();
    const onward = typeof next === "function" ? next : (_operations, received) => received || next;
    if (!built.length && replaced) {
      say(address("nothingLeft"), "warning", true);
      return go(address("phone"));
    }
    if (!built.length) return go(onward(built));
    const said = JSON.stringify(built);
    if (minted.said !== said) minted = Object.assign(filled(built), { said });
    const operations = minted;
    const told = { title, form: { name: formsName(form), fields: typed(data) } };
    const id = await keep(replaced, operations, told).catch(() => null);
    if (!id) return unable(pass);
    minted = [];
    stored(operations);
    const result = await outcome(id, operations).catch(() => ({ errors: {}, kept: true })); // it is on the disk
    if (Object.keys(result.errors).length) {
      replaced = id;
      return showErrors(form, result.errors);
    }
    say(result.kept ? address("kept") : result.review ? address("review") : address("saved"), result.kept || result.review ? "warning" : "success", true);
    go(onward(operations, result.next));
  }

  form.addEventListener("submit", async (event) => {
    if (passing) return;
    event.preventDefault();
    if (busy) return;
    busy = true;
    form.setAttribute("aria-busy", "true");
    try {
      await handle(event.submitter);
    } finally {
      busy = false;
      form.removeAttribute("aria-busy");
    }
  });
}
