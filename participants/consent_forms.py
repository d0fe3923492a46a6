"""Forms of the consents page."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gvp.base.free_text import FreeTextField
from participants.consent_texts import VERSION
from participants.forms import RELATION_LENGTH, DateInput
from participants.models import Consent, Participant
from participants.names import NameField
from participants.rules import check_consent


class ConsentForm(forms.Form):
    """One consent given. The kinds are those that this person's group may give."""

    kind = forms.ChoiceField(label=_("What for"))
    given_on = forms.DateField(label=_("Given on"), widget=DateInput, initial=timezone.localdate)
    mode = forms.ChoiceField(label=_("How"), choices=Consent.Mode.choices)
    witness = NameField(label=_("Witness, if it was spoken"), required=False)
    guardian_name = NameField(label=_("Guardian's name"), required=False)
    guardian_relation = forms.CharField(
        label=_("What the guardian is to her or him"), required=False, max_length=RELATION_LENGTH
    )

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - tells the type checker
        of_minors = (Consent.Kind.GUARDIAN, Consent.Kind.ASSENT)
        kind.choices = [
            (value, label)
            for value, label in Consent.Kind.choices
            if participant.is_school_leader or value not in of_minors
        ]
        if not participant.is_school_leader:
            del self.fields["guardian_name"], self.fields["guardian_relation"]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("kind") != Consent.Kind.GUARDIAN:
            facts |= {"guardian_name": "", "guardian_relation": ""}
        if facts.get("mode") != Consent.Mode.WITNESS:
            facts["witness"] = ""
        if {"kind", "given_on", "mode"} <= facts.keys() and (problem := check_consent(facts)):
            self.add_error(None, problem)
        return facts | {"text_version": VERSION}


class RevokeForm(forms.Form):
    on = forms.DateField(label=_("Revoked on"), widget=DateInput, initial=timezone.localdate)
    mode = forms.ChoiceField(label=_("How"), choices=Consent.Mode.choices)
    reason = FreeTextField(label=_("Reason, if one was given"), required=False, max_length=200)


class ReinstateForm(forms.Form):
    reason = FreeTextField(label=_("Why the revocation was a mistake"), max_length=200)
