"""Words put together, and texts made shorter without breaking a sentence."""

import re
from collections.abc import Sequence

from django.conf import settings
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


def listed(names: Sequence[str]) -> str:
    """ "Jauja, Tayacaja and Huancayo"."""
    return get_text_list(list(names), _("and"))


def named(title: object) -> str:
    """A title inside a sentence."""
    text = str(title)
    return text[:1].lower() + text[1:]


def language_name(code: str) -> str:
    """ "Spanish" or "español": as the reader's language writes it inside a sentence."""
    name = str(dict(settings.LANGUAGES)[code])
    return name if (get_language() or "").startswith("en") else name.lower()


def paragraphs(text: str) -> list[str]:
    """What stands between empty lines, or on lines of its own."""
    return [part.strip() for part in text.splitlines() if part.strip()]


def opening(text: str, letters: int) -> str:
    """The first whole sentences of the first paragraph that fit; a single longer one is cut at a word, with "…"."""
    first = next(iter(paragraphs(text)), "")
    if len(first) <= letters:
        return first
    kept = ""
    for sentence in SENTENCE_END.split(first):
        if len(kept) + len(sentence) + 1 > letters:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or first[: letters - 1].rsplit(" ", 1)[0] + "…"
