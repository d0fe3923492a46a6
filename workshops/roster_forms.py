"""What is written beneath the ticks of a roster: three counts and a note."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gvp.base.free_text import FreeTextField
from workshops.claims import Claim
from workshops.marking import Change
from workshops.models import Workshop
from workshops.roster import read_claims

MOST = 2000  # people at one session; more is a slip of the finger


class CountField(forms.IntegerField):
    """How many people. The page sends along what it showed, so that two people do not overwrite each other."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(min_value=0, max_value=MOST, required=False, show_hidden_initial=True, widget=widget, **kwargs)


class RosterForm(forms.Form):
    """The roster as one form: `claims` and `counts` hold what was sent once it is valid."""

    head_count = CountField(label=_("Head count"), help_text=_("Everybody in the room, counted one by one."))
    signatures = CountField(label=_("Signatures on the sheet"), help_text=_("Signatures and fingerprints."))
    unregistered = CountField(
        label=_("Without registration"), help_text=_("They came and did not want to be registered: only counted.")
    )
    note = FreeTextField(label=_("Note"), required=False, max_length=400, rows=2, show_hidden_initial=True)

    claims: list[Claim]

    def clean_unregistered(self) -> int:
        return self.cleaned_data["unregistered"] or 0

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        try:
            self.claims = read_claims(self.data)
        except ValidationError as broken:
            self.add_error(None, broken)
        return data

    @classmethod
    def of(cls, session: Workshop) -> "RosterForm":
        """As the page shows it first."""
        return cls(initial={name: getattr(session, name) for name in cls.base_fields})

    def counts(self) -> dict[str, Change]:
        """What was written differently from what the page showed."""
        return {name: Change(self._shown(name), self.cleaned_data[name]) for name in self.changed_data}

    def _shown(self, name: str) -> Any:
        bound = self[name]
        typed = bound.field.hidden_widget().value_from_datadict(self.data, self.files, bound.html_initial_name)
        try:
            shown = bound.field.to_python(typed)
        except ValidationError:
            return None
        return 0 if name == "unregistered" and shown is None else shown

    def show_stored(self, session: Workshop) -> None:
        """Somebody else was quicker: the page now shows what is stored, so that a second save goes through."""
        self.data = {name: self.data.get(name) for name in self.data} | {
            self[name].html_initial_name: "" if getattr(session, name) is None else str(getattr(session, name))
            for name in self.fields
        }
