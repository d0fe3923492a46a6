"""The questions before a report, which travel in the address, and what a kept report is about."""

import uuid
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gvp.accounts.models import User
from gvp.base.days import PastDay, PlannedDay
from gvp.base.free_text import FreeTextField
from gvp.base.versions import Correction
from gvp.places.models import Province
from gvp.reporting.cutoff import readable
from gvp.reporting.models import Rendering, Report
from gvp.reporting.question import DaysForm, provinces_for
from gvp.reporting.report.asked import WHOLE, Asked, presets
from gvp.reporting.report.kept import FACTS


class ReportForm(DaysForm):
    """A coordinator reports on one of the own provinces, everybody else on the program or a province."""

    province = forms.ChoiceField(label=_("Province"))
    since = PastDay(label=_("From"))
    until = PastDay(label=_("Until"), help_text=_("The data cut-off: what happened later is not looked at."))
    language = forms.ChoiceField(label=_("Language of the report"), choices=settings.LANGUAGES)
    draft = forms.BooleanField(
        label=_("It is a draft"), required=False, help_text=_("Each page then says that the figures may still change.")
    )
    length = forms.ChoiceField(
        label=_("Length"), choices=Rendering.Length.choices, required=False, initial=Rendering.Length.FULL
    )
    field_order = ("province", "since", "until", "language", "length", "draft")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        period = presets(timezone.localdate())[0]
        kwargs["initial"] = {"since": period.since, "until": period.until, "language": translation.get_language()}
        super().__init__(*args, **kwargs)
        self.user = user
        self.provinces = {province.code: province for province in provinces_for(user)}
        whole = [] if user.role_.own_provinces_only else [(WHOLE, _("The whole program"))]
        own = [(code, province.name) for code, province in self.provinces.items()]
        self.fields["province"].choices = whole + own  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What was asked, once the form is valid; of a reader outside the team in whole quarters."""
        data = self.cleaned_data
        since, until = readable(self.user, data["since"], data["until"])
        length, province = data["length"] or Rendering.Length.FULL, self.provinces.get(data["province"])
        answers = {"since": since, "until": until, "province": province, "length": length}
        return Asked(**data | answers)


class KeptReportForm(Correction, forms.ModelForm):
    """What a kept report is about. A coordinator writes about one of the own provinces."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    since = PastDay(label=_("From"))
    until = PlannedDay(label=_("Until"), help_text=_("The data cut-off: what happened later is not looked at."))

    class Meta:
        model = Report
        fields = FACTS
        labels: ClassVar[dict[str, Any]] = {
            "title": _("Title"),
            "title_en": _("Title in English"),
            "donor": _("Donor"),
            "grant_number": _("Grant number"),
            "province": _("Province"),
            "in_english": _("Also in English"),
            "incidents": _("Data protection incidents in the period"),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = provinces_for(user)
        province: Any = self.fields["province"]
        province.queryset = Province.objects.filter(pk__in=[each.pk for each in mine])
        province.empty_label = _("The whole program")
        province.help_text = ""
        if user.role_.own_provinces_only:
            province.required = True
            province.empty_label = None if len(mine) == 1 else _("Choose a province")
        if self.instance._state.adding:
            self.initial = {"id": uuid.uuid4(), "title": _("Results report"), **self.initial}
        else:
            self.watch(self.instance)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and since > until:
            self.add_error("until", gettext("This date is before the first day."))
        return data

    def _post_clean(self) -> None:
        """The instance stays as stored: the action compares with it and writes."""

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}


class ReasonForm(forms.Form):
    """Why a closed report is opened again; it stands in the audit log and beside the seal."""

    reason = FreeTextField(label=_("Reason"), min_length=5, max_length=200)
