"""The questions before a report. The form travels in the address (GET): it holds nothing personal."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from gvp.accounts.models import User
from gvp.reporting.question import DaysForm, provinces_for
from gvp.reporting.report.asked import Asked, presets
from workshops.dates import PastDay

WHOLE = "all"  # an answer of its own, so that nobody has to guess what no answer means


class ReportForm(DaysForm):
    """A coordinator reports on one of the own provinces, everybody else on the program or a province."""

    province = forms.ChoiceField(label=_("Province"))
    since = PastDay(label=_("From"))
    until = PastDay(label=_("Until"), help_text=_("The data cut-off: what happened later is not looked at."))
    language = forms.ChoiceField(label=_("Language of the report"), choices=settings.LANGUAGES)
    draft = forms.BooleanField(
        label=_("It is a draft"), required=False, help_text=_("Each page then says that the figures may still change.")
    )
    field_order = ("province", "since", "until", "language", "draft")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        period = presets(timezone.localdate())[0]
        kwargs["initial"] = {"since": period.since, "until": period.until, "language": translation.get_language()}
        super().__init__(*args, **kwargs)
        self.provinces = {province.code: province for province in provinces_for(user)}
        whole = [] if user.role_.own_provinces_only else [(WHOLE, _("The whole program"))]
        own = [(code, province.name) for code, province in self.provinces.items()]
        self.fields["province"].choices = whole + own  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What was asked, once the form is valid."""
        data = self.cleaned_data
        return Asked(**data | {"province": self.provinces.get(data["province"])})
