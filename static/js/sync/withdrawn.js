// On the login page: what lies unsent here, for whoever cannot log in any more; and a phone that was withdrawn drops its
// lists before anybody has logged in, and says so.
import { greet, heard, pinned, works } from "./key.js";
import { watch } from "./outbox.js";
import { handIn } from "./sealed.js";
import { all } from "./store.js";
import { ago } from "./told.js";

const place = document.getElementById("outbox");
const part = (name) => place.querySelector(`[data-part=${name}]`);

async function paint() {
  const entries = await all("entries");
  const [count, since] = part("unsent").querySelectorAll("b, small");
  part("withdrawn").hidden = heard.state !== "revoked";
  part("unsent").hidden = !entries.length;
  place.hidden = part("withdrawn").hidden && !entries.length;
  if (!entries.length) return;
  const { one, many } = count.dataset;
  count.textContent = entries.length === 1 ? one : many.replace("{n}", entries.length);
  since.textContent = since.dataset.since.replace("{s}", ago(entries[0].at));
}

if (works()) {
  part("unsent").querySelector("button").addEventListener("click", ({ target }) => handIn(target));
  watch(paint);
  if ((await pinned()).length) await greet();
  await paint();
}
