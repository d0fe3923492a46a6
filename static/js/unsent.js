// What the outbox of this phone holds of one session, in the order in which it was written.
import { pending } from "./sync/outbox.js";

const WALK_INS = ["walk_in_known", "walk_in_new"];

// → {entries, marks: Map(person → {key, state}), walkIns: [{person, key, fields}], counts: {name: value}, more}
// `also(entry)`: whether one of them is meant.
export async function unsentOf(session, also = () => true) {
  const entries = await pending((entry) => also(entry) && entry.operations.some(({ record }) => record === session));
  const found = { entries, marks: new Map(), walkIns: [], counts: {}, more: 0 };
  for (const { id, kind, record, payload } of entries.flatMap((entry) => entry.operations)) {
    if (record !== session) continue;
    if (kind === "mark") found.marks.set(payload.person, { key: id, state: payload.state });
    if (kind === "counts") Object.assign(found.counts, payload.fields);
    if (kind === "walk_in_count") found.more += payload.n;
    if (WALK_INS.includes(kind)) {
      found.walkIns.push({ person: payload.person, key: id, fields: payload.fields });
      found.marks.set(payload.person, { key: id, state: "present" });
    }
  }
  return found;
}
