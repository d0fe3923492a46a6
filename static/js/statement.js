// A tap is heard at once: the chosen answer says that it is being saved, and a second tap does nothing.
// Without this file the buttons send the form as they are.
const form = document.getElementById("answers");
const buttons = () => [...document.querySelectorAll("button[form='answers'], #answers button")];

form?.addEventListener("submit", (event) => {
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-pressed", "true");
  if (event.submitter) event.submitter.textContent = form.dataset.saving;
  // Disabled only after the form has read which button was pressed.
  setTimeout(() => buttons().forEach((button) => { button.disabled = true; }));
});

// Back from the next page: the browser shows this one as it was left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});
