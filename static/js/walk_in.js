// Finds people while the name is being typed. Without this file the button searches.
const form = document.getElementById("find");
const found = document.getElementById("found");
const PATIENCE = 350; // milliseconds after the last key
let timer = 0;
let asked = 0;

async function look() {
  const mine = ++asked;
  try {
    const answer = await fetch(form.dataset.piece, {
      method: "POST",
      body: new FormData(form),
      signal: AbortSignal.timeout(8000),
    });
    // Redirected: the login has ended, and its page is no piece of this one.
    if (answer.ok && !answer.redirected && mine === asked) found.innerHTML = await answer.text();
  } catch {
    // No signal: the button asks again.
  }
}

form?.elements.q.addEventListener("input", ({ target }) => {
  clearTimeout(timer);
  if (target.value.trim().length > 2) timer = setTimeout(look, PATIENCE);
});
form?.elements.q.focus();

// What was typed to search need not be typed again to register.
document.getElementById("new-man")?.addEventListener("toggle", (event) => {
  if (!event.target.open || !form) return;
  const fields = document.getElementById("register").elements;
  const words = form.elements.q.value.trim().split(/\s+/).filter(Boolean);
  if (!words.length || fields.given_names.value || fields.first_surname.value) return;
  const surnames = words.length > 2 ? 2 : 1;
  fields.given_names.value = words.slice(0, -surnames).join(" ");
  [fields.first_surname.value, fields.second_surname.value = ""] = words.slice(-surnames);
  fields.given_names.focus();
});
