"""The audit log to read: nobody adds, changes or deletes a line of it."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from gvp.audit import words
from gvp.audit.house_admin import HouseAdmin
from gvp.audit.models import Entry


class KindFilter(admin.SimpleListFilter):
    title = _("kind of record")
    parameter_name = "kind"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        mine = model_admin.get_queryset(request).exclude(target_type="")
        kinds = mine.order_by("target_type").values_list("target_type", flat=True).distinct()
        return [(kind, apps.get_model(kind)._meta.verbose_name_plural) for kind in kinds]

    def queryset(self, request: Any, queryset: QuerySet) -> QuerySet:
        return queryset.filter(target_type=self.value()) if self.value() else queryset


@admin.register(Entry)
class EntryAdmin(HouseAdmin):
    """A coordinator reads what was done in his or her provinces, and by him- or herself."""

    read_only = True
    list_display = ("when", "by", "verb", "kind", "record", "details")
    list_display_links = None
    list_filter = ("verb", KindFilter, ("by", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("by",)
    date_hierarchy = "at"
    sortable_by = ("when",)
    fields = ("at", "by", "verb", "kind", "record", "details")
    readonly_fields = fields

    def visible(self, rows: Any, user: Any) -> Any:
        return rows.readable_by(user)

    def get_changelist_instance(self, request: Any) -> Any:
        changelist = super().get_changelist_instance(request)
        titles = words.titles(changelist.result_list)
        for entry in changelist.result_list:
            entry.title = titles.get((entry.target_type, entry.target_id), "")
        return changelist

    @admin.display(description=_("when"), ordering="at")
    def when(self, entry: Entry) -> str:
        return date_format(timezone.localtime(entry.at), "SHORT_DATETIME_FORMAT")

    @admin.display(description=_("kind of record"))
    def kind(self, entry: Entry) -> str:
        return words.kind(entry)

    @admin.display(description=_("record"))
    def record(self, entry: Any) -> str:
        if hasattr(entry, "title"):
            return str(entry.title)
        return words.titles([entry]).get((entry.target_type, entry.target_id), "")

    @admin.display(description=_("detail"))
    def details(self, entry: Entry) -> str:
        return words.details(entry)
