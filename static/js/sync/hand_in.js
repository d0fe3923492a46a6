// Hands the file in and says what became of it. Without this file the browser shows the server's plain answer.
import { upload } from "./wire.js";

const form = document.getElementById("hand-in");
const words = form.dataset;

function say(text, tone = "") {
  const line = Object.assign(document.createElement("p"), { className: `notice ${tone}`, textContent: text });
  document.getElementById("handed-in").replaceChildren(line);
}

function told({ receipts = [] }) {
  const counts = {};
  for (const { status } of receipts) counts[status] = (counts[status] ?? 0) + 1;
  const lines = Object.entries(counts).map(([status, n]) => `${n} ${words[status]}`);
  if (lines.length) say(lines.join(", "), counts.refused || counts.reused ? "warn" : "ok");
  else say(words.nothing, "warn");
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!form.elements.file.files.length) return form.elements.file.focus();
  say(words.sending);
  try {
    told(await upload(form.action, new FormData(form)));
  } catch {
    say(words.failed, "warn");
  }
});
