""" "Preparar para salir": choose the days, and the phone fetches what it needs where there is no signal."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE
from gvp.sync import preparing


@allowed(LOG_ATTENDANCE)
@require_safe
def prepare(request: UserRequest) -> HttpResponse:
    """`?dias=`: how many days, counting today."""
    days = _days(request.GET.get("dias", ""))
    context = {
        "days": days,
        "choices": preparing.CHOICES,
        "day": preparing.sessions_of(request.user, timezone.localdate(), days),
    }
    return render(request, "sync/prepare.html", context)


@allowed(LOG_ATTENDANCE)
@require_POST
def prepared(request: UserRequest) -> HttpResponse:
    """The list of what to fetch, with the facts to search in."""
    return JsonResponse(preparing.take_along(by=request.user, days=_days(request.POST.get("dias", ""))))


def _days(text: str) -> int:
    """One of those offered; else the usual number."""
    return int(text) if text in map(str, preparing.CHOICES) else preparing.USUAL
