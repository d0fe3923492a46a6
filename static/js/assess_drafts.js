// The questionnaires of one man that are under way on this phone, each sealed by itself, so that none overwrites another;
// and how one of them is handed in.
import { fromOperation, operation } from "./questionnaire.js";
import { forget, keep, list } from "./sync/drafts.js";
import { filled, pending, put, send } from "./sync/outbox.js";
import { replace } from "./sync/returned.js";

const PATIENCE = 10_000; // ms to wait for the server before going on with what the phone has
const waited = () => new Promise((resolve) => { setTimeout(resolve, PATIENCE, { receipts: new Map() }); });

const PREFIX = "ficha:";
const newestFirst = (one, other) => (other.touched ?? 0) - (one.touched ?? 0);

// The men of whom drafts of these ids speak: `ficha:person:record`, or `ficha:person` of an older version.
export const menOf = (ids) => new Set(ids.filter((id) => id.startsWith(PREFIX)).map((id) => id.split(":")[1]));

export function drafts(person, { title, consentVersion }) {
  const name = `${PREFIX}${person}`;
  const idOf = ({ record }) => `${name}:${record}`;
  let kept = []; // as they were when the page was opened
  let shut = 0; // how many of them this key does not open

  const without = (draft) => kept.filter(({ record }) => record !== draft.record);
  const store = (draft) => keep(idOf(draft), { ...draft, touched: Date.now() });
  const drop = (draft) => forget(idOf(draft));

  // An older version kept all of a man in one list: each becomes a draft of its own, unless it is one already.
  async function takeOver(listed, own) {
    const there = new Set(own.map(({ record }) => record));
    const moved = listed.filter(({ record }) => !there.has(record));
    for (const draft of moved) await keep(idOf(draft), draft);
    await forget(name);
    return [...own, ...moved];
  }

  async function recallAll() {
    const found = await list(name);
    const opened = found.filter(({ value }) => value !== undefined);
    shut = found.length - opened.length;
    const own = opened.filter(({ id }) => id !== name).map(({ value }) => value);
    const listed = opened.find(({ id }) => id === name)?.value;
    return (listed ? await takeOver(listed, own) : own).sort(newestFirst);
  }

  const mine = (entry) => entry.operations.find(({ kind, payload }) => kind === "assessment" && payload.person === person);

  // The phone went out between the draft and the outbox: the same operation once more does no harm.
  async function mend() {
    for (const draft of kept.filter(({ closing }) => closing)) {
      const { handed } = await deliver(draft, draft.closing);
      kept = draft.closing.payload.finished ? without(draft) : [handed, ...without(draft)];
    }
  }

  // What the server refused, on top of what is under way.
  async function cameBack() {
    for (const entry of await pending((one) => one.errors && mine(one))) {
      const refused = mine(entry);
      const draft = kept.find(({ record }) => record === refused.record) ?? fromOperation(refused);
      const errors = Object.assign({}, ...Object.values(entry.errors));
      kept = [{ ...draft, entry: entry.id, errors }, ...without(draft)];
    }
  }

  async function deliver(draft, one) {
    const entry = draft.entry ? await replace(draft.entry, [one], { title }) : await put([one], { title });
    const { closing: _, entry: __, errors: ___, ...rest } = draft;
    const handed = { ...rest, base: one.id, later: true };
    await (one.payload.finished ? drop(draft) : store(handed));
    return { entry, handed };
  }

  return {
    keep: ({ errors: _, ...draft }) => store(draft),

    // {kept, shut}. Throws NoKey when there are some and no key.
    async open() {
      kept = await recallAll();
      await mend();
      await cameBack();
      return { kept, shut };
    },

    // Finished here and not sent yet: what may not be asked twice.
    async waiting() {
      const entries = await pending((one) => !one.errors && mine(one));
      return entries.map((entry) => mine(entry)).filter(({ payload }) => payload.finished).map(fromOperation);
    },

    // {draft, state: "stored" | "kept" | "review", errors}
    async hand(draft, finished) {
      const [one] = filled([operation(draft, finished, consentVersion)]);
      await store({ ...draft, closing: one });
      const { entry, handed } = await deliver(draft, one);
      const { receipts } = await Promise.race([send(), waited()]);
      const [left] = await pending((waiting) => waiting.id === entry);
      if (left?.errors) {
        const errors = Object.assign({}, ...Object.values(left.errors));
        return { draft: { ...draft, entry }, errors };
      }
      return { draft: handed, state: left ? "kept" : receipts.get(one.id)?.status === "review" ? "review" : "stored" };
    },
  };
}
