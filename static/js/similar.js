// While a person is being typed, shows people already registered who look alike.
// The form works without it: the server asks the same before it stores anybody.
const form = document.getElementById("person");
const place = document.getElementById("similar");
const WATCHED = ["given_names", "first_surname", "second_surname", "birth_year", "community"];
const PATIENCE = 500; // milliseconds after the last key
let timer = 0;
let asked = 0;

async function look() {
  if (!form.elements.first_surname.value.trim()) return;
  const mine = ++asked;
  const facts = new FormData();
  for (const name of WATCHED) facts.append(name, form.elements[name].value);
  facts.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const answer = await fetch(form.dataset.similar, { method: "POST", body: facts, signal: AbortSignal.timeout(8000) });
    // Redirected: the login has ended, and its page is no piece of this one.
    if (answer.ok && !answer.redirected && mine === asked) {
      const confirmed = document.getElementById("id_confirmed")?.checked;
      place.innerHTML = await answer.text();
      const box = document.getElementById("id_confirmed");
      if (box && confirmed) box.checked = true;
    }
  } catch {
    // No signal: the server asks when the form is sent.
  }
}

form.addEventListener("input", (event) => {
  if (!WATCHED.includes(event.target.name)) return;
  clearTimeout(timer);
  timer = setTimeout(look, PATIENCE);
});
