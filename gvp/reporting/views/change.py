"""The measurement of change: for everybody who reads figures, and man by man for those who open records."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_FIGURES, SEE_RECORDS
from gvp.reporting.change.data import measurement
from gvp.reporting.change.men import men, of_outcome
from gvp.reporting.change.telling import told
from gvp.reporting.measured import measured
from gvp.reporting.question import question
from gvp.reporting.verdict_words import OUTCOME_WORDS
from participants.scoring import Outcome

PAGE = 50


@allowed(SEE_FIGURES)
@require_safe
def change(request: UserRequest) -> HttpResponse:
    asked, opens = question(request.GET, request.user), request.user.may(SEE_RECORDS)
    context: dict[str, Any] = {
        "asked": asked,
        "opens": opens,
        "told": told(measurement(asked.scope.sharing()), small_cells=opens),
    }
    return render(request, "reporting/change/change.html", context)


@allowed(SEE_RECORDS)
@require_safe
def verdicts(request: UserRequest) -> HttpResponse:
    """Every man who was measured twice. Raises Http404 for a verdict that there is not."""
    asked = question(request.GET, request.user, keep=["verdict"])
    found, chosen = measured(asked.scope.sharing()), request.GET.get("verdict", "")
    if chosen and chosen not in set(Outcome):
        raise Http404
    page = Paginator(of_outcome(found.pairs, chosen), PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "asked": asked,
        "page": page,
        "men": men(found, list(page.object_list), request.user),
        "chosen": chosen,
        "outcomes": [
            (outcome.value, OUTCOME_WORDS[outcome], len(of_outcome(found.pairs, outcome.value))) for outcome in Outcome
        ],
        "all": len(found.pairs),
        "query": asked.query(),
    }
    return render(request, "reporting/change/verdicts.html", context)
