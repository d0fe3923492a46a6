"""Whom to apply the questionnaire to: the way from *Hoy* to one man."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE
from workshops.to_assess import cycles_of, own_cycles, waiting


@allowed(LOG_ATTENDANCE)
@require_safe
def assessments(request: UserRequest) -> HttpResponse:
    today = timezone.localdate()
    cycles = list(own_cycles(request.user, today) if request.user.on_phone else cycles_of(request.user, today))
    asked = request.GET.get("cycle", "")
    chosen = next((cycle for cycle in cycles if str(cycle.pk) == asked), None)
    context = {
        "cycles": cycles,
        "chosen": chosen,
        "waiting": waiting([chosen] if chosen else cycles, today),
    }
    return render(request, "workshops/assessments.html", context)
