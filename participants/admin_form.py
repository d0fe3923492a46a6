"""What the admin lets one correct of a person. The rules are those of the desk's form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gvp.base.versions import version
from participants import rules
from participants.models import Participant
from participants.names import NameField


class PersonForm(forms.ModelForm):
    """`seen` is the version on screen: what somebody else changed meanwhile is not overwritten."""

    given_names = NameField(label=_("given names"))
    first_surname = NameField(label=_("first surname"))
    second_surname = NameField(label=_("second surname"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = version(self.instance)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        stored = Participant.objects.select_for_update().get(pk=self.instance.pk)
        if facts.get("seen") != version(stored):
            raise forms.ValidationError(
                _("Somebody else changed this record while you were writing. Open it again and compare.")
            )
        known = {field: getattr(stored, field) for field in rules.CHECKED}
        for field, problems in rules.check_facts(known | self.facts()).items():
            self.add_error(field if field in self.fields else None, problems)
        return facts

    def facts(self) -> dict[str, Any]:
        """Fields of Participant by name, as the actions want them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
