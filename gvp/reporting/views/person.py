"""One person's page: a life-line, what is missing, and what he or she counts for."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE, MANAGE_PEOPLE, REVEAL, SEE_RECORDS
from gvp.reporting.charts.lives import life
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.lifeline import moments, spans, threads
from gvp.reporting.people import verdicts
from participants import consenting
from participants.views.common import standing

GROUP = "group"  # key of the rule that an indicator is about the other group: said in one line


@allowed(SEE_RECORDS)
@require_safe
def person(request: UserRequest, pk: UUID) -> HttpResponse:
    """A merged record leads to the one that was kept."""
    found = standing(request, pk)
    if found.pk != pk:
        return redirect("reporting:person", found.pk)
    prefetch_related_objects([found], "consents", "memberships__network")
    today, lived = timezone.localdate(), threads(found)
    happened = moments(found, lived)
    counts = verdicts(INDICATORS.values(), found, today)
    context: dict[str, Any] = {
        "person": found,
        "counts": [count for count in counts if count[1].rule != GROUP],
        "other_group": [count for count in counts if count[1].rule == GROUP],
        "life": life(happened, spans(found), today),
        "threads": lived,
        "years": [(year, list(of_year)) for year, of_year in groupby(happened, key=lambda moment: moment.date.year)],
        "needs_own_consent": consenting.needs_own_consent(found, list(found.consents.all()), today),
        "network": next((stay.network_id for stay in found.memberships.all() if stay.left_on is None), None),
        "may_edit": request.user.may(LOG_ATTENDANCE),
        "may_manage": request.user.may(MANAGE_PEOPLE),
        "may_reveal": request.user.may(REVEAL) and bool(found.document or found.phone),
    }
    return render(request, "reporting/person.html", context)
