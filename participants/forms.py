"""What is asked of a person, and nothing else (domain.md, section 3)."""

import uuid
from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gvp.accounts.models import User
from gvp.base.free_text import FreeTextField
from gvp.base.versions import Correction
from gvp.partners.models import Institution
from gvp.places.models import Community
from participants import rules
from participants.consent_texts import VERSION
from participants.documents import clean_document
from participants.models import Consent, Participant
from participants.names import MAX_LENGTH, NameField
from participants.phones import clean_phone, mask
from participants.shown import show_one

RELATION_LENGTH = 40


class DateInput(forms.DateInput):
    """The browser's own date picker; its value is ISO whatever the language."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"format": "%Y-%m-%d"} | kwargs)


def attempt(form: forms.BaseForm, action: Callable[..., Any], /, **facts: Any) -> Any:
    """Run the action; what it refuses is shown at its field, or above the form, and None returned.

    When somebody else was quicker, a form that corrects a row shows beside it what is stored now.
    """
    try:
        return action(**facts)
    except ValidationError as refused:
        errors = refused.error_dict if hasattr(refused, "error_dict") else {"": [refused]}
        for field, problems in errors.items():
            form.add_error(field if field in form.fields else None, problems)
        if isinstance(form, Correction) and form.has_error(NON_FIELD_ERRORS, "stale"):
            form.compare()
    return None


class FactsForm(forms.ModelForm):
    """Facts of one person. The rules of rules.py are shown at their fields."""

    # Needed from some, so not marked as optional (templates/components/optional.html).
    expected: ClassVar[frozenset[str]] = frozenset({"sex", "school", "grade", "section"})

    given_names = NameField(label=_("Given names"))
    first_surname = NameField(label=_("First surname"))
    second_surname = NameField(
        label=_("Second surname"), required=False, help_text=_("Leave it empty if there is none.")
    )

    class Meta:
        model = Participant
        fields = (
            "group", "given_names", "first_surname", "second_surname", "birth_year", "community", "enrolled_on",
            "sex", "school", "grade", "section",
            "document_kind", "document", "phone", "phone_shared", "language", "has_partner", "children",
        )  # fmt: skip
        widgets = {
            "group": forms.RadioSelect,
            "sex": forms.RadioSelect,
            "enrolled_on": DateInput,
            "birth_year": forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "1985"}),
            "document": forms.TextInput(attrs={"autocomplete": "off", "maxlength": 20}),
            "phone": forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "maxlength": 20}),
        }
        labels = {
            "group": _("Who is being registered"),
            "birth_year": _("Year of birth"),
            "document_kind": _("Document"),
            "document": _("Document number"),
            "phone_shared": _("The phone is shared"),
        }
        help_texts = {
            "document_kind": _("“Has none” or “would rather not” is normal: leave it empty."),
            "phone": _("Optional. No phone is normal."),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        places = Community.objects.visible_to(user).select_related("district").order_by("district__name", "name")
        schools = Institution.objects.visible_to(user).schools().order_by("name")
        self._choose("community", places)
        self._choose("school", schools)
        self.fields["sex"].required = False

    def _choose(self, field: str, rows: Any) -> None:
        choice = self.fields[field]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        choice.queryset = rows

    def clean_document(self) -> str:
        return self.cleaned_data["document"] or ""

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"] or "")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("group") == Participant.Group.MAN:
            # What only school leaders have may have been filled in before the group was changed.
            facts |= {"sex": Participant.Sex.MALE, "school": None, "grade": "", "section": ""}
        elif not facts.get("sex"):
            self.add_error("sex", _("Choose one."))
        self._clean_document(facts)
        if {"enrolled_on", "birth_year"} <= facts.keys():
            for field, problems in rules.check_facts(facts).items():
                self.add_error(field, problems)
        return facts

    def _clean_document(self, facts: dict[str, Any]) -> None:
        try:
            facts["document"] = clean_document(facts.get("document_kind", ""), facts.get("document", ""))
        except ValidationError as refused:
            self.add_error("document_kind" if refused.code == "kind" else "document", refused)
        else:
            facts["document_kind"] = facts["document"] and facts.get("document_kind", "")

    def facts(self) -> dict[str, Any]:
        """Fields of Participant by name, as the actions want them."""
        return {field: self.cleaned_data[field] for field in FactsForm.Meta.fields}


def _mode(label: Any, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", _("not given")), *Consent.Mode.choices], help_text=help_text
    )


class RegisterForm(FactsForm):
    """A new person and what he or she consents to, on the same sheet and the same day."""

    expected = FactsForm.expected | {
        "registration_mode", "guardian_mode", "guardian_name", "guardian_relation", "assent_mode",
    }  # fmt: skip

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    registration_mode = _mode(_("Consents to be registered"))
    evaluation_mode = _mode(_("Consents to answer the questionnaires"))
    guardian_mode = _mode(_("The guardian consents"))
    guardian_name = NameField(label=_("Guardian's name"), required=False, max_length=MAX_LENGTH)
    guardian_relation = forms.CharField(
        label=_("What the guardian is to her or him"), required=False, max_length=RELATION_LENGTH
    )
    assent_mode = _mode(_("She or he agrees"))
    witness = NameField(label=_("Witness, if it was spoken"), required=False)
    confirmed = forms.BooleanField(label=_("It is none of these people: register"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enrolled_on"].initial = timezone.localdate
        self.initial["sex"] = ""  # nobody is a boy because nobody asked
        self.fields["birth_year"].widget.attrs["placeholder"] = "1985"

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if {"enrolled_on", "birth_year"} <= facts.keys():
            for kind, problems in rules.check_consents(facts, self.consents()).items():
                self.add_error(f"{kind}_mode", problems)
        return facts

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"id": self.cleaned_data["id"]}

    def consents(self) -> list[dict[str, Any]]:
        """One mapping per kind given; a man has no guardian, whatever was typed."""
        data = self.cleaned_data
        leader = data.get("group") == Participant.Group.SCHOOL_LEADER
        kinds = ("registration", "guardian", "assent") if leader else ("registration", "evaluation")
        consents = []
        for kind in kinds:
            mode = data.get(f"{kind}_mode")
            if mode:
                consents.append(self._consent(kind, mode))
        return consents

    def _consent(self, kind: str, mode: str) -> dict[str, Any]:
        data = self.cleaned_data
        guardian = ("guardian_name", "guardian_relation") if kind == Consent.Kind.GUARDIAN else ()
        return {
            "kind": kind,
            "mode": mode,
            "given_on": data["enrolled_on"],
            "text_version": VERSION,
            "witness": data.get("witness", "") if mode == Consent.Mode.WITNESS else "",
        } | {field: data.get(field, "") for field in guardian}


class EditForm(Correction, FactsForm):
    """Corrections. Document and phone start empty: what is stored is only shown masked."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = FreeTextField(label=_("Reason, if the community at enrolment changes"), required=False, max_length=200)
    remove_document = forms.BooleanField(label=_("Remove the stored document"), required=False)
    remove_phone = forms.BooleanField(label=_("Remove the stored phone"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The form's own processing writes into its instance, so what is stored is kept apart.
        self.stored = {field: getattr(self.instance, field) for field in ("document", "document_kind", "phone")}
        self.watch(self.instance)
        self.initial.update(document="", phone="")
        for field in ("document", "phone"):
            if self.stored[field]:
                self.fields[field].help_text = _("Stored: %(masked)s. Leave it empty to keep it.") % {
                    "masked": mask(self.stored[field])
                }
            else:
                del self.fields[f"remove_{field}"]

    def _clean_document(self, facts: dict[str, Any]) -> None:
        if facts.get("remove_document"):
            facts |= {"document": "", "document_kind": ""}
        elif self.stored["document"] and not facts.get("document"):
            facts |= {field: self.stored[field] for field in ("document", "document_kind")}
        else:
            super()._clean_document(facts)

    def typed(self) -> dict[str, Any]:
        return self.facts()

    def shown(self, row: Participant, name: str) -> str:
        return show_one(row, name)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("remove_phone"):
            self.cleaned_data["phone"] = ""
        elif not self.cleaned_data.get("phone"):
            self.cleaned_data["phone"] = self.stored["phone"]
        return super().clean()


class SimilarForm(forms.Form):
    """What has been typed so far; anything may be missing or wrong."""

    given_names = forms.CharField(required=False, max_length=MAX_LENGTH)
    first_surname = forms.CharField(required=False, max_length=MAX_LENGTH)
    second_surname = forms.CharField(required=False, max_length=MAX_LENGTH)
    birth_year = forms.IntegerField(required=False)
    community = forms.ModelChoiceField(Community.objects.none(), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        community = self.fields["community"]
        assert isinstance(community, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        community.queryset = Community.objects.visible_to(user)

    def facts(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data
