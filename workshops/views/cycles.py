"""Cycles: the list, one cycle's page, its facts and its curriculum."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE, MANAGE_CYCLES, SEE_RECORDS
from participants.forms import attempt
from workshops import cycling
from workshops.cycle_forms import CopyForm, CycleForm, LineFormSet, NewCycleForm, lines_of
from workshops.cycling import Line
from workshops.filters import CycleFilters
from workshops.models import Cycle
from workshops.roll import members, sessions_of, subjects
from workshops.views.found import the_cycle

PAGE = 50


@allowed(LOG_ATTENDANCE, SEE_RECORDS)
@require_safe
def cycles(request: UserRequest) -> HttpResponse:
    """Cycles this person sees, the running ones first."""
    today = timezone.localdate()
    mine = Cycle.objects.visible_to(request.user)
    filters = CycleFilters(request.GET, mine)
    rows = filters.apply(mine).with_counts(today).running_first(today)
    page = Paginator(rows.select_related("community__district__province"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "filters": filters, "may_manage": request.user.may(MANAGE_CYCLES)}
    return render(request, "workshops/cycles.html", context)


@allowed(LOG_ATTENDANCE, SEE_RECORDS)
@require_safe
def cycle(request: UserRequest, pk: UUID) -> HttpResponse:
    """Everything about one cycle: sessions, people, modules, facilitators."""
    found, today = the_cycle(request, pk), timezone.localdate()
    taught = list(subjects(found))
    context: dict[str, Any] = {
        "cycle": found,
        "sessions": sessions_of(found, today),
        "members": members(found),
        "subjects": taught,
        "unplanned": any(not (subject.planned or subject.held) for subject in taught),
        "facilitators": found.facilitators.all(),
        "finished": found.closes_on is not None and found.closes_on < today,
        "may_manage": request.user.may(MANAGE_CYCLES),
        "may_log": request.user.may(LOG_ATTENDANCE),
        "may_open": request.user.may(SEE_RECORDS),
    }
    return render(request, "workshops/cycle.html", context)


@allowed(MANAGE_CYCLES)
@require_http_methods(["GET", "POST"])
def cycle_new(request: UserRequest) -> HttpResponse:
    form = NewCycleForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form, cycling.create, by=request.user, key=form.cleaned_data["id"], facts=form.facts(),
            facilitators=form.cleaned_data["facilitators"], curriculum=form.lines(),
        )  # fmt: skip
        if made:
            messages.success(request, _("The cycle %(code)s is created. Next: its modules.") % {"code": made.code})
            return redirect("workshops:modules", made.pk)
    return render(request, "workshops/cycle_form.html", {"form": form})


@allowed(MANAGE_CYCLES)
@require_http_methods(["GET", "POST"])
def cycle_edit(request: UserRequest, pk: UUID) -> HttpResponse:
    found = the_cycle(request, pk)
    form = CycleForm(request.POST or None, instance=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            form, cycling.change, by=request.user, cycle=found, facts=form.facts(),
            facilitators=form.cleaned_data["facilitators"], seen=form.cleaned_data["seen"],
        )  # fmt: skip
        if changed is not None:
            messages.success(request, _("Saved.") if changed else _("Nothing had changed."))
            return redirect("workshops:cycle", found.pk)
    return render(request, "workshops/cycle_form.html", {"form": form, "cycle": found})


@allowed(MANAGE_CYCLES)
@require_http_methods(["GET", "POST"])
def modules(request: UserRequest, pk: UUID) -> HttpResponse:
    """The curriculum: titles, order, which are core."""
    found = the_cycle(request, pk)
    formset: Any = LineFormSet(request.POST or None, initial=None if request.POST else lines_of(found))
    refused: list[str] = []
    if request.method == "POST" and formset.is_valid():
        refused = _set_curriculum(request, found, formset.lines())
        if not refused:
            return redirect("workshops:cycle", found.pk)
    return render(request, "workshops/modules.html", {
        "cycle": found, "formset": formset, "refused": refused, "copying": CopyForm(user=request.user, cycle=found),
        "has_sessions": found.workshops.exists(),
    })  # fmt: skip


@allowed(MANAGE_CYCLES)
@require_POST
def copy_modules(request: UserRequest, pk: UUID) -> HttpResponse:
    """Take over another cycle's curriculum, in place of this one's."""
    found = the_cycle(request, pk)
    form = CopyForm(request.POST, user=request.user, cycle=found)
    if form.is_valid():
        refused = _set_curriculum(request, found, cycling.copied(form.cleaned_data["source"]))
        for problem in refused:
            messages.error(request, problem)
    else:
        messages.error(request, _("Choose a cycle of the same kind."))
    return redirect("workshops:modules", found.pk)


def _set_curriculum(request: UserRequest, cycle: Cycle, lines: list[Line]) -> list[str]:
    """Store it and say so, or return why not."""
    try:
        changed = cycling.set_curriculum(by=request.user, cycle=cycle, lines=lines)
    except ValidationError as refused:
        return refused.messages
    messages.success(request, _("The modules are saved.") if changed else _("Nothing had changed."))
    return []
