// The browser emptied the storage: how many were unsent, as the cookie remembers, until somebody has read it.
import { greet } from "./key.js";
import { noteCount } from "./outbox.js";
import { moment } from "./told.js";

const box = document.querySelector("#outbox-alerts [data-alert=lost]");

export function tellLoss({ count, at }) {
  const text = box.querySelector("span");
  text.textContent = text.textContent.replace("{n}", count).replace("{s}", moment(at));
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    box.hidden = true;
    noteCount();
  });
  return greet({ lost: count });
}
