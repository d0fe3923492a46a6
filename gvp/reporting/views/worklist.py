"""The work list: what would move the numbers, the most first."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_RECORDS
from gvp.reporting.question import question
from gvp.reporting.worklist import Asked, tasks

FIRST, PAGE = 6, 50  # steps of each task; of one task


@allowed(SEE_RECORDS)
@require_safe
def worklist(request: UserRequest) -> HttpResponse:
    """Every task with its first steps; with `task` in the address, all steps of that one."""
    asked = question(request.GET, request.user)
    found = tasks(Asked(request.user, replace(asked.scope, since=None, until=timezone.localdate())))
    one = next((task for task in found if task.key == request.GET.get("task")), None)
    context: dict[str, Any] = {"asked": asked, "tasks": found, "first": f":{FIRST}", "shown": FIRST}
    if one:
        page = Paginator(one.steps, PAGE).get_page(request.GET.get("page"))
        context |= {"one": one, "page": page, "query": asked.query(task=one.key)}
    return render(request, "reporting/worklist.html", context)
