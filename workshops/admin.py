"""Cycles, sessions, enrolments. Attendance and sheets are only read here: the roster is where they are corrected."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gvp.audit.house_admin import HouseAdmin, HouseInline
from participants.models import Participant
from workshops import outreach_admin  # noqa: F401 - registers actions and replications
from workshops.admin_forms import CycleForm, EnrolmentForm, ModuleChoice, SessionForm
from workshops.models import Attendance, Cycle, Enrolment, Evidence, Module, Workshop

PROVINCE = "community__district__province"


class ModuleInline(HouseInline):
    model = Module
    fields = ("order", "code", "title", "core")


@admin.register(Cycle)
class CycleAdmin(HouseAdmin):
    form = CycleForm
    inlines = (ModuleInline,)
    list_display = ("name", "code", "kind", "community", "province", "starts_on", "closes_on", "sessions")
    list_filter = ("kind", (PROVINCE, admin.RelatedOnlyFieldListFilter))
    list_select_related = (PROVINCE,)
    date_hierarchy = "starts_on"
    ordering = ("-starts_on", "code")
    search_fields = ("code", "name", "community__name")
    autocomplete_fields = ("community",)
    fields = ("code", "kind", "name", "community", "starts_on", "closes_on", "facilitators")

    def visible(self, rows: Any, user: Any) -> Any:
        return super().visible(rows, user).annotate(planned=Count("workshops"))

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        """The code names the cycle in files; kind and start are changed on its page, which knows its sessions."""
        return ("code", "kind", "starts_on") if obj else ()

    @admin.display(description=_("province"), ordering=f"{PROVINCE}__name")
    def province(self, cycle: Cycle) -> str:
        return cycle.community.district.province.name

    @admin.display(description=_("sessions"), ordering="planned")
    def sessions(self, cycle: Any) -> int:
        return cycle.planned


@admin.register(Module)
class ModuleAdmin(HouseAdmin):
    """A curriculum is written on its cycle's page; here to look up, and to carry in and out."""

    read_only = True
    list_display = ("title", "code", "order", "core", "cycle")
    list_filter = ("core", (f"cycle__{PROVINCE}", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("cycle",)
    search_fields = ("title", "cycle__code", "cycle__name")
    fields = ("cycle", "code", "title", "order", "core")
    readonly_fields = fields


@admin.register(Enrolment)
class EnrolmentAdmin(HouseAdmin):
    """A school leader's enrolment is seen by whoever may open the leader's record."""

    form = EnrolmentForm
    list_display = ("participant", "cycle", "enrolled_on", "withdrawn_on", "practice_on")
    list_filter = ("cycle__kind", (f"cycle__{PROVINCE}", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("participant", "cycle")
    date_hierarchy = "enrolled_on"
    search_fields = ("participant__code", "cycle__code", "cycle__name")
    search_help_text = _("Code of the person, or code or name of the cycle.")
    autocomplete_fields = ("cycle", "participant")
    fields = ("cycle", "participant", "enrolled_on", "withdrawn_on", "withdrawn_reason", "practice_on")

    def visible(self, rows: Any, user: Any) -> Any:
        return with_openable_people(super().visible(rows, user), user)

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        return ("cycle", "participant") if obj else ()

    def why_kept(self, enrolment: Enrolment) -> str:
        attended = Attendance.objects.filter(
            workshop__cycle=enrolment.cycle_id, participant=enrolment.participant_id
        ).exists()
        return str(_("attendance in this cycle: write the day of withdrawal instead")) if attended else ""


class Unreported(admin.SimpleListFilter):
    title = _("report")
    parameter_name = "report"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("day has passed, not reported"))]

    def queryset(self, request: Any, queryset: Any) -> QuerySet:
        return queryset.planned().filter(date__lt=timezone.localdate()) if self.value() else queryset


@admin.register(Workshop)
class WorkshopAdmin(HouseAdmin):
    """State and counts come from the session's own page; so does a new date, with its reason."""

    form = SessionForm
    list_display = ("code", "cycle", "module", "date", "community", "status", "head_count", "signatures")
    list_filter = ("status", Unreported, (f"cycle__{PROVINCE}", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("cycle", "module", "community__district")
    date_hierarchy = "date"
    search_fields = ("code", "cycle__code", "cycle__name", "module__title")
    autocomplete_fields = ("cycle", "community")
    happened = (
        "status", "head_count", "signatures", "unregistered", "cancelled_reason", "original_date", "rescheduled_reason",
    )  # fmt: skip
    planned = ("code", "cycle", "module", "date", "starts_at", "minutes", "community", "facilitator", "note")
    fieldsets = ((None, {"fields": planned}), (_("What happened"), {"fields": happened}))

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "module":
            kwargs["form_class"] = ModuleChoice
            kwargs["queryset"] = Module.objects.visible_to(request.user).select_related("cycle")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj and "module" in form.base_fields:
            module: Any = form.base_fields["module"]
            module.queryset = module.queryset.filter(cycle=obj.cycle_id)
        return form

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        return self.fieldsets if obj else self.fieldsets[:1]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        return ("code", "cycle", "date", *self.happened) if obj else ()

    def why_kept(self, session: Workshop) -> str:
        return "" if session.status == Workshop.Status.PLANNED else str(_("only a planned session can be deleted"))


@admin.register(Attendance)
class AttendanceAdmin(HouseAdmin):
    read_only = True
    list_display = ("participant", "workshop", "state", "disputed")
    list_filter = ("state", "disputed", (f"workshop__cycle__{PROVINCE}", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("participant", "workshop")
    date_hierarchy = "workshop__date"
    search_fields = ("participant__code", "workshop__code", "workshop__cycle__code")
    search_help_text = _("Code of the person, of the session or of the cycle.")
    fields = ("workshop", "participant", "state", "disputed", "recorded_at", "recorded_by")
    readonly_fields = fields

    def visible(self, rows: Any, user: Any) -> Any:
        return with_openable_people(super().visible(rows, user), user)


@admin.register(Evidence)
class EvidenceAdmin(HouseAdmin):
    read_only = True
    list_display = ("workshop", "pages", "recorded_at", "recorded_by")
    list_filter = ((f"workshop__cycle__{PROVINCE}", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("workshop", "recorded_by")
    date_hierarchy = "recorded_at"
    search_fields = ("workshop__code",)
    fields = ("workshop", "pages", "recorded_at", "recorded_by")
    readonly_fields = fields


def with_openable_people(rows: Any, user: Any) -> Any:
    """Rows about people whose record this user may open."""
    closed = Participant.objects.school_leaders() if not user.sees_minors else Participant.objects.none()
    return rows.exclude(participant__in=closed)
