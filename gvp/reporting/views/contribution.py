"""One contribution: its figure and how it grew, what is missing to the target, what stands beside it, and the list."""

from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gvp.accounts.models import User
from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_FIGURES, SEE_RECORDS
from gvp.reporting.listing import Entry, records
from gvp.reporting.progress import Promised
from gvp.reporting.question import question
from gvp.reporting.stories import line
from gvp.reporting.telling import CONTRIBUTIONS, told
from gvp.reporting.views.board import moving_today

FIRST = 8  # of the list


class Door(NamedTuple):
    """A page on which the work of a contribution is done."""

    permission: str
    url_name: str
    label: Any


DOORS = {
    1: (
        Door(SEE_FIGURES, "reporting:change", gettext_lazy("Measurement of change")),
        Door(SEE_RECORDS, "workshops:cycles", gettext_lazy("Cycles")),
        Door(SEE_RECORDS, "workshops:drop_outs", gettext_lazy("Drop-outs")),
    ),
    2: (
        Door(SEE_RECORDS, "workshops:networks", gettext_lazy("Networks")),
        Door(SEE_RECORDS, "workshops:actions_pending", gettext_lazy("Actions to validate")),
        Door(SEE_RECORDS, "workshops:cascade", gettext_lazy("Who reached whom")),
    ),
    3: (Door(SEE_RECORDS, "materials:catalogue", gettext_lazy("Catalogue of materials")),),
    4: (Door(SEE_RECORDS, "plans:plans", gettext_lazy("Plans")),),
    5: (
        Door(SEE_RECORDS, "workshops:replications", gettext_lazy("Replications")),
        Door(SEE_RECORDS, "workshops:cycles", gettext_lazy("Cycles")),
        Door(SEE_RECORDS, "workshops:cascade", gettext_lazy("Who reached whom")),
    ),
}


@allowed(SEE_FIGURES)
@require_safe
def contribution(request: UserRequest, number: int) -> HttpResponse:
    """Raises Http404 for a number that is none of the five."""
    about = next((found for found in CONTRIBUTIONS if found.number == number), None)
    if about is None:
        raise Http404
    user, asked = request.user, question(request.GET, request.user)
    promised, opens, moving = Promised.within(asked.scope), user.may(SEE_RECORDS), moving_today(user, asked, [number])
    context: dict[str, Any] = {
        "asked": asked,
        "told": told(about, asked, promised, moving, small_cells=opens),
        "lines": [line(found, asked.scope, promised) for found in about.others],
        "tasks": moving,
        "doors": _doors(user, number),
        "opens": opens,
        "indicator": about.indicator,
    }
    if opens:
        rows = sorted(about.indicator.rows(asked.scope), key=lambda row: (row.reached_on, str(row.key)))
        first = [Entry(row.key, row.reached_on, row.amount) for row in rows[:FIRST]]
        context |= {"count": len(rows), "rows": records(about.indicator, first, user)}
    return render(request, "reporting/contribution.html", context)


def _doors(user: User, number: int) -> list[tuple[Any, str]]:
    return [(door.label, reverse(door.url_name)) for door in DOORS[number] if user.may(door.permission)]
