"""Llegadas: what phones brought on one day."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_RECORDS
from gvp.sync.arrivals import arrivals

FIRST_YEAR = 2000


@allowed(SEE_RECORDS)
@require_safe
def arrived(request: UserRequest) -> HttpResponse:
    today = timezone.localdate()
    day = _day(request.GET.get("dia", ""), today)
    authors = arrivals(request.user, day)
    context = {
        "day": day,
        "today": today,
        "before": day - dt.timedelta(days=1),
        "after": day + dt.timedelta(days=1) if day < today else None,
        "authors": authors,
        "facts": sum(author.facts for author in authors),
    }
    return render(request, "sync/arrived.html", context)


def _day(typed: str, today: dt.date) -> dt.date:
    """Today for a day that is none, lies ahead, or before there were phones."""
    try:
        day = parse_date(typed)
    except ValueError:
        return today
    return day if day and day.year >= FIRST_YEAR and day <= today else today
