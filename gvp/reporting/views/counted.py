"""The list behind a figure, fifty records to a page; names through the reader's eyes."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_RECORDS
from gvp.reporting.base import Indicator
from gvp.reporting.listing import COUNTED, IN_PERIOD, LEFT_OUT, Shelf, records, shelves
from gvp.reporting.progress import Promised
from gvp.reporting.question import question
from gvp.reporting.stories import line
from gvp.reporting.views.indicator import the_indicator

PAGE = 50


@allowed(SEE_RECORDS)
@require_safe
def people_counted(request: UserRequest, code: str) -> HttpResponse:
    """What counts, or what one rule leaves out; all of it together is everything there is."""
    found, asked = the_indicator(code), question(request.GET, request.user)
    there = shelves(found, asked.scope)
    shelf = _chosen(found, there, request.GET.get("shelf", COUNTED))
    page = Paginator(shelf.entries, PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "indicator": found,
        "asked": asked,
        "line": line(found, asked.scope, Promised.within(asked.scope)),
        "shelves": there,
        "shelf": shelf,
        "out": sum(other.size for other in there if not other.counts),
        "page": page,
        "rows": records(found, page.object_list, request.user),
        "query": asked.query(shelf=shelf.key),
    }
    return render(request, "reporting/counted.html", context)


def _chosen(indicator: Indicator, there: list[Shelf], key: str) -> Shelf:
    """What counts, where a rule leaves nobody out any more. Raises Http404 for a key that no rule has."""
    if key not in (COUNTED, IN_PERIOD, LEFT_OUT, *(rule.key for rule in indicator.rules)):
        raise Http404
    return next((shelf for shelf in there if shelf.key == key), there[0])
