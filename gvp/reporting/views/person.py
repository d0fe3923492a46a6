"""One person's page: a life-line, what is missing, and what he or she counts for."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE, MANAGE_PEOPLE, REVEAL, SEE_RECORDS
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.lifeline import moments, threads
from gvp.reporting.people import verdicts
from participants import consenting
from participants.views.common import standing


@allowed(SEE_RECORDS)
@require_safe
def person(request: UserRequest, pk: UUID) -> HttpResponse:
    """A merged record leads to the one that was kept."""
    found = standing(request, pk)
    if found.pk != pk:
        return redirect("reporting:person", found.pk)
    lived = threads(found)
    years = [(year, list(day)) for year, day in groupby(moments(found, lived), key=lambda moment: moment.date.year)]
    context: dict[str, Any] = {
        "person": found,
        "counts": verdicts(INDICATORS.values(), found, timezone.localdate()),
        "threads": lived,
        "years": years,
        "needs_own_consent": consenting.needs_own_consent(found, list(found.consents.all()), timezone.localdate()),
        "may_edit": request.user.may(LOG_ATTENDANCE),
        "may_manage": request.user.may(MANAGE_PEOPLE),
        "may_reveal": request.user.may(REVEAL) and bool(found.document or found.phone),
    }
    return render(request, "reporting/person.html", context)
