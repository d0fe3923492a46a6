// The questionnaires of one man that are under way on this phone, sealed; and how one of them is handed in.
import { fromOperation, operation } from "./questionnaire.js";
import { forget, keep, recall } from "./sync/drafts.js";
import { filled, pending, put, replace, send } from "./sync/outbox.js";

const PATIENCE = 10_000; // ms to wait for the server before going on with what the phone has
const waited = () => new Promise((resolve) => { setTimeout(resolve, PATIENCE, { receipts: new Map() }); });

export const nameOf = (person) => `ficha:${person}`;

export function drafts(person, { title, consentVersion }) {
  const id = nameOf(person);
  let kept = [];

  const write = () => (kept.length ? keep(id, kept) : forget(id));
  const without = (draft) => kept.filter(({ record }) => record !== draft.record);

  async function store(draft) {
    kept = [draft, ...without(draft)];
    await write();
  }

  async function drop(draft) {
    kept = without(draft);
    await write();
  }

  const mine = (entry) => entry.operations.find(({ kind, payload }) => kind === "assessment" && payload.person === person);

  // The phone went out between the draft and the outbox: the same operation once more does no harm.
  async function mend() {
    for (const draft of kept.filter(({ closing }) => closing)) await deliver(draft, draft.closing);
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

    async open() {
      kept = (await recall(id)) ?? [];
      await mend();
      await cameBack();
      return kept;
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
