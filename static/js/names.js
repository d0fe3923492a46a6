// Names as people in the Andes write them, made comparable on the phone as the server does (participants/andean.py).
// Applied in this order; a later rule reads what an earlier one wrote.
const RULES = [
  [/[cs]h/g, "x"],
  [/\b[hg]u(?=[aeo])|\bu(?=a)/g, "w"],
  [/(?<=[aeiou])[hg]u(?=[aeo])/g, "w"],
  [/qu(?=[ei])|q/g, "k"],
  [/gu(?=[ei])/g, "g"],
  [/c(?=[ei])|[zs]+/g, "s"],
  [/c/g, "k"],
  [/ll|i(?=[aeou])/g, "y"],
  [/v/g, "b"],
  [/h/g, ""],
  [/y\b/g, "i"],
  [/(.)\1+/g, "$1"],
];

// Lower case, no accents, single spaces.
export const plain = (text) =>
  text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^a-z0-9]+/g, " ").trim();

export const sound = (word) => RULES.reduce((text, [pattern, letters]) => text.replace(pattern, letters), plain(word));

// How well a word meets a person: as it is written, as it sounds, or as the initial that is left of a second surname.
function meets(word, { written, sounds, initial }) {
  if (written.includes(word)) return 4;
  if (word.length > 2 && sounds.includes(sound(word))) return 2;
  return word.length > 2 && word[0] === initial ? 1 : 0;
}

const known = (person) => {
  const written = plain(`${person.name} ${person.code}`);
  const last = written && plain(person.name).split(" ").at(-1);
  return { written, sounds: plain(person.name).split(" ").map(sound), initial: last?.length === 1 ? last : undefined };
};

// People of whom every word says something, likeliest first; whoever is on the list already (`here`) last.
export function lookFor(words, people, { here = () => false, most = 8 } = {}) {
  const typed = plain(words).split(" ").filter(Boolean);
  if (!typed.length) return [];
  const rated = people.map((person) => {
    const about = known(person);
    const points = typed.map((word) => meets(word, about));
    return { person, here: here(person), rating: points.some((n) => n > 1) && points.every(Boolean) ? points.reduce((sum, n) => sum + n) : 0 };
  });
  const found = rated.filter(({ rating }) => rating);
  return found.sort((one, other) => other.rating - one.rating || one.here - other.here || one.person.name.localeCompare(other.person.name)).slice(0, most);
}
