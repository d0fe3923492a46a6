// Two courtesies of every page. Without this file both still work as plain links.

// Salida rápida: the page vanishes at once and "back" does not return to it.
const exit = document.getElementById("exit");
const leave = () => {
  document.documentElement.hidden = true;
  window.location.replace(exit.href);
};
exit?.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

// From the keyboard: Escape three times.
let escapes = 0;
document.addEventListener("keydown", (event) => {
  escapes = event.key === "Escape" ? escapes + 1 : 0;
  if (escapes === 3 && exit) leave();
});

// After a form came back with errors, the summary is read first.
document.getElementById("error-summary")?.focus();
