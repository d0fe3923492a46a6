// Rows of the roster as facts: what changed on the page, and how it travels.
const COUNTS = ["head_count", "signatures", "unregistered", "note"];
const NONE = "-"; // in a ticket: no mark, or nothing marked

const radios = (row) => [...row.querySelectorAll("input[type=radio]")];
const checked = (row) => radios(row).find((radio) => radio.checked);
export const state = (row) => checked(row)?.value ?? "";
export const said = (row) => checked(row)?.nextElementSibling.textContent;

// A ticket is "key base shown": of the mark to come, of the mark that the page held current, and what it showed.
const ticket = (row) => row.querySelector("input[type=hidden]");
const read = (row) => ticket(row).value.split(" ");
const write = (row, ...parts) => { ticket(row).value = parts.join(" "); };
const fresh = () => globalThis.crypto.randomUUID?.();
export const keyOf = (row) => read(row)[0];
export const personOf = (row) => ticket(row).name.slice("ticket-".length);
export const changed = (row) => state(row) !== "" && state(row) !== read(row)[2];

// Every change is a mark of its own: were the first one sent and its answer lost, the second stays apart.
export function choose(row, value) {
  for (const radio of radios(row)) radio.checked = radio.value === value;
  const [key, base, shown] = read(row);
  write(row, fresh() ?? key, base, shown);
  row.dataset.at = new Date().toISOString();
}

// The row shows a mark that the outbox holds; the next change of this person builds on it.
export function shows(row, { key, state: marked }) {
  for (const radio of radios(row)) radio.checked = radio.value === marked;
  write(row, fresh(), key, marked);
  row.dataset.unsent = "";
  row.classList.remove("is-disputed");
}

export function markOf(session, row) {
  const [id, base, was] = read(row);
  const payload = { person: personOf(row), state: state(row), shown: was === NONE ? "" : was };
  const captured_at = (row.dataset.at ??= new Date().toISOString()); // the same, however often it is saved
  return { id, kind: "mark", version: 1, base: base === NONE ? null : base, record: session, captured_at, payload };
}

// The counts that differ from what the page showed, as one operation; [] when none does.
export function countsOf(session, form) {
  const fields = {};
  const shown = {};
  for (const name of COUNTS) {
    const was = form.elements[`initial-${name}`].value;
    const now = form.elements[name].value.trim();
    if (now !== was) [fields[name], shown[name]] = [now, was];
  }
  if (form.elements.note_kept?.checked && "note" in fields) fields.note_kept = "on";
  const payload = { fields, shown };
  return Object.keys(fields).length ? [{ kind: "counts", version: 1, record: session, payload }] : [];
}

// Counts that the outbox holds are what the page shows from now on; `more`: so many were only counted besides.
export function settleCounts(form, fields, more = 0) {
  const held = { ...fields };
  if (more) held.unregistered = String(Number(held.unregistered ?? form.elements["initial-unregistered"].value) + more);
  for (const name of COUNTS) {
    if (!(name in held)) continue;
    const field = form.elements[name];
    if (field.value === form.elements[`initial-${name}`].value) field.value = held[name];
    form.elements[`initial-${name}`].value = held[name];
  }
}

export function wrongNumbers(form) {
  const wrong = [...form.querySelectorAll("input[type=number]")].filter((input) => !input.validity.valid);
  return Object.fromEntries(wrong.map((input) => [input.name, [form.dataset.number]]));
}

// What was written down is what the page shows from now on.
export function settle(form, rows, operations) {
  const marks = new Map(operations.filter(({ kind }) => kind === "mark").map(({ id, payload }) => [id, payload]));
  for (const row of rows) {
    const key = keyOf(row);
    if (marks.has(key)) shows(row, { key, state: marks.get(key).state });
  }
  settleCounts(form, operations.find(({ kind }) => kind === "counts")?.payload.fields ?? {});
}
