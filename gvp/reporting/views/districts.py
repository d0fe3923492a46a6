"""The schematic map: how far the work reaches, district by district."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_FIGURES, SEE_RECORDS
from gvp.reporting.coverage import coverage, measures
from gvp.reporting.question import question


@allowed(SEE_FIGURES)
@require_safe
def district_map(request: UserRequest) -> HttpResponse:
    """One map per province of the measure asked for; a table with all of them beneath."""
    asked, opens = question(request.GET, request.user, keep=("measure",)), request.user.may(SEE_RECORDS)
    offered = measures(small_cells=opens)
    measure = next((found for found in offered if found.key == request.GET.get("measure")), offered[0])
    provinces = [asked.province] if asked.province else asked.provinces
    places = coverage(provinces, asked.scope, offered, small_cells=opens)
    context: dict[str, Any] = {
        "asked": asked,
        "measure": measure,
        "measures": [(found, asked.query(measure=found.key)) for found in offered],
        "places": [(place, place.map_of(measure)) for place in places],
        "opens": opens,
    }
    return render(request, "reporting/map.html", context)
