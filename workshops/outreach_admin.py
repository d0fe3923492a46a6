"""Actions of networks and replications, to look up: their own pages correct them, with version and history."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from gvp.audit.house_admin import HouseAdmin, HouseInline
from workshops.models import ActionLeader, NetworkAction, Replication, ReplicationLeader


class LeaderInline(HouseInline):
    """Who led, by code: nobody is added here."""

    extra = 0
    fields = ("participant",)
    readonly_fields = fields
    can_delete = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False


class ActionLeaderInline(LeaderInline):
    model = ActionLeader


class ReplicationLeaderInline(LeaderInline):
    model = ReplicationLeader


@admin.register(NetworkAction)
class NetworkActionAdmin(HouseAdmin):
    read_only = True
    inlines = (ActionLeaderInline,)
    list_display = ("code", "network", "date", "kind", "community", "validated", "women", "men", "adolescents")
    list_filter = ("validated", "kind", ("network__province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("network", "community__district")
    date_hierarchy = "date"
    search_fields = ("code", "network__code", "network__name", "community__name")
    fields = (
        "code", "network", "date", "community", "kind", "message", "women", "men", "adolescents", "evidence",
        "evidence_file", "validated", "validated_by", "validated_at", "recorded_at", "recorded_by",
    )  # fmt: skip
    readonly_fields = fields


@admin.register(Replication)
class ReplicationAdmin(HouseAdmin):
    read_only = True
    inlines = (ReplicationLeaderInline,)
    list_display = ("code", "school", "date", "grade", "section", "minutes", "women", "men")
    list_filter = (("school__district__province", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("school",)
    date_hierarchy = "date"
    search_fields = ("code", "school__code", "school__name")
    search_help_text = _("Code of the replication, or code or name of the school.")
    fields = (
        "code", "date", "school", "grade", "section", "module", "minutes", "responsible", "women", "men",
        "recorded_at", "recorded_by",
    )  # fmt: skip
    readonly_fields = fields
