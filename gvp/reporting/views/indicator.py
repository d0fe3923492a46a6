"""One indicator: what it means, the rule that decides, the figure, how it came about, who and where."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_FIGURES, SEE_RECORDS
from gvp.reporting.base import Indicator
from gvp.reporting.figures import shown
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.progress import Promised
from gvp.reporting.question import question
from gvp.reporting.stories import breakdowns, story
from gvp.reporting.telling import CONTRIBUTIONS


def the_indicator(code: str) -> Indicator:
    """Raises Http404 for a code that is not declared."""
    try:
        return INDICATORS[code]
    except KeyError:
        raise Http404 from None


@allowed(SEE_FIGURES)
@require_safe
def indicator(request: UserRequest, code: str) -> HttpResponse:
    found, asked = the_indicator(code), question(request.GET, request.user)
    opens, rows = request.user.may(SEE_RECORDS), found.rows(asked.scope)
    context: dict[str, Any] = {
        "indicator": found,
        "asked": asked,
        "story": story(found, asked.scope, Promised.within(asked.scope), rows, daily=opens),
        "estimates": [(estimate.label, shown(estimate.cumulative)) for estimate in found.beside(asked.scope)],
        "contribution": next((each for each in CONTRIBUTIONS if each.number == found.contribution), None),
        "breakdowns": breakdowns(found, asked.scope, rows, small_cells=opens),
        "opens": opens,
    }
    return render(request, "reporting/indicator.html", context)
