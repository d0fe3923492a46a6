// The first screen of a questionnaire: which round, which day, and the consent where none stands on that day.
import { dayProblem, offerDays } from "./typed_day.js";
import * as sheet from "./questionnaire.js";
import { showErrors } from "./sync/capture.js";
import { heard, inShell, key } from "./sync/key.js";
import { say } from "./sync/said.js";
import { address } from "./sync/wire.js";

const day = (date) => date.split("-").reverse().join("/");

export class Beginning {
  constructor(questionnaire) {
    this.questionnaire = questionnaire;
    this.man = questionnaire.man;
    this.form = document.getElementById("assess");
    this.words = document.getElementById("begin-words").dataset;
    this.consent = this.form.querySelector(".ask-consent");
    this.anyway = this.form.querySelector("[data-anyway]");
    this.open();
  }

  open() {
    offerDays(this.form.elements.date);
    if (!this.questionnaire.box.dataset.person) this.choose("round", this.man.round);
    document.querySelector("[data-nobody]")?.remove();
    for (const element of document.querySelectorAll("#assess, [form=assess]")) element.hidden = false;
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.form.addEventListener("change", () => this.ask());
    this.ask();
  }

  choose(name, value) {
    for (const radio of this.form.elements[name]) radio.checked = radio.value === value;
  }

  consents(date) {
    return this.man.consents.some(({ from, until }) => from <= date && (!until || until > date));
  }

  // A day on which no consent stands asks for one.
  ask() {
    this.consent.hidden = this.consents(this.form.elements.date.value);
  }

  facts() {
    const { instrument, round, date, mode } = Object.fromEntries(new FormData(this.form));
    return { instrument, round, date, mode: this.consents(date) ? "" : (mode ?? "") };
  }

  problems({ instrument, round, date, mode }) {
    const errors = {};
    const done = this.questionnaire.waiting.some((draft) => sheet.sameRound(draft, { instrument, round, date }));
    if (done) errors[""] = [this.words.done];
    const problem = dayProblem(date);
    if (!round) errors.round = [this.words.round];
    if (problem) errors.date = [problem];
    else if (!mode && !this.consents(date)) errors.mode = [this.words.consent];
    if (!problem && !this.form.elements.anyway.checked) {
      const why = this.countsNot(round, date);
      if (why) errors.anyway = [why];
    }
    return errors;
  }

  // Why this round on this day would change no figure.
  countsNot(round, date) {
    const { baseline_until: until, endline_from: from, late, early } = this.man;
    if (round === "baseline" && until && date > until) return late;
    return round === "endline" && (!from || date < from) ? early : "";
  }

  async submit(event) {
    event.preventDefault();
    const facts = this.facts();
    const errors = this.problems(facts);
    this.anyway.hidden = !errors.anyway && !this.form.elements.anyway.checked;
    showErrors(this.form, errors);
    if (Object.keys(errors).length) return;
    if (!(await this.questionnaire.opened) || !(await key({ ask: false }))) {
      this.pass();
      return;
    }
    const { draft, kept, person } = this.questionnaire;
    const there = draft ?? kept.find((one) => sheet.sameRound(one, facts));
    const next = there ? { ...there, ...facts } : sheet.begun(person, facts);
    await this.questionnaire.quietly(async () => {
      await this.questionnaire.keep(next);
      this.questionnaire.resume(next);
    });
  }

  // No key: with signal the server turns the pages; without it nothing leaves this one.
  pass() {
    if (inShell() || heard.state === "none") say(address("noRoom"), "error");
    else this.form.submit();
  }

  // Corrected before anything is handed in.
  again(draft) {
    this.questionnaire.draft = draft;
    for (const name of ["round", "mode"]) this.choose(name, draft[name]);
    for (const name of ["instrument", "date"]) this.form.elements[name].value = draft[name];
    this.ask();
    this.questionnaire.show("begin");
  }

  when({ round, date }) {
    const label = [...this.form.elements.round].find((radio) => radio.value === round).labels[0];
    return `${label.textContent.trim()}, ${day(date)}`;
  }

  // What was left for later, each a button; the server's line about the same one is not needed. And what waits to be
  // sent, so that nobody asks him the same twice.
  list() {
    const { kept, waiting } = this.questionnaire;
    const asked = document.querySelector("[data-asked]");
    asked.hidden = !waiting.length;
    asked.textContent = waiting.map((draft) => asked.dataset.words.replace("{when}", this.when(draft))).join(" ");
    const section = document.querySelector("[data-unfinished]");
    const template = document.getElementById("go-on");
    for (const draft of kept) {
      section.querySelector(`[data-record="${draft.record}"]`)?.remove();
      const line = template.content.cloneNode(true);
      const button = line.querySelector("button");
      const values = { round: this.when(draft).split(",")[0], day: day(draft.date) };
      button.textContent = button.textContent.replace(/\{(\w+)\}/g, (_, name) => values[name]);
      button.addEventListener("click", () => this.questionnaire.resume(draft));
      section.querySelector("ul").append(line);
    }
    section.hidden = !section.querySelector("li");
  }
}
