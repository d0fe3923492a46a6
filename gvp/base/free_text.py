"""Free text without names and cases (domain.md, section 3, item 6).

`suspicions` is pure: what in a text looks like a case, a document, a phone or a person. `FreeTextField`
asks once more when something does: the text comes back as it was typed, with a warning and a box to
say that it may stay. It works in any form, the admin's as well.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.base.text import normalise

# Beginnings of words, without accents, that tell of a case. "Violencia" is what the programme is
# about and "pegar" is also what one does to posters, so neither stands here.
CASE_WORDS = (
    "denunci", "golpe", "pego", "pegaba", "agresor", "agredi", "violaci", "violad", "violo", "abus", "acos",
    "maltrat", "victima", "amenaz", "feminicid", "moreton", "tocamiento", "comisaria", "embaraz", "borrach",
    "ebri", "alcoholi",
)  # fmt: skip
CASE = re.compile(rf"\b(?:{'|'.join(CASE_WORDS)})\w*")
DOCUMENT = re.compile(r"(?<!\d)\d{8}(?!\d)")
PHONE = re.compile(r"(?<!\d)(?:9\d{2}[ .-]?\d{3}[ .-]?\d{3}|\(?0?6[47]\)?[ .-]?\d{6})(?!\d)")
PERSON = re.compile(r"\b(?:don|doña|sr|sra|señor|señora|señorita|espos[oa] de|hij[oa] de)\.? +[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+")
OTHER_FIRST_LETTER = re.compile(r"^\w")


def suspicions(text: str) -> list[str]:
    """What in the text should not be there, in the order in which a reader would care. [] when nothing.

    >>> suspicions("Llovió y la sesión empezó tarde")
    []
    """
    found = [f"«{word}»" for word in dict.fromkeys(CASE.findall(normalise(text)))]
    if DOCUMENT.search(text):
        found.append(_("a number like a document's"))
    if PHONE.search(text):
        found.append(_("a number like a phone's"))
    # "Don" at the start of a sentence is still a don.
    if PERSON.search(text) or PERSON.search(OTHER_FIRST_LETTER.sub(lambda letter: letter[0].lower(), text)):
        found.append(_("a person's name"))
    return found


class Typed(str):
    """Text from a form, and whether the person said that it may stay as it is."""

    kept: bool = False


class _Asking(forms.Widget):
    """The box "leave it" stands beneath a text that arouses suspicion, and only there."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["suspicious"] = bool(suspicions(str(value or "")))
        context["kept"] = getattr(value, "kept", False)
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        typed = Typed(data.get(name) or "")
        typed.kept = f"{name}_kept" in data
        return typed


class FreeTextInput(_Asking, forms.TextInput):
    template_name = "components/free_text_input.html"


class FreeTextarea(_Asking, forms.Textarea):
    template_name = "components/free_text_area.html"


class FreeTextField(forms.CharField):
    """A note or a reason. Give `rows` for more than one line.

    Raises ValidationError with code "suspicious" until the person confirms the text or changes it.
    """

    def __init__(self, *, rows: int = 0, **kwargs: Any) -> None:
        widget = FreeTextarea(attrs={"rows": rows}) if rows else FreeTextInput(attrs={"autocomplete": "off"})
        warning = gettext_lazy("Do not write names or cases.")
        super().__init__(**{"widget": widget, "help_text": warning} | kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        if not getattr(value, "kept", False) and (found := suspicions(text)):
            raise ValidationError(
                _("Names and cases do not belong here: %(found)s. Change it, or mark that it may stay."),
                code="suspicious",
                params={"found": ", ".join(found)},
            )
        return text
