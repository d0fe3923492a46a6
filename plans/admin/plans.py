"""A plan in the admin: where it stands, what is missing, and the next steps that may be recorded."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gvp.audit.house_admin import HouseInline
from participants.forms import attempt
from plans import moving
from plans.admin.forms import PlanForm
from plans.admin.pages import WithPages
from plans.deadlines import of, progress
from plans.forms import ActForm, PastForm
from plans.models import Milestone, Plan, PlanGoal
from plans.steps import STEPS
from plans.story import LABELS, Story, story, with_acts

GET_POST = method_decorator(require_http_methods(["GET", "POST"]))


class Waiting(admin.SimpleListFilter):
    title = gettext_lazy("waiting")
    parameter_name = "waiting"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("document", _("for a document")), ("ratification", _("for ratification"))]

    def queryset(self, request: Any, queryset: Any) -> QuerySet:
        if self.value() == "document":
            return queryset.waiting_for_document()
        if self.value() == "ratification":
            return queryset.awaiting_ratification(timezone.localdate())
        return queryset


class GoalInline(HouseInline):
    model = PlanGoal
    fields = ("code", "text", "strand")


@admin.register(Plan)
class PlanAdmin(WithPages):
    form = PlanForm
    inlines = (GoalInline,)
    list_display = ("title", "code", "province", "stands", "missing", "since", "until")
    list_filter = (Waiting, ("board__province", admin.RelatedOnlyFieldListFilter))
    search_fields = ("title", "code")
    fields = ("code", "title", "board", "since", "until", "replaces")

    def get_queryset(self, request: Any) -> QuerySet:
        return with_acts(super().get_queryset(request))

    def choices(self, request: Any) -> QuerySet:
        """Another record points to a plan, not to its acts."""
        return self.visible(Plan.objects.all(), request.user)

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        """Once an act is recorded, the plan is that board's."""
        return ("board",) if obj and obj.milestones.all() else ()

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if "replaces" in form.base_fields and obj:
            field: Any = form.base_fields["replaces"]
            field.queryset = field.queryset.exclude(pk=obj.pk)
        return form

    # --- The list ---------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("province"), ordering="board__province__name")
    def province(self, plan: Plan) -> str:
        return plan.board.province.name

    @admin.display(description=gettext_lazy("state"))
    def stands(self, plan: Plan) -> Any:
        return _today(plan).here or _("not convened yet")

    @admin.display(description=gettext_lazy("missing documents"))
    def missing(self, plan: Plan) -> int:
        told = _today(plan)
        return len(told.waiting) + len(told.gaps)

    # --- The page -----------------------------------------------------------------------------

    def told(self, row: Plan) -> dict[str, Any]:
        return {"story": _today(row), "progress": progress(of(row), timezone.localdate())}

    def get_urls(self) -> list[Any]:
        guard = self.admin_site.admin_view
        return [
            path("<uuid:pk>/paso/<slug:state>/", guard(self.move_view), name="plans_plan_move"),
            path("<uuid:pk>/pasado/", guard(self.past_view), name="plans_plan_past"),
            *super().get_urls(),
        ]

    @GET_POST
    def move_view(self, request: Any, pk: UUID, state: str) -> HttpResponse:
        """Record the act of one next step."""
        plan = self.the(request, pk)
        if state not in STEPS:
            raise Http404
        form = ActForm(request.POST or None, request.FILES or None, plan=plan, state=state)
        if request.method == "POST" and form.is_valid():
            facts = {"key": form.cleaned_data["id"], "state": state, "facts": form.facts()}
            if act := attempt(form, moving.move, by=request.user, plan=plan, **facts):
                return self._back(request, plan, _recorded(act))
        told = _today(plan)
        if request.method == "GET" and state not in [step.state for step in told.steps]:
            return self._back(request, plan, _not_now(told, state), messages.WARNING)
        return self.page(request, "act", plan=plan, form=form, story=told, step=STEPS[state], label=LABELS[state])

    @GET_POST
    def past_view(self, request: Any, pk: UUID) -> HttpResponse:
        """Record a plan of the past at once."""
        plan = self.the(request, pk)
        told = _today(plan)
        if not told.may_be_past:
            text = _("This plan has later acts already: go on step by step.")
            return self._back(request, plan, text, messages.WARNING)
        form = PastForm(request.POST or None, request.FILES or None, plan=plan, position=told.position)
        if request.method == "POST" and form.is_valid():
            try:
                made = moving.enter_history(by=request.user, plan=plan, acts=form.acts())
            except ValidationError as refused:
                form.refuse(refused)
            else:
                return self._back(request, plan, _("%(n)d acts are recorded.") % {"n": len(made)})
        return self.page(request, "past", plan=plan, form=form, story=told)

    def _back(self, request: Any, plan: Plan, text: str, level: int = messages.SUCCESS) -> HttpResponse:
        messages.add_message(request, level, text)
        return redirect("admin:plans_plan_change", plan.pk)


def _today(plan: Plan) -> Story:
    return story(plan, timezone.localdate())


def _recorded(act: Milestone) -> str:
    names = {"state": act.get_state_display()}
    if act.documented or act.state == "archived":
        return _("Recorded: %(state)s.") % names
    return _("Recorded: %(state)s. Its document is missing, so that it does not count yet.") % names


def _not_now(told: Story, state: str) -> str:
    if told.position == state:
        return _("The plan is “%(state)s” already.") % {"state": LABELS[state]}
    return _("“%(state)s” is no next step of this plan.") % {"state": LABELS[state]}
