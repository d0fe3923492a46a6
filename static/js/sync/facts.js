// What was taken along for the days chosen: {made_at, days, sessions, people, …}, or null: also where it is sealed under
// another key.
import { about, key, works } from "./key.js";
import { seal, unseal } from "./seal.js";
import { read, write } from "./store.js";

export async function facts() {
  if (!works()) return null;
  const who = await key();
  const kept = who && (await read("facts", who.author));
  return kept ? unseal(who.key, kept, about(who, "facts")).catch(() => null) : null;
}

export async function keepFacts(who, value) {
  await write([["facts", "put", { author: who.author, ...(await seal(who.key, value, about(who, "facts"))) }]]);
}
