// An action of a network or a replication, written down on the phone first. Without this file the browser sends it.
import { missing } from "./checked.js";
import { halfTyped } from "./half_typed.js";
import { capture, showErrors } from "./sync/capture.js";
import { inShell } from "./sync/key.js";
import { page } from "./sync/page.js";
import { say } from "./sync/said.js";
import { address } from "./sync/wire.js";
import { dayProblem, offerDays } from "./typed_day.js";

const NO_FACTS = ["csrfmiddlewaretoken", "evidence_file", "typed_by"];
const UPLOAD_SECONDS = 90;

function fieldsOf(data) {
  const names = [...new Set(data.keys())].filter((name) => !NO_FACTS.includes(name));
  return Object.fromEntries(names.map((name) => [name, data.getAll(name)]));
}

// Who was no member of the network on that day; each name carries the days of his stays, "2026-01-31/2026-06-30".
function outsiders(form, day) {
  const inside = ({ dataset }) =>
    dataset.stays.split(" ").some((stay) => {
      const [joined, left] = stay.split("/");
      return joined <= day && (!left || left >= day);
    });
  return [...form.querySelectorAll("[data-stays]:checked")].filter((box) => !inside(box));
}

// A replication names the grade and section of the peers: those of a button, or both in writing.
function withoutClass(form, data) {
  const written = ["grade", "section"].filter((name) => data.get(name)?.trim());
  if (!form.dataset.class || (!written.length && data.get("group"))) return [];
  return ["grade", "section"].filter((name) => !written.includes(name));
}

function problems(form, data) {
  const errors = missing(form);
  const day = data.get("date");
  const wrong = dayProblem(day);
  if (wrong) errors.date = [wrong];
  if (!data.has("leaders")) errors.leaders = [form.dataset.leaders];
  for (const name of withoutClass(form, data)) errors[name] = [form.dataset.class];
  const strangers = wrong || data.has("confirmed") ? [] : outsiders(form, day);
  if (strangers.length) {
    const names = strangers.map((box) => box.dataset.name).join("; ");
    const told = { day: day.split("-").reverse().join("/"), names };
    errors.leaders = [form.dataset.outsiders.replace(/\{(\w+)\}/g, (_, name) => told[name])];
  }
  return { errors, strangers };
}

// The photo travels with the whole form, and only with signal. "stored", "asked" when the server asks back, or "no".
async function sentWithPhoto(form, data) {
  const signal = AbortSignal.timeout(UPLOAD_SECONDS * 1000);
  const answer = await fetch(window.location.href, { method: "POST", body: data, signal }).catch(() => null);
  if (!answer?.ok) return "no";
  if (!answer.redirected) return "asked";
  return new URL(answer.url).pathname === form.dataset.done.replace(/[0-]{36}/, data.get("id")) ? "stored" : "no";
}

// Whether the form went with its photo. "asked": the server asks back, so the browser sends it and shows the answer.
async function withPhoto(form, data, forget) {
  const state = data.get("evidence_file")?.size ? await sentWithPhoto(form, data) : "none";
  if (state === "stored") {
    await forget();
    say(address("saved"), "success", true);
    window.location.assign(form.dataset.done.replace(/[0-]{36}/, data.get("id")));
  }
  return state;
}

function dress(form) {
  offerDays(form.elements.date);
  for (const element of document.querySelectorAll("[data-photo-later]")) element.hidden = false;
  // The page may be opened many times: each time it is about something new.
  if (inShell()) form.elements.id.value = crypto.randomUUID();
}

async function start() {
  const form = document.querySelector("form.outreach[data-kind]");
  if (!form) return;
  const { kind, about, title, next } = form.dataset;
  const [subject, key] = about.split("=");
  const confirmed = form.querySelector("[data-confirmed]");
  dress(form);
  const forget = await halfTyped(form);

  async function build(data) {
    const { errors, strangers } = problems(form, data);
    if (confirmed) confirmed.hidden = !strangers.length && !data.has("confirmed");
    showErrors(form, errors);
    if (Object.keys(errors).length) return null;
    const photo = await withPhoto(form, data, forget);
    if (photo === "stored") return null;
    if (photo === "asked") return undefined;
    return [{ kind, record: data.get("id"), payload: { [subject]: key, fields: fieldsOf(data) } }];
  }

  capture(form, build, { title, next, stored: forget });
}

page(start);
