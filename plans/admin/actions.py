"""What a plan promises: one page per action, with its evidence; a new deadline has a page of its own."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.audit.house_admin import HouseInline
from participants.forms import attempt
from plans.admin.asked import asked
from plans.admin.forms import ActionForm, GoalChoice, co_responsible, with_stored
from plans.admin.pages import BelowAnother, WithPages
from plans.admin.plans import GET_POST
from plans.forms import RescheduleForm
from plans.models import ActionEvidence, Plan, PlanAction, PlanGoal
from plans.rescheduling import reschedule


class Overdue(admin.SimpleListFilter):
    title = gettext_lazy("deadline")
    parameter_name = "deadline"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("over", _("overdue")), ("ahead", _("still to come"))]

    def queryset(self, request: Any, queryset: Any) -> QuerySet:
        day = timezone.localdate()
        match self.value():
            case "over":
                return queryset.overdue(day)
            case "ahead":
                return queryset.open(day).filter(deadline__gte=day)
        return queryset


class EvidenceInline(HouseInline):
    model = ActionEvidence
    fields = ("date", "label", "file")


@admin.register(PlanAction)
class PlanActionAdmin(BelowAnother, WithPages):
    form = ActionForm
    inlines = (EvidenceInline,)
    list_display = ("code", "text", "responsible", "deadline", "state", "progress")
    list_filter = (Overdue, "state", ("plan__board__province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("responsible", "plan__board__province", "goal")
    date_hierarchy = "deadline"
    search_fields = ("code", "text", "plan__code", "responsible__name")
    autocomplete_fields = ("responsible",)
    promised = ("goal", "code", "text", "target", "unit", "starts_on", "original_deadline")
    carried = ("responsible", "co_responsible", "budget", "source")
    kept = ("state", "progress", "done_on", "cancellation_act")
    moved = ("deadline", "rescheduling_act", "rescheduled_reason")

    def above(self, action: PlanAction) -> Plan:
        return action.plan

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        told = [(None, {"fields": self.promised + (self.moved if obj else ())}),
                (_("Who answers for it"), {"fields": self.carried})]  # fmt: skip
        return told + ([(_("How far it is"), {"fields": self.kept})] if obj else [])

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        return ("original_deadline", *self.moved) if obj else ()

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "goal":
            goals = PlanGoal.objects.visible_to(request.user).select_related("plan")
            kwargs |= {"form_class": GoalChoice, "queryset": goals.order_by("plan__code", "code")}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Objectives and institutions of one plan: that of the action, or the one asked for in the address."""
        form = super().get_form(request, obj, change=change, **kwargs)
        plans = Plan.objects.visible_to(request.user)
        if key := obj.plan_id if obj else asked(request, "plan"):
            plans = plans.filter(pk=key)
        goal: Any = form.base_fields.get("goal")
        if goal is not None:
            goal.queryset = goal.queryset.filter(plan__in=plans)
        together: Any = form.base_fields.get("co_responsible")
        if together is not None:
            together.queryset = co_responsible(plans, obj.co_responsible.values("pk") if obj else [])
            together.help_text = _("Institutions of the board.")
        responsible: Any = form.base_fields.get("responsible")
        if responsible is not None and obj:
            responsible.queryset = with_stored(responsible.queryset, obj.responsible_id)
        return form

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """A new action has one deadline; its plan is that of its objective."""
        if not change:
            obj.plan, obj.deadline = obj.goal.plan, obj.original_deadline
        super().save_model(request, obj, form, change)

    def told(self, row: PlanAction) -> dict[str, Any]:
        return {"is_open": row.is_open(timezone.localdate())}

    def get_urls(self) -> list[Any]:
        guard = self.admin_site.admin_view(self.reschedule_view)
        return [path("<uuid:pk>/reprogramar/", guard, name="plans_planaction_reschedule"), *super().get_urls()]

    @GET_POST
    def reschedule_view(self, request: Any, pk: UUID) -> HttpResponse:
        action = self.the(request, pk)
        form = RescheduleForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            moved = attempt(form, reschedule, by=request.user, plan_action=action, **form.cleaned_data)
            if moved is not None:
                day = date_format(form.cleaned_data["deadline"], "SHORT_DATE_FORMAT")
                messages.success(request, _("The deadline is %(day)s now; the original one stays.") % {"day": day})
                return redirect("admin:plans_planaction_change", action.pk)
        return self.page(request, "reschedule", action=action, form=form, save=_("Reschedule"))
