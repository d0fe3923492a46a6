"""People of a cycle against its sessions."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE, SEE_RECORDS
from workshops.matrix import build
from workshops.views.found import the_cycle


@allowed(LOG_ATTENDANCE, SEE_RECORDS)
@require_safe
def matrix(request: UserRequest, pk: UUID) -> HttpResponse:
    cycle = the_cycle(request, pk)
    context = {"cycle": cycle, "matrix": build(cycle), "may_open": request.user.may(SEE_RECORDS)}
    return render(request, "workshops/matrix.html", context)
