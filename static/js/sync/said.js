// One sentence above the page, or above the next one. Never with a name: it waits in plain storage.
const LATER = "gvp-said";

function write(text, tone) {
  const place = document.querySelector("main .messages");
  if (!place) return;
  place.replaceChildren(Object.assign(document.createElement("p"), { textContent: text, className: tone }));
  place.scrollIntoView({ block: "nearest" });
}

export function say(text, tone, later = false) {
  if (later) sessionStorage.setItem(LATER, JSON.stringify([text, tone]));
  else write(text, tone);
}

// What the page before left to be said here.
export function saidBefore() {
  const kept = sessionStorage.getItem(LATER);
  sessionStorage.removeItem(LATER);
  if (kept) write(...JSON.parse(kept));
}
