"""The applications of one man, for coordinators: when, which round, and whether they can be measured."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE, MANAGE_PEOPLE, SEE_RECORDS
from participants import assessing
from participants.applied import applied
from participants.assess_forms import ReasonForm
from participants.due import due_for
from participants.forms import attempt
from participants.models import Assessment
from participants.round_words import sentence
from participants.views.common import standing


@allowed(SEE_RECORDS)
@require_safe
def assessments(request: UserRequest, pk: UUID) -> HttpResponse:
    person = standing(request, pk)
    if person.is_school_leader:
        raise Http404
    advice = due_for(person, timezone.localdate()).advice
    context = {
        "person": person,
        "advice": advice and sentence(advice),
        "applied": applied(person),
        "may_manage": request.user.may(MANAGE_PEOPLE),
        "may_apply": request.user.may(LOG_ATTENDANCE),
    }
    return render(request, "participants/assessments.html", context)


@allowed(MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def reopen(request: UserRequest, pk: UUID) -> HttpResponse:
    assessment = _assessment(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reopened = attempt(form, assessing.reopen, by=request.user, assessment=assessment, **form.cleaned_data)
        if reopened:
            messages.success(request, _("It is open again. Correct it and finish it."))
            return redirect("participants:assessment_done", assessment.pk)
    return render(request, "participants/assessment_reopen.html", {"assessment": assessment, "form": form})


@allowed(MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def withdraw(request: UserRequest, pk: UUID) -> HttpResponse:
    assessment = _assessment(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assessing.withdraw(by=request.user, assessment=assessment, **form.cleaned_data)
        messages.success(request, _("The application and its answers are deleted; the reason is written down."))
        return redirect("participants:assessments", assessment.participant_id)
    return render(request, "participants/assessment_withdraw.html", {"assessment": assessment, "form": form})


def _assessment(request: UserRequest, pk: UUID) -> Any:
    return get_object_or_404(Assessment.objects.open_to(request.user).select_related("participant"), pk=pk)
