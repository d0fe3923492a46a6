"""Names as people carry them (domain.md, section 7): kept as written, never "corrected"."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_LENGTH = 80
LETTER = re.compile(r"[^\W\d_]")
ALLOWED = re.compile(r"[^\W\d_]|[ '’´`.\-]|[\u0300-\u036f]")


def clean_name(text: str) -> str:
    """One name, composed (NFC) and with single spaces; capitals, particles, Ñ and ' stay as typed.

    Raises ValidationError for control characters, digits and other signs that no name has, and
    for what does not fit the column (SQLite would accept it, PostgreSQL would not).
    """
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co") for letter in text if letter not in "\t\n\r"):
        raise ValidationError(_("There is a sign here that cannot be read. Type the name again."), code="control")
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if name and not LETTER.search(name):
        raise ValidationError(_("Write the name with letters."), code="letters")
    if any(not ALLOWED.match(letter) for letter in name):
        raise ValidationError(_("A name has letters, spaces, hyphens or apostrophes only."), code="signs")
    if len(name) > MAX_LENGTH:
        raise ValidationError(_("Too long: at most %(max)d letters.") % {"max": MAX_LENGTH}, code="long")
    return name


class NameField(forms.CharField):
    """A text input for one name; the phone's keyboard offers capitals but changes nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": MAX_LENGTH} | kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # Suggestions would show other people's names on a shared phone.
        return super().widget_attrs(widget) | {
            "autocomplete": "off",
            "autocapitalize": "words",
            "autocorrect": "off",
            "spellcheck": "false",
        }

    def clean(self, value: Any) -> str:
        return clean_name(super().clean(value))
