// A whole questionnaire on one page: begin, read aloud, one statement after the other, finish. Each answer is written
// down on the phone at once; at the end one operation travels. Without this file the server turns the pages.
import { Beginning } from "./assess_begin.js";
import { drafts } from "./assess_drafts.js";
import * as sheet from "./questionnaire.js";
import { showErrors } from "./sync/capture.js";
import { facts } from "./sync/facts.js";
import { inShell, works } from "./sync/key.js";
import { page } from "./sync/page.js";
import { say } from "./sync/said.js";
import { address } from "./sync/wire.js";

const PAUSE = 250; // ms
const all = (selector) => [...document.querySelectorAll(selector)];
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

class Questionnaire {
  constructor(box, person, man, signal) {
    Object.assign(this, { box, person, man, signal, step: "begin", kept: [], waiting: [], draft: null, paper: null, at: null });
    this.drafts = drafts(person, box.dataset);
    this.beginning = new Beginning(this);
  }

  async open() {
    for (const element of all("[data-fact]")) {
      element.textContent = this.man[element.dataset.fact] ?? "";
      if (element.dataset.fact === "advice") element.hidden = !element.textContent;
    }
    this.opened = this.recall();
    if (!(await this.opened)) return;
    const back = this.kept.find(({ errors }) => errors);
    const live = this.kept.find(({ later }) => !later);
    this.listen();
    if (back) this.correct(back);
    else if (live) this.resume(live);
    else this.beginning.list();
  }

  // What this phone holds of him. False when it cannot be opened: then nothing is begun here in its place.
  async recall() {
    try {
      const { kept, shut } = await this.drafts.open();
      this.kept = kept;
      this.waiting = await this.drafts.waiting();
      if (shut) say(this.box.dataset.sealed, "warning");
      return true;
    } catch (error) {
      if (error.name !== "NoKey") throw error;
      say(this.box.dataset.sealed, "warning");
      return false;
    }
  }

  listen() {
    // The bar outlives the page in the shell, and so would what listens to it.
    const { signal } = this;
    const steps = [this.box, document.querySelector(".primary-bar")];
    for (const part of steps) part.addEventListener("click", (event) => this.tapped(event), { signal });
    for (const form of all("[data-step=aloud] form")) form.addEventListener("submit", (event) => this.route(event));
  }

  tapped({ target }) {
    const button = target.closest("button[data-do]");
    if (!button || this.busy) return;
    const does = {
      answer: () => this.answer(button.dataset.value),
      "not-asked": () => this.notAsked(),
      back: () => this.back(),
      later: () => this.hand(false),
      finish: () => this.hand(true),
      resume: () => this.resume(this.draft),
      turn: () => this.turn(this.paper.statements.find(({ code }) => code === button.dataset.to)),
    };
    this.quietly(does[button.dataset.do]);
  }

  // One thing at a time: a tap waits until the one before is on the disk.
  async quietly(work) {
    this.busy = true;
    try {
      await work();
    } catch (error) {
      if (error.name !== "NoKey" && error.name !== "QuotaExceededError") throw error;
      say(address("noRoom"), "error");
    } finally {
      this.busy = false;
    }
  }

  // --- From screen to screen ------------------------------------------------------------------

  show(step) {
    this.step = step;
    for (const part of all("[data-paper]")) part.hidden = part.dataset.paper !== this.draft?.instrument;
    for (const part of all("[data-step]")) part.hidden = part.dataset.step !== step;
    if (step === "ask") this.rest();
    window.scrollTo(0, 0);
    all("h1").find((heading) => heading.getClientRects().length)?.focus({ preventScroll: true });
  }

  // The same buttons come back under the thumb: a second tap of it answers nothing.
  rest() {
    const buttons = all(".answers, .ways");
    for (const part of buttons) part.inert = true;
    setTimeout(() => buttons.forEach((part) => { part.inert = false; }), PAUSE);
  }

  async keep(draft) {
    this.draft = draft;
    await this.drafts.keep(draft);
  }

  resume(draft) {
    this.draft = { ...draft, later: false };
    this.paper = sheet.paperOf(draft.instrument);
    for (const element of all("[data-when]")) element.textContent = this.beginning.when(draft);
    if (sheet.routesOpen(this.paper, draft)) this.aloud();
    else this.turn(sheet.unanswered(this.paper, draft)[0]);
  }

  aloud() {
    const { routes, answers, base } = this.draft;
    for (const radio of all("[data-step=aloud] input[type=radio]")) {
      const domain = radio.name.replace(/^paper-\d+-/, "");
      if (domain in routes) radio.checked = (radio.value === "yes") === routes[domain];
    }
    for (const button of all("[data-first]")) {
      button.textContent = Object.keys(answers).length ? button.dataset.on : button.dataset.first;
    }
    // A part of it is on its way already: which round and which day stands.
    for (const button of all("[data-step=aloud] [data-do=back]")) button.hidden = base !== null;
    this.show("aloud");
  }

  async route(event) {
    event.preventDefault();
    const form = event.target;
    const names = new Map([...new FormData(form)].map(([name, value]) => [name.replace(/^paper-\d+-/, ""), value === "yes"]));
    const open = this.paper.routed.filter((domain) => !names.has(domain));
    if (open.length) {
      const prefix = form.querySelector("input[type=radio]").name.match(/^paper-\d+-/)[0];
      const needed = form.querySelector("template").content.textContent;
      return showErrors(form, Object.fromEntries(open.map((domain) => [prefix + domain, [needed]])));
    }
    showErrors(form, {});
    await this.quietly(async () => {
      await this.keep(sheet.routed(this.paper, this.draft, Object.fromEntries(names)));
      this.turn(sheet.unanswered(this.paper, this.draft)[0]);
    });
  }

  // Shows one statement, or the end.
  turn(statement) {
    this.at = statement;
    if (!statement) return this.end();
    for (const { element } of this.paper.statements) element.hidden = element !== statement.element;
    const of = sheet.asked(this.paper, this.draft).length;
    const n = sheet.place(this.paper, this.draft, statement.code);
    for (const progress of all(".progress")) {
      progress.querySelector("p").textContent = filled(progress.dataset.words, { n, of });
      Object.assign(progress.lastElementChild, { max: of, value: n });
    }
    for (const button of all("[data-do=not-asked]")) button.hidden = button.dataset.route !== statement.route;
    this.press(this.draft.answers[statement.code] ?? "");
    this.show("ask");
  }

  press(value) {
    for (const button of all("[data-do=answer]")) {
      if (button.dataset.value) button.setAttribute("aria-pressed", button.dataset.value === String(value));
      else button.textContent = value === "" ? button.dataset.none : button.dataset.back;
    }
  }

  async answer(value) {
    this.press(value);
    await this.keep(sheet.answered(this.draft, this.at.code, value === "" ? null : Number(value)));
    this.turn(sheet.onward(this.paper, this.draft, this.at.code));
  }

  async notAsked() {
    await this.keep(sheet.routed(this.paper, this.draft, { [this.at.domain]: false }));
    this.turn(sheet.onward(this.paper, this.draft, this.at.code));
  }

  back() {
    if (this.step === "aloud") return this.beginning.again(this.draft);
    const asked = sheet.asked(this.paper, this.draft);
    const last = this.step === "end" ? asked.at(-1) : sheet.before(this.paper, this.draft, this.at.code);
    return last ? this.turn(last) : this.aloud();
  }

  // --- The end ------------------------------------------------------------------------------

  // How much of it is answered, on the screen that comes.
  tell(step) {
    const of = sheet.asked(this.paper, this.draft).length;
    const n = of - sheet.unanswered(this.paper, this.draft).length;
    for (const line of all(`[data-step=${step}] > p[data-words]`)) line.textContent = filled(line.dataset.words, { n, of });
  }

  end() {
    const left = sheet.unanswered(this.paper, this.draft);
    const lines = left.map(({ code, element }) => {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      Object.assign(button.dataset, { do: "turn", to: code });
      const label = Object.assign(document.createElement("span"), { className: "code", textContent: code });
      button.append(label, ` ${element.querySelector("h1").textContent}`);
      const line = document.createElement("li");
      line.append(button);
      return line;
    });
    const section = this.box.querySelector("[data-left]");
    section.hidden = !left.length;
    section.querySelector("ul").replaceChildren(...lines);
    this.tell("end");
    this.show("end");
  }

  // What is handed in leaves the screen; what the server did not take comes back to be corrected.
  async hand(finished) {
    const { draft, state, errors } = await this.drafts.hand(this.draft, finished);
    this.draft = draft;
    if (errors) return this.correct({ ...draft, errors });
    if (state === "review") say(address("review"), "warning");
    const step = finished ? (state === "kept" ? "kept" : "stored") : "later";
    this.tell(step);
    this.show(step);
  }

  correct(draft) {
    const { errors, ...facts } = draft;
    this.paper = sheet.paperOf(draft.instrument);
    this.beginning.again(facts);
    showErrors(this.beginning.form, errors);
  }
}

page(async (root, signal) => {
  const box = document.getElementById("questionnaire");
  if (!works() || !document.getElementById("assess")) return;
  const person = box.dataset.person || window.location.hash.slice(1);
  if (!person) return;
  const own = document.getElementById("facts-of-man");
  if (!own && !inShell()) {
    window.location.replace(box.dataset.page.replace(/[0-]{36}/, person));
    return;
  }
  const man = own ? JSON.parse(own.textContent) : (await facts())?.assess?.[person];
  if (man && !signal.aborted) await new Questionnaire(box, person, man, signal).open();
});
