"""Hoy: the first screen of whoever logs sessions."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE, MANAGE_CYCLES
from workshops.models import Workshop
from workshops.todo import NETWORKS, NETWORKS_ON_PHONE, besides, day_of, last_of


@allowed(LOG_ATTENDANCE)
@require_safe
def today(request: UserRequest) -> HttpResponse:
    """On a phone that is taken along it holds every session of the days chosen; static/js/today.js puts each where
    its day has come to.
    """
    now, days = timezone.localdate(), request.user.on_phone
    context: dict[str, Any] = {
        "date": now,
        "day": day_of(Workshop.objects.visible_to(request.user), now, last_of(now, days)),
        "besides": besides(request.user, now, NETWORKS_ON_PHONE if days else NETWORKS),
        "may_manage": request.user.may(MANAGE_CYCLES),
    }
    return render(request, "workshops/today.html", context)
