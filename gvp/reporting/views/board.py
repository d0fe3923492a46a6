"""The board: the first screen of coordinators, monitoring and donors."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gvp.accounts.models import User
from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_FIGURES, SEE_RECORDS, SET_TARGETS
from gvp.reporting.base import Indicator
from gvp.reporting.progress import Promised
from gvp.reporting.question import Question, question
from gvp.reporting.stories import Breakdown, Story, by_place, contributions, line, processes, story
from gvp.reporting.worklist import tasks


@allowed(SEE_FIGURES)
@require_safe
def board(request: UserRequest) -> HttpResponse:
    """One story line per contribution, the process in a quiet table, and what is missing."""
    user, asked = request.user, question(request.GET, request.user)
    promised = Promised.within(asked.scope)
    context: dict[str, Any] = {
        "asked": asked,
        "stories": [_told(found, asked, promised, user) for found in contributions()],
        "lines": [line(found, asked.scope, promised) for found in processes()],
        "tasks": tasks(user, asked.province, timezone.localdate()),
        "opens": user.may(SEE_RECORDS),
        "sets_targets": user.may(SET_TARGETS),
    }
    return render(request, "reporting/board.html", context)


def _told(indicator: Indicator, asked: Question, promised: Promised, user: User) -> tuple[Story, Breakdown]:
    rows = indicator.rows(asked.scope)
    places = by_place(indicator, asked, rows, small_cells=user.may(SEE_RECORDS))
    return story(indicator, asked.scope, promised, rows), places
