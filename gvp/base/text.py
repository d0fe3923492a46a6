"""Text as people in the Andes write it, made comparable. Pure functions."""

import re
import unicodedata


def normalise(text: str) -> str:
    """Lower case, no accents (ñ becomes n), single spaces: what searches compare.

    SQLite's LIKE ignores case only for ASCII, so searching happens on a stored column of this.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def sort_key(text: str) -> str:
    """A key under which Ñ follows N and accents do not matter; sorts equally on every database."""
    marked = text.casefold().replace("ñ", "n~")
    plain = unicodedata.normalize("NFKD", marked)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9~]+", " ", plain).strip()
