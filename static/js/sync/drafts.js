// What is being typed, kept from key to key so that a dead battery costs nothing. Sealed like everything else.
import { about, author, key, works } from "./key.js";
import { seal, unseal } from "./seal.js";
import { read, write } from "./store.js";

export async function keep(id, value) {
  const who = works() && (await key({ ask: false }));
  if (!who) return;
  await write([["drafts", "put", { author: who.author, id, ...(await seal(who.key, value, about(who, "draft", id))) }]]);
}

export async function recall(id) {
  if (!works() || (author() && !(await read("drafts", [author(), id])))) return null;
  const who = await key();
  const kept = who && (await read("drafts", [who.author, id]));
  return kept ? unseal(who.key, kept, about(who, "draft", id)).catch(() => null) : null;
}

export async function forget(id) {
  if (works() && author()) await write([["drafts", "delete", [author(), id]]]);
}
