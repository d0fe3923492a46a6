"""The least that is asked of a man who comes to a session for the first time."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gvp.accounts.models import User
from gvp.places.models import Community
from participants.consent_texts import VERSION
from participants.models import Consent, Participant
from participants.names import NameField
from workshops.models import Workshop


class WalkInForm(forms.Form):
    """Name, year, and how he consented. The community is the session's unless another is chosen."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    mark = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    given_names = NameField(label=_("Given names"))
    first_surname = NameField(label=_("First surname"))
    second_surname = NameField(label=_("Second surname"), required=False)
    birth_year = forms.IntegerField(
        label=_("Year of birth"),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "1985", "autocomplete": "off"}),
    )
    registration = forms.ChoiceField(
        label=_("He consents to be registered"),
        choices=[
            (Consent.Mode.SIGNATURE, _("with his signature")),
            (Consent.Mode.FINGERPRINT, _("with his fingerprint on paper")),
            (Consent.Mode.WITNESS, _("aloud, before a witness")),
        ],
        widget=forms.RadioSelect,
    )
    witness = NameField(label=_("Witness, if it was spoken"), required=False)
    community = forms.ModelChoiceField(Community.objects.none(), label=_("Community"))
    confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, user: User, session: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        places = Community.objects.visible_to(user).select_related("district").order_by("district__name", "name")
        community = self.fields["community"]
        assert isinstance(community, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        community.queryset = places
        community.initial = session.community_id

    def facts(self) -> dict[str, Any]:
        """Fields of Participant by name: registered on the day of the session."""
        names = ("id", "given_names", "first_surname", "second_surname", "birth_year", "community")
        fixed = {"group": Participant.Group.MAN, "sex": Participant.Sex.MALE, "enrolled_on": self.session.date}
        return {name: self.cleaned_data[name] for name in names} | fixed

    def consents(self) -> list[dict[str, Any]]:
        mode = self.cleaned_data["registration"]
        witness = self.cleaned_data["witness"] if mode == Consent.Mode.WITNESS else ""
        consent = {"kind": Consent.Kind.REGISTRATION, "mode": mode, "given_on": self.session.date}
        return [consent | {"text_version": VERSION, "witness": witness}]


def guess(words: str) -> dict[str, str]:
    """How people say a name, given names first: "Juan Carlos Quispe Huamán". Only to be corrected.

    >>> guess("juan quispe")
    {'given_names': 'juan', 'first_surname': 'quispe'}
    """
    parts = words.split()
    if len(parts) == 1:
        return {"first_surname": parts[0]}
    surnames = 1 if len(parts) == 2 else 2
    names = {"given_names": " ".join(parts[:-surnames]), "first_surname": parts[-surnames] if parts else ""}
    return names | ({"second_surname": parts[-1]} if surnames == 2 else {}) if parts else {}
