from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from gvp.audit.house_admin import HouseAdmin
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.models import Target


class TargetForm(forms.ModelForm):
    """An indicator is chosen by its title; one that came in a file and is not counted yet keeps its code."""

    indicator = forms.ChoiceField(label=_("indicator"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = {indicator.code: f"{indicator.code} · {indicator.title}" for indicator in INDICATORS.values()}
        titles.setdefault(self.instance.indicator, self.instance.indicator or "---------")
        if "indicator" in self.fields:
            self.fields["indicator"].choices = sorted(titles.items())  # type: ignore[attr-defined]


@admin.register(Target)
class TargetAdmin(HouseAdmin):
    form = TargetForm
    list_display = ("indicator", "province", "baseline", "value", "until")
    list_filter = ("indicator", ("province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("province",)
    date_hierarchy = "until"
    search_fields = ("indicator", "province__name")
    fields = ("indicator", "province", "baseline", "value", "until")
