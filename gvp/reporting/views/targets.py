"""Targets: what was promised, by indicator, place and date."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SET_TARGETS
from gvp.reporting.figures import figure_text, shown
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.models import Target
from gvp.reporting.targets import TargetForm, remove_target, set_target
from participants.forms import attempt

REMOVED = "removed_target"  # in the session: what would put it back


@allowed(SET_TARGETS)
@require_safe
def targets(request: UserRequest) -> HttpResponse:
    found = (
        Target.objects.visible_to(request.user)
        .select_related("province")
        .order_by("indicator", "province__name", "until")
    )
    groups = [
        (INDICATORS.get(code), code, [_line(target) for target in group])
        for code, group in groupby(found, lambda target: target.indicator)
    ]
    context: dict[str, Any] = {
        "groups": sorted(groups, key=lambda group: group[0] is None),  # what is counted already comes first
        "removed": request.session.pop(REMOVED, None),
    }
    return render(request, "reporting/targets.html", context)


def _line(target: Target) -> dict[str, Any]:
    indicator = INDICATORS.get(target.indicator)
    text = (lambda number: figure_text(indicator, number)) if indicator else shown
    return {"target": target, "baseline": text(target.baseline), "value": text(target.value)}


@allowed(SET_TARGETS)
@require_http_methods(["GET", "POST"])
def target_new(request: UserRequest) -> HttpResponse:
    initial = {name: request.GET[name] for name in ("indicator", "province") if name in request.GET}
    form = TargetForm(request.POST or None, user=request.user, initial=initial)
    if _done(request, form):
        messages.success(request, _("The target is set."))
        return redirect("reporting:targets")
    return render(request, "reporting/target.html", {"form": form})


@allowed(SET_TARGETS)
@require_http_methods(["GET", "POST"])
def target_edit(request: UserRequest, pk: UUID) -> HttpResponse:
    target = get_object_or_404(Target.objects.visible_to(request.user), pk=pk)
    form = TargetForm(request.POST or None, user=request.user, target=target)
    if _done(request, form, target):
        messages.success(request, _("The target is corrected."))
        return redirect("reporting:targets")
    return render(request, "reporting/target.html", {"form": form, "target": target})


@allowed(SET_TARGETS)
@require_POST
def target_remove(request: UserRequest, pk: UUID) -> HttpResponse:
    target = get_object_or_404(Target.objects.visible_to(request.user), pk=pk)
    request.session[REMOVED] = remove_target(by=request.user, target=target)
    return redirect("reporting:targets")


def _done(request: UserRequest, form: TargetForm, target: Target | None = None) -> bool:
    """Whether a form was sent and what it asks for was done; otherwise the form says why not."""
    if request.method != "POST" or not form.is_valid():
        return False
    data = form.cleaned_data
    done = attempt(form, set_target, by=request.user, facts=data, target=target, seen=data.get("seen", ""))
    return done is not None
