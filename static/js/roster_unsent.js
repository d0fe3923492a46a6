// What this phone holds of a session and has not sent, laid over its roster: ticks, numbers, people of no list yet.
import { changed, personOf, settleCounts, shows } from "./marks.js";
import { facts } from "./sync/facts.js";

// As the server shortens it for a phone.
function shortName({ given_names: [given], first_surname: [first], second_surname: [second] = [""] }) {
  return `${given.trim().split(" ")[0]} ${first} ${second ? `${second[0]}.` : ""}`.trim();
}

// Somebody who came and is on no list yet, as a row like the others.
function extraRow({ person, key, fields }, known, words) {
  const row = document.getElementById("extra-row").content.firstElementChild.cloneNode(true);
  const legend = row.querySelector("legend");
  legend.firstChild.textContent = `${known?.name ?? (fields && shortName(fields)) ?? words.new} `;
  legend.querySelector("small").textContent = known?.code ?? words.new;
  for (const radio of row.querySelectorAll("input[type=radio]")) radio.name = `state-${person}`;
  Object.assign(row.querySelector("input[type=hidden]"), { name: `ticket-${person}`, value: `${key} ${key} present` });
  return row;
}

// `held` as unsentOf tells it; `dressed` makes a new row one like the others.
export async function lay({ marks, walkIns, counts, more }, form, list, rows, dressed) {
  const here = new Map(rows.map((row) => [personOf(row), row]));
  const strangers = walkIns.filter(({ person }) => !here.has(person));
  const people = strangers.length ? new Map((await facts())?.people.map((one) => [one.id, one])) : new Map();
  for (const walkIn of strangers) {
    const row = extraRow(walkIn, people.get(walkIn.person), list.dataset);
    list.append(row);
    here.set(walkIn.person, row);
    dressed(row);
  }
  for (const [person, mark] of marks) if (here.has(person) && !changed(here.get(person))) shows(here.get(person), mark);
  settleCounts(form, counts, more);
}
