"""Networks and who belongs to them. Members join and leave on the network's own page, which asks for their days."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from gvp.audit.house_admin import HouseAdmin, HouseInline
from gvp.base.days import date_error
from participants.models import Network, NetworkMembership


class NetworkAdminForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("founded_on") and (problem := date_error(facts["founded_on"])):
            self.add_error("founded_on", problem)
        coordinator = facts.get("coordinator")
        members = NetworkMembership.objects.current().filter(network=self.instance.pk)
        if coordinator and not members.filter(participant=coordinator).exists():
            self.add_error("coordinator", _("The coordinator is chosen among the members of today."))
        return facts


class MemberInline(HouseInline):
    model = NetworkMembership
    extra = 0
    fields = ("participant", "joined_on", "commitment_on", "left_on")
    readonly_fields = fields
    can_delete = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(Network)
class NetworkAdmin(HouseAdmin):
    form = NetworkAdminForm
    inlines = (MemberInline,)
    list_display = ("name", "code", "province", "founded_on", "founding_act", "coordinator")
    list_filter = (("province", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("province", "coordinator")
    search_fields = ("code", "name")
    autocomplete_fields = ("coordinator",)
    fields = ("code", "name", "province", "founded_on", "founding_act", "founding_file", "coordinator")

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        """The code names the network in files; where its members are, it stays."""
        return ("code", "province") if obj else ()

    def get_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        return self.fields if obj else self.fields[:-1]


@admin.register(NetworkMembership)
class NetworkMembershipAdmin(HouseAdmin):
    read_only = True
    list_display = ("participant", "network", "joined_on", "commitment_on", "left_on")
    list_filter = (
        ("commitment_on", admin.EmptyFieldListFilter),
        ("left_on", admin.EmptyFieldListFilter),
        ("network__province", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("participant", "network")
    date_hierarchy = "joined_on"
    search_fields = ("participant__code", "network__code", "network__name")
    search_help_text = _("Code of the person, or code or name of the network.")
    fields = (
        "network", "participant", "joined_on", "commitment_on", "commitment_file", "left_on", "left_reason",
        "recorded_at", "recorded_by",
    )  # fmt: skip
    readonly_fields = fields
