"""Hoy: the first screen of whoever logs sessions."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE, MANAGE_CYCLES
from workshops.models import Workshop
from workshops.todo import besides, day_of


@allowed(LOG_ATTENDANCE)
@require_safe
def today(request: UserRequest) -> HttpResponse:
    now = timezone.localdate()
    context: dict[str, Any] = {
        "date": now,
        "day": day_of(Workshop.objects.visible_to(request.user), now),
        "besides": besides(request.user, now),
        "may_manage": request.user.may(MANAGE_CYCLES),
    }
    return render(request, "workshops/today.html", context)
