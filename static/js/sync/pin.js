// A PIN of one's own, chosen with signal (sync/choose_pin.html).
import { choosePin } from "./pins.js";

const easy = (pin) => /^(\d)\1+$/.test(pin) || "01234567890".includes(pin) || "09876543210".includes(pin);

function wrong([once, again], words) {
  if (!/^\d{6}$/.test(once)) return words.six;
  if (easy(once)) return words.easy;
  return once === again ? "" : words.same;
}

// The PIN, or undefined when it is left for later.
function ask(dialog, before) {
  const fields = [...dialog.querySelectorAll("input")];
  const said = dialog.querySelector(".lock-said");
  fields.forEach((field) => { field.value = ""; });
  said.textContent = before;
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.querySelector("form").onsubmit = (event) => {
      event.preventDefault();
      const pins = fields.map((field) => field.value);
      said.textContent = wrong(pins, dialog.dataset);
      if (said.textContent) return fields[0].focus();
      resolve(pins[0]);
      dialog.close();
    };
    dialog.querySelector("[data-do=later]").onclick = () => dialog.close();
    dialog.onclose = () => resolve();
  });
}

// Whether there is one now. A colleague's is refused like an easy one: to say why would tell it.
export async function newPin() {
  const dialog = document.getElementById("choose-pin");
  let said = "";
  for (;;) {
    const pin = await ask(dialog, said);
    const became = pin ? await choosePin(pin) : "none";
    if (became !== "taken") return became === "kept";
    said = dialog.dataset.easy;
  }
}
