"""The board: the first screen of coordinators, monitoring and donors; and how the work goes, beside it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gvp.accounts.models import User
from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_FIGURES, SEE_RECORDS
from gvp.reporting.progress import Promised
from gvp.reporting.question import Question, question
from gvp.reporting.stories import line, processes
from gvp.reporting.telling import CONTRIBUTIONS, told
from gvp.reporting.worklist import MOVERS, Asked, Task, movers

TASKS = 6  # of the work list, on the board


@allowed(SEE_FIGURES)
@require_safe
def board(request: UserRequest) -> HttpResponse:
    """One story line per contribution, and what would move them most."""
    user, asked = request.user, question(request.GET, request.user)
    promised, opens, moving = Promised.within(asked.scope), user.may(SEE_RECORDS), moving_today(user, asked)
    context: dict[str, Any] = {
        "asked": asked,
        "stories": [told(found, asked, promised, moving, small_cells=opens) for found in CONTRIBUTIONS],
        "tasks": [task for task in moving if task.effect][:TASKS],
        "opens": opens,
    }
    return render(request, "reporting/board.html", context)


@allowed(SEE_FIGURES)
@require_safe
def process(request: UserRequest) -> HttpResponse:
    """The indicators of the work itself, as a quiet table."""
    asked = question(request.GET, request.user)
    promised = Promised.within(asked.scope)
    context: dict[str, Any] = {
        "asked": asked,
        "lines": [line(found, asked.scope, promised) for found in processes()],
        "opens": request.user.may(SEE_RECORDS),
    }
    return render(request, "reporting/process.html", context)


def moving_today(user: User, asked: Question, contributions: Iterable[int] = MOVERS) -> list[Task]:
    """What would move the figures; nothing for readers of aggregates, nor when the question is about the past."""
    today = timezone.localdate()
    if not user.may(SEE_RECORDS) or asked.scope.until != today:
        return []
    return movers(Asked(user, replace(asked.scope, since=None)), contributions)
