"""Side by side: for each fact that differs, which of the two records is right."""

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.base.free_text import FreeTextField
from participants.merging import CHOICES
from participants.models import Participant
from participants.shown import show_one

NOT_GIVEN = "—"
KEPT, OTHER = "kept", "other"


class Fact(NamedTuple):
    label: str
    kept: str
    other: str
    field: Any  # a bound field to choose with, or None where both say the same


class MergeForm(forms.Form):
    """One choice per differing fact; where the kept record says nothing, the other is proposed."""

    reason = FreeTextField(label=gettext_lazy("Why they are one person"), required=False, max_length=200)

    def __init__(self, *args: Any, survivor: Participant, absorbed: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts: list[Fact] = []
        for fields in CHOICES:
            label, kept, other = _label(fields), show(survivor, fields), show(absorbed, fields)
            if _values(survivor, fields) == _values(absorbed, fields):
                if kept != NOT_GIVEN:
                    self.facts.append(Fact(label, kept, other, None))
                continue
            name = fields[0]
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[(KEPT, kept), (OTHER, other)], widget=forms.RadioSelect,
                initial=OTHER if kept == NOT_GIVEN else KEPT,
            )  # fmt: skip
            self.facts.append(Fact(label, kept, other, self[name]))

    def taken(self) -> list[str]:
        """Names of the facts to take from the record that goes."""
        return [field for fields in CHOICES if self.cleaned_data.get(fields[0]) == OTHER for field in fields]


def _values(person: Participant, fields: tuple[str, ...]) -> list[Any]:
    return [getattr(person, Participant._meta.get_field(field).attname) for field in fields]  # type: ignore[union-attr]


def _label(fields: tuple[str, ...]) -> str:
    if fields[0] == "document_kind":
        return _("document")
    return str(Participant._meta.get_field(fields[0]).verbose_name)  # type: ignore[union-attr]


def show(person: Participant, fields: tuple[str, ...]) -> str:
    """Values of a person as one reads them; document and phone masked; "—" for nothing."""
    shown = [show_one(person, field) for field in fields if field != "phone_shared"]
    return " ".join(text for text in shown if text) or NOT_GIVEN
