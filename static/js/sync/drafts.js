// What is being typed, kept from key to key so that a dead battery costs nothing. Sealed like everything else.
import { about, author, key, works } from "./key.js";
import { seal, unseal } from "./seal.js";
import { all, write } from "./store.js";

const sealedAs = (who, id) => about(who, "draft", id);
const noKey = () => new DOMException("no key", "NoKey");

// Sealing takes a moment: what is forgotten after a key was typed is not written down again by that key.
let last = Promise.resolve();
function inTurn(work) {
  const done = last.then(work);
  last = done.catch(() => {});
  return done;
}

// Throws NoKey when nothing here can be sealed.
export const keep = (id, value) =>
  inTurn(async () => {
    const who = works() && (await key({ ask: false }));
    if (!who) throw noKey();
    await write([["drafts", "put", { author: who.author, id, ...(await seal(who.key, value, sealedAs(who, id))) }]]);
  });

export const forget = (id) =>
  inTurn(async () => {
    if (works() && author()) await write([["drafts", "delete", [author(), id]]]);
  });

// [{id, value}] of those that hold; `value` is undefined where it is sealed under another key. Throws NoKey when there
// are some and no key opens them.
async function found(holds) {
  const drafts = works() ? (await all("drafts")).filter(({ id }) => holds(id)) : [];
  const mine = (name) => drafts.filter((draft) => !name || draft.author === name);
  if (!mine(author()).length) return [];
  const who = await key();
  if (!who) throw noKey();
  const opened = async (draft) => unseal(who.key, draft, sealedAs(who, draft.id)).catch(() => undefined);
  return Promise.all(mine(who.author).map(async (draft) => ({ id: draft.id, value: await opened(draft) })));
}

export const list = (prefix) => found((id) => id.startsWith(prefix));

// Null when there is none; throws NoKey when there is one that cannot be opened.
export async function recall(id) {
  const [kept] = await found((one) => one === id);
  if (kept && kept.value === undefined) throw noKey();
  return kept?.value ?? null;
}
