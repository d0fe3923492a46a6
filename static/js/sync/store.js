// The phone's own storage: IndexedDB "gvp". What it holds of people is sealed (seal.js); an upgrade never deletes a store.
const NAME = "gvp";
const VERSION = 1;
const SHAPE = {
  meta: { keyPath: "name" }, //               device {id}, person:<author> {…}, sent {at}
  entries: { keyPath: "n", autoIncrement: true }, // the outbox, in the order it was written
  pages: { keyPath: ["author", "path"] },
  facts: { keyPath: "author" },
  drafts: { keyPath: ["author", "id"] },
  receipts: { keyPath: "n", autoIncrement: true },
};

let opening;

function grow(database) {
  for (const [name, options] of Object.entries(SHAPE)) {
    if (!database.objectStoreNames.contains(name)) database.createObjectStore(name, options);
  }
}

function connect(version) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, version);
    request.onupgradeneeded = () => grow(request.result);
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      // A newer page in another tab wants to upgrade: this one steps aside and opens again when asked.
      const closed = () => { opening = undefined; };
      database.onversionchange = () => closed(database.close());
      database.onclose = closed;
      resolve(database);
    };
  });
}

export function open() {
  // A database written by a newer version is opened as it stands.
  opening ??= connect(VERSION).catch((error) => (error.name === "VersionError" ? connect() : Promise.reject(error)));
  opening.catch(() => { opening = undefined; });
  return opening;
}

async function transact(stores, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, mode, { durability: "strict" });
    transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
    try {
      const result = work(transaction);
      transaction.oncomplete = () => resolve(result?.result);
    } catch (error) {
      transaction.abort();
      reject(error);
    }
  });
}

export const read = (store, key) => transact([store], "readonly", (within) => within.objectStore(store).get(key));
export const all = (store) => transact([store], "readonly", (within) => within.objectStore(store).getAll());

const same = (now, seen) => String(now?.iv) === String(seen.iv); // sealed anew, it has another one

// All or nothing, on the disk when it resolves: [[store, "put" | "add" | "delete", value or key, entry as it was seen], …].
// What another tab has written since it was seen is left as it is. Resolves to how many were made.
export const write = async (changes) =>
  changes.length &&
  transact([...new Set(changes.map(([store]) => store))], "readwrite", (within) => {
    const made = { result: 0 };
    for (const [store, verb, value, seen] of changes) {
      const place = within.objectStore(store);
      const make = () => {
        place[verb](value);
        made.result += 1;
      };
      if (seen) place.get(seen.n).onsuccess = ({ target }) => { if (same(target.result, seen)) make(); };
      else make();
    }
    return made;
  });

// Reads, changes and writes one record in one transaction; `change` returns the new record, or undefined to leave it.
export const alter = (store, key, change) =>
  transact([store], "readwrite", (within) => {
    const place = within.objectStore(store);
    const request = place.get(key);
    request.onsuccess = () => {
      const changed = change(request.result);
      if (changed) place.put(changed);
    };
    return request;
  });
