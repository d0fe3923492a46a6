from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from gvp.audit.house_admin import HouseAdmin
from plans.models import Board, Plan


@admin.register(Board)
class BoardAdmin(HouseAdmin):
    list_display = ("code", "kind", "province", "installed_on")
    list_filter = ("kind", ("province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("province",)
    search_fields = ("code", "province__name")
    fields = ("code", "kind", "province", "installed_on")


class PlanForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        since, until = facts.get("since"), facts.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end is before the start."))
        return facts


@admin.register(Plan)
class PlanAdmin(HouseAdmin):
    form = PlanForm
    list_display = ("title", "code", "province", "since", "until")
    list_filter = (("board__province", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("board__province",)
    search_fields = ("title", "code")
    fields = ("code", "title", "board", "since", "until")

    @admin.display(description=_("province"), ordering="board__province__name")
    def province(self, plan: Plan) -> str:
        return plan.board.province.name
