"""From which difference a domain changed: what the baselines give, and the day on which it was frozen."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_RECORDS, SET_TARGETS
from gvp.base.days import PastDay
from gvp.base.free_text import FreeTextField
from gvp.reporting.change.closing import closings
from participants import freezing
from participants.forms import attempt
from participants.models import ChangeThreshold, Domain


class FreezeForm(forms.Form):
    on = PastDay(
        label=gettext_lazy("Day on which the baseline closed"),
        help_text=gettext_lazy("The baselines up to that day are used. Figures of that day and later use the value."),
        initial=timezone.localdate,
    )
    note = FreeTextField(label=gettext_lazy("Note"), required=False, max_length=400)


class LiftForm(forms.Form):
    reason = FreeTextField(label=gettext_lazy("Why it is lifted"), max_length=200)


@allowed(SEE_RECORDS)
@require_safe
def thresholds(request: UserRequest) -> HttpResponse:
    lifted = ChangeThreshold.objects.filter(lifted_at__isnull=False).select_related("domain", "recorded_by")
    context: dict[str, Any] = {
        "closings": closings(timezone.localdate()),
        "lifted": lifted.order_by("-lifted_at"),
        "may_freeze": request.user.may(SET_TARGETS),
    }
    return render(request, "reporting/change/thresholds.html", context)


@allowed(SET_TARGETS)
@require_http_methods(["GET", "POST"])
def freeze_threshold(request: UserRequest, pk: UUID) -> HttpResponse:
    """The value is computed here, from the baselines of the day that was typed."""
    domain = get_object_or_404(Domain, pk=pk, instrument__counts_for_change=True)
    form = FreezeForm(request.POST or None)
    day = form.cleaned_data["on"] if form.is_bound and form.is_valid() else timezone.localdate()
    closing = next(found for found in closings(day) if found.domain.pk == domain.pk)
    if request.method == "POST" and form.is_valid():
        frozen = attempt(
            form, freezing.freeze, by=request.user, domain=domain, found=closing.computed, **form.cleaned_data
        )
        if frozen:
            messages.success(request, _("The threshold is frozen."))
            return redirect("reporting:thresholds")
    return render(request, "reporting/change/freeze.html", {"closing": closing, "form": form})


@allowed(SET_TARGETS)
@require_http_methods(["GET", "POST"])
def lift_threshold(request: UserRequest, pk: UUID) -> HttpResponse:
    frozen = get_object_or_404(ChangeThreshold.objects.select_related("domain"), pk=pk)
    form = LiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lifted = attempt(form, freezing.lift, by=request.user, frozen=frozen, **form.cleaned_data)
        if lifted:
            messages.success(request, _("The threshold moves with the baselines again."))
            return redirect("reporting:thresholds")
    return render(request, "reporting/change/lift.html", {"frozen": frozen, "form": form})
