// What came back from the server: corrected by its person, or left out by its person's word alone.
import { about } from "./key.js";
import { filled, mine, put, save, sealed } from "./outbox.js";
import { unseal } from "./seal.js";
import { all } from "./store.js";

const find = async (id) => (await all("entries")).find((entry) => entry.id === id);

const sameFact = (one, other) =>
  one.kind === other.kind && one.record === other.record && one.payload.person === other.payload.person;

// In place of those that were refused; what only waited behind them goes on waiting, unless it is said anew.
function corrected({ operations, errors }, fresh) {
  const refused = ({ id }) => id in (errors ?? {});
  const place = operations.findIndex(refused);
  const stays = (one) => !refused(one) && !fresh.some((other) => sameFact(one, other));
  return [...operations.slice(0, place).filter(stays), ...fresh, ...operations.slice(place).filter(stays)];
}

// Corrected: the same place in the row. One that another tab has corrected meanwhile stands, and this one after it.
export async function replace(id, operations, changes = {}) {
  const who = await mine();
  const entry = await find(id);
  if (entry?.state !== "fix") return put(operations, changes);
  const content = await unseal(who.key, entry, about(who, id));
  const fresh = { ...content, ...changes, operations: corrected(content, filled(operations)), errors: null };
  const made = await save([["entries", "put", await sealed(who, { ...entry, state: "waiting" }, fresh), entry]]);
  return made ? id : replace(id, operations, changes);
}

// What was refused of it is left out, by the word of its person alone; what waited behind it goes on.
export async function leaveOut({ id, entry, ...content }) {
  const who = await mine();
  const operations = content.operations.filter((one) => !(one.id in content.errors));
  const rest = await sealed(who, { ...entry, state: "waiting" }, { ...content, operations, errors: null });
  await save([operations.length ? ["entries", "put", rest, entry] : ["entries", "delete", entry.n, entry]]);
}
