"""What the admin of every model has in common: whose rows, who may change them, and a line in the audit log.

The site (gvp/ops/admin_site.py) lets only those in who may administer. Below it a coordinator works on the
rows of his or her provinces, whoever answers for every province on all of them.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin, IncorrectLookupParameters
from django.contrib.admin.utils import NestedObjects, unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.forms import Media
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from gvp.audit import log, words
from gvp.audit.models import Entry
from gvp.base.admin import CONTROLS, SearchSelect
from gvp.base.languages import language_of
from gvp.base.models import Record, ScopedQuerySet

HISTORY_PAGE = 100


class HouseFields(BaseModelAdmin):
    """The fields of a record, and of the rows beneath it."""

    formfield_overrides = CONTROLS

    @property
    def media(self) -> Media:
        """No scripts: nothing here opens windows, and dates have the browser's own picker."""
        return Media()

    def get_field_queryset(self, db: Any, db_field: Any, request: Any) -> models.QuerySet | None:
        related = self.admin_site._registry.get(db_field.remote_field.model)
        if isinstance(related, HouseAdmin):
            return related.choices(request)
        return super().get_field_queryset(db, db_field, request)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget  # no buttons that open windows
        if field is not None and (language := language_of(db_field)):
            field.widget.attrs["lang"] = language
        return field


class HouseAdmin(HouseFields, admin.ModelAdmin):
    """`scope_path`: the way to the province where the model's manager does not know it; "" for everybody's rows.

    `central`: only those who answer for every province may change it. `read_only`: changed elsewhere, by the
    screen or the file that knows the rules. `deletable`: whether a row that nothing depends on may go.
    """

    scope_path: ClassVar[str] = ""
    central: ClassVar[bool] = False
    read_only: ClassVar[bool] = False
    deletable: ClassVar[bool] = True

    actions = None  # one thing at a time: a list holds no button that changes fifty records
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    # --- Whose rows -------------------------------------------------------------------------

    def get_queryset(self, request: Any) -> models.QuerySet:
        return self.visible(super().get_queryset(request), request.user)

    def visible(self, rows: Any, user: Any) -> Any:
        """The rows this person may see. Lists, pages, choices and searches all start from here."""
        if self.scope_path:
            return user.limit(rows, self.scope_path)
        return rows.visible_to(user) if isinstance(rows, ScopedQuerySet) else rows

    def choices(self, request: Any) -> models.QuerySet:
        """The rows that another record may point to."""
        return self.get_queryset(request)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchSelect(db_field, self.admin_site))
        if db_field.name == scope_path_of(self).split("__")[0] and request.user.role_.own_provinces_only:
            # Left empty, the row would belong to the whole programme.
            kwargs["required"] = True
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    # --- Addresses that somebody has typed ----------------------------------------------------

    def get_object(self, request: Any, object_id: str, from_field: str | None = None) -> Any:
        """An empty `_to_field` in the address names no field."""
        return super().get_object(request, object_id, from_field or None)

    def get_changelist_instance(self, request: Any) -> Any:
        """A year that no calendar has is a filter like any other that is wrong: the list starts again."""
        try:
            return super().get_changelist_instance(request)
        except OverflowError as impossible:
            raise IncorrectLookupParameters from impossible

    def _get_obj_does_not_exist_redirect(self, request: Any, opts: Any, object_id: str) -> Any:
        # Django would go back to the index with a message that quotes the key.
        raise Http404

    # --- Who may ----------------------------------------------------------------------------

    def may_manage(self, user: Any) -> bool:
        return not self.read_only and (not self.central or not user.role_.own_provinces_only)

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return bool(request.user.may("administer"))

    def has_module_permission(self, request: Any) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: Any) -> bool:
        return self.has_view_permission(request) and self.may_manage(request.user)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj) and self.may_manage(request.user)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return self.deletable and self.has_change_permission(request, obj)

    # --- Deleting only what nothing depends on ------------------------------------------------

    def why_kept(self, thing: Any) -> str:
        """Why a row stays although no other row points to it; "" when it may go."""
        return ""

    def get_deleted_objects(self, objs: Any, request: Any) -> tuple[list[str], dict, set, list[str]]:
        """What would go along, and what stands in the way, as counts in words; never a key."""
        collector = NestedObjects(using="default")
        collector.collect(objs)
        along = _counted(thing for things in collector.model_objs.values() for thing in things)
        along.pop(self.opts, None)
        kept = [reason for thing in objs if (reason := self.why_kept(thing))]
        return _in_words(along), {}, set(), kept + _in_words(_counted(collector.protected))

    # --- Saving, and the line in the log ------------------------------------------------------

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        if not change and isinstance(obj, Record):
            obj.recorded_by = request.user
        super().save_model(request, obj, form, change)

    def save_formset(self, request: Any, form: Any, formset: Any, change: bool) -> None:
        formset.save(commit=False)
        for row in formset.new_objects:
            row.recorded_by = request.user
            row.save()
            self.log_addition(request, row, "")
        for row, changed in formset.changed_objects:
            row.save()
            self.log_change(request, row, changed)
        for row in formset.deleted_objects:
            self.log_deletions(request, [row])
            row.delete()
        formset.save_m2m()

    def construct_change_message(self, request: Any, form: Any, formsets: Any, add: bool = False) -> Any:
        """The names of the fields that changed; `log_change` writes them down."""
        return list(form.changed_data)

    def log_addition(self, request: Any, obj: Any, message: Any) -> Any:
        return log.record(by=request.user, verb=log.Verb.CREATED, target=obj, province=self.province_of(obj))

    def log_change(self, request: Any, obj: Any, message: Any) -> Any:
        if not message:
            return None
        return log.record(
            by=request.user, verb=log.Verb.CHANGED, target=obj, province=self.province_of(obj), fields=list(message)
        )

    def log_deletions(self, request: Any, queryset: Any) -> Any:
        return [
            log.record(
                by=request.user, verb=log.Verb.DELETED, target=obj, province=self.province_of(obj), title=str(obj)
            )
            for obj in queryset
        ]

    def province_of(self, thing: Any) -> str:
        """INEI code of the province a row lies in; "" for the whole programme's."""
        place = thing
        for step in scope_path_of(self, thing).split("__"):
            place = getattr(place, step, None) if step else None
        return place if isinstance(place, str) else getattr(place, "pk", "")

    # --- History ------------------------------------------------------------------------------

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> TemplateResponse:
        """What the audit log says of one record, whoever changed it and on whatever screen."""
        thing = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, thing):
            raise PermissionDenied
        if thing is None:
            raise Http404
        entries = Entry.objects.about(thing).select_related("by")
        page = Paginator(entries, HISTORY_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(thing)s") % {"thing": thing},
            "lines": [(entry, words.details(entry)) for entry in page],
            "page": page,
            "object": thing,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/object_history.html", context)


class HouseInline(HouseFields, admin.TabularInline):
    """Rows of a parent. Whoever may see or change the parent may see or change them."""

    extra = 1

    def _of_parent(self, request: Any, permission: str, obj: Any) -> bool:
        parent = self.admin_site.get_model_admin(self.parent_model)
        return bool(getattr(parent, f"has_{permission}_permission")(request, obj))

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return self._of_parent(request, "view", obj)

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return self._of_parent(request, "change", obj)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return self._of_parent(request, "change", obj)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return self._of_parent(request, "change", obj)


def scope_path_of(house: HouseAdmin, thing: Any = None) -> str:
    """The admin's own path to the province, or the one its model's rows (or an inline's) know."""
    if house.scope_path:
        return house.scope_path
    model = house.model if thing is None else type(thing)
    return getattr(model._default_manager.all(), "scope_path", "")


def _counted(things: Iterable[Any]) -> Counter:
    return Counter(thing._meta for thing in things)


def _in_words(counts: Counter) -> list[str]:
    return [
        f"{count} {opts.verbose_name if count == 1 else opts.verbose_name_plural}"
        for opts, count in sorted(counts.items(), key=lambda item: item[0].label)
    ]
