// One sentence above the page, or above the next one. Never with a name: it waits in plain storage.
const LATER = "gvp-said";

function write(text, tone) {
  const line = Object.assign(document.createElement("p"), { textContent: text, className: tone });
  document.querySelector("main .messages")?.replaceChildren(line);
}

export function say(text, tone, later = false) {
  if (later) sessionStorage.setItem(LATER, JSON.stringify([text, tone]));
  else {
    write(text, tone);
    window.scrollTo(0, 0);
  }
}

// What the page before left to be said here.
export function saidBefore() {
  const kept = sessionStorage.getItem(LATER);
  sessionStorage.removeItem(LATER);
  if (kept) write(...JSON.parse(kept));
}
