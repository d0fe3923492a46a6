"""Words put together."""

from collections.abc import Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext as _


def listed(names: Sequence[str]) -> str:
    """ "Jauja, Tayacaja and Huancayo"."""
    return get_text_list(list(names), _("and"))


def named(title: object) -> str:
    """A title inside a sentence."""
    text = str(title)
    return text[:1].lower() + text[1:]
