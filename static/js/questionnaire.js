// A questionnaire as it is being answered: which statement comes next, what travels in the end. Nothing here touches
// the screen but `paperOf`, which reads the statements off the page.
//
// A draft: {record, person, instrument, round, date, mode, routes: {domain: applies}, answers: {code: value}, base}
// `base` is the operation by which a part of it was handed in before.

export const begun = (person, facts) => ({
  record: crypto.randomUUID(), person, ...facts, routes: {}, answers: {}, base: null,
});

export const sameRound = (one, other) => ["instrument", "round", "date"].every((name) => one[name] === other[name]);

// {statements: [{code, domain, route, element}], routed: codes of the domains that do not concern everybody}
export function paperOf(instrument) {
  const found = document.querySelectorAll(`[data-paper="${CSS.escape(instrument)}"] [data-code]`);
  const statements = [...found].map((element) => ({ ...element.dataset, element }));
  const routed = statements.filter(({ route }) => route !== "always").map(({ domain }) => domain);
  return { statements, routed: [...new Set(routed)] };
}

export const asked = (paper, draft) => paper.statements.filter(({ domain }) => draft.routes[domain] !== false);
export const unanswered = (paper, draft) => asked(paper, draft).filter(({ code }) => !(code in draft.answers));
export const routesOpen = (paper, draft) => paper.routed.some((domain) => !(domain in draft.routes));
export const place = (paper, draft, code) => asked(paper, draft).findIndex((one) => one.code === code) + 1;
export const before = (paper, draft, code) => asked(paper, draft)[place(paper, draft, code) - 2];

// The next one without an answer that is further on.
export function onward(paper, draft, code) {
  const order = paper.statements.map((one) => one.code);
  return unanswered(paper, draft).find((one) => order.indexOf(one.code) > order.indexOf(code));
}

export function answered(draft, code, value) {
  const { [code]: _, ...others } = draft.answers;
  return { ...draft, answers: value === null ? others : { ...others, [code]: value } };
}

// What does not concern him has no answers, whatever was tapped before.
export function routed(paper, draft, routes) {
  const all = { ...draft.routes, ...routes };
  const kept = asked(paper, { ...draft, routes: all }).filter(({ code }) => code in draft.answers);
  return { ...draft, routes: all, answers: Object.fromEntries(kept.map(({ code }) => [code, draft.answers[code]])) };
}

export function operation(draft, finished, consentVersion) {
  const { record, base, person, instrument, round, date, mode, routes, answers } = draft;
  const consent = mode ? { mode, version: consentVersion } : null;
  return {
    kind: "assessment", record, base,
    payload: { person, instrument, round, date, consent, routes, answers, finished },
  };
}

// The draft that an operation came from, when it comes back to be corrected.
export function fromOperation({ record, base, payload }) {
  const { consent, finished: _, ...facts } = payload;
  return { ...facts, record, base, mode: consent?.mode ?? "" };
}
