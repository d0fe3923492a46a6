"""A key under which the spellings of one Andean name fall together. Pure functions.

Registers write one man as Huamán, Guamán or Waman, as Quispe or Kispe, as Llanos or Yanos. The
key only finds people who may be the same: it is never shown and decides nothing.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from gvp.base.text import normalise

PARTICLES = frozenset({"de", "del", "la", "las", "los", "y"})

# Applied in this order; a later rule reads what an earlier one wrote.
RULES = [
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"[cs]h", "x"),  # Chanca, Shanca
        (r"\b[hg]u(?=[aeo])|\bu(?=a)", "w"),  # Huamán, Guamán, Waman
        (r"(?<=[aeiou])[hg]u(?=[aeo])", "w"),  # Cahuana, Cawana
        (r"qu(?=[ei])|q", "k"),  # Quispe, Kispe, Qispe
        (r"gu(?=[ei])", "g"),
        (r"c(?=[ei])|[zs]+", "s"),  # Cerrón, Serrón, Zerrón
        (r"c", "k"),  # Ccanto, Kanto
        (r"ll|i(?=[aeou])", "y"),  # Llanos, Yanos
        (r"v", "b"),  # Vilca, Bilca
        (r"h", ""),  # Hinostroza, Inostroza
        (r"y\b", "i"),  # Eloy, Eloi
        (r"(.)\1+", r"\1"),  # Mamanni
    )
]

# How people call each other, by the name on the document; without accents.
_CALLED = {
    "alberto": "beto berto tito",
    "alfredo": "fredy freddy fredi",
    "antonio": "tono tony",
    "carlos": "carlitos",
    "eduardo": "lalo",
    "enrique": "quique kike",
    "federico": "fico",
    "francisco": "pancho paco",
    "gonzalo": "chalo",
    "gregorio": "goyo",
    "guillermo": "memo willy guille",
    "ignacio": "nacho",
    "jesus": "chucho",
    "jorge": "coco koki",
    "jose": "pepe chepe",
    "juan": "juancho juanito jhon",
    "luis": "lucho luchito",
    "manuel": "manolo manu",
    "maria": "maruja mary",
    "maximo": "max",
    "mercedes": "meche",
    "miguel": "migue mike",
    "nicolas": "nico",
    "pedro": "perico pedrito",
    "rafael": "rafa",
    "rolando": "rolo",
    "rosa": "rosita",
    "rosario": "charo",
    "santiago": "santi shanti",
    "teodoro": "teo",
    "victor": "vico vitucho",
    "victoria": "vicky",
}
NICKNAMES = {nickname: name for name, nicknames in _CALLED.items() for nickname in nicknames.split()}


class Keys(NamedTuple):
    """What is stored and indexed beside a person, 40 letters at most each; "" when there is none."""

    given: str
    first: str
    second: str


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """ "Huamán" and "guaman" → "waman"; particles fall away: "De la Cruz" → "krus"."""
    words = [word for word in normalise(name).split() if word not in PARTICLES]
    text = " ".join(words) or normalise(name)
    for pattern, letters in RULES:
        text = pattern.sub(letters, text)
    return text


def given_key(names: str) -> str:
    """The key of all given names, nicknames resolved: "Pepe Luis" → "jose luis"."""
    return " ".join(key(NICKNAMES.get(word, word)) for word in normalise(names).split())


def keys(given_names: str, first_surname: str, second_surname: str) -> Keys:
    """The blocking keys of one person; of the given names, only the first, which people drop least."""
    given = given_key(given_names).split(" ")[0]
    return Keys(given[:40], key(first_surname)[:40], key(second_surname)[:40])
