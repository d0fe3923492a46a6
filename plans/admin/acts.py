"""The acts of plans: a list to find those without document, and pages to add it or to undo the last act."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participants.forms import attempt
from plans import moving
from plans.admin.pages import WithPages
from plans.admin.plans import GET_POST
from plans.forms import DocumentForm, UndoForm
from plans.models import Milestone


class Kept(admin.SimpleListFilter):
    title = gettext_lazy("document")
    parameter_name = "kept"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [("missing", _("missing")), ("kept", _("registered")), ("undone", _("act undone"))]

    def queryset(self, request: Any, queryset: Any) -> QuerySet:
        match self.value():
            case "missing":
                return queryset.declared()
            case "kept":
                return queryset.documented()
            case "undone":
                return queryset.filter(undone_at__isnull=False)
        return queryset


@admin.register(Milestone)
class MilestoneAdmin(WithPages):
    """Acts are recorded on the page of their plan, where the next step is known."""

    read_only = True
    list_display = ("state", "plan", "date", "document", "number", "is_documented")
    list_filter = (Kept, "state", ("plan__board__province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("plan__board__province",)
    date_hierarchy = "date"
    search_fields = ("plan__code", "plan__title", "number")
    fields = ("plan", "state", "date", "document", "number", "file", "note", "undone_at", "undone_reason",
              "recorded_at", "recorded_by")  # fmt: skip
    readonly_fields = fields

    @admin.display(description=gettext_lazy("documented"), boolean=True)
    def is_documented(self, act: Milestone) -> bool:
        return act.documented

    def get_urls(self) -> list[Any]:
        guard = self.admin_site.admin_view
        return [
            path("<uuid:pk>/documento/", guard(self.document_view), name="plans_milestone_document"),
            path("<uuid:pk>/deshacer/", guard(self.undo_view), name="plans_milestone_undo"),
            *super().get_urls(),
        ]

    @GET_POST
    def document_view(self, request: Any, pk: UUID) -> HttpResponse:
        """Add or correct the document of an act; its date stays."""
        act = self.the(request, pk)
        form = DocumentForm(request.POST or None, request.FILES or None, instance=act, plan=act.plan, state=act.state)
        if request.method == "POST" and form.is_valid():
            told = {"facts": form.facts(), "seen": form.seen}
            changed = attempt(form, moving.complete, by=request.user, milestone=act, **told)
            if changed is not None:
                messages.success(request, _("Saved.") if changed else _("Nothing had changed."))
                return redirect("admin:plans_plan_change", act.plan_id)
        return self.page(request, "document", plan=act.plan, act=act, form=form)

    @GET_POST
    def undo_view(self, request: Any, pk: UUID) -> HttpResponse:
        act = self.the(request, pk)
        form = UndoForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            undone = attempt(form, moving.undo, by=request.user, milestone=act, **form.cleaned_data)
            if undone is not None:
                text = _("Undone: %(state)s. It stays in the history of the plan with its reason.")
                messages.success(request, text % {"state": act.get_state_display()})
                return redirect("admin:plans_plan_change", act.plan_id)
        return self.page(request, "undo", plan=act.plan, act=act, form=form, save=_("Undo the act"))
