"""The board: the first screen of coordinators, monitoring and donors."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_FIGURES, SEE_RECORDS, SET_TARGETS
from gvp.reporting.progress import Promised
from gvp.reporting.question import question
from gvp.reporting.stories import by_place, contributions, line, processes, story
from gvp.reporting.worklist import tasks


@allowed(SEE_FIGURES)
@require_safe
def board(request: UserRequest) -> HttpResponse:
    """One story line per contribution, the process in a quiet table, and what is missing."""
    user, asked = request.user, question(request.GET, request.user)
    promised = Promised.within(asked.scope)
    told = [
        (story(found, asked.scope, promised), by_place(found, asked, small_cells=user.may(SEE_RECORDS)))
        for found in contributions()
    ]
    context: dict[str, Any] = {
        "asked": asked,
        "stories": told,
        "lines": [line(found, asked.scope, promised) for found in processes()],
        "tasks": tasks(user, asked.province, timezone.localdate()),
        "sets_targets": user.may(SET_TARGETS),
    }
    return render(request, "reporting/board.html", context)
