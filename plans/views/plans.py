"""Plans to read: the list, one plan, and the same plan on paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import ADMINISTER, SEE_RECORDS
from gvp.audit import log
from gvp.base.pdf import PdfUnavailable, render_pdf
from plans import quorum
from plans.deadlines import of, progress
from plans.models import Plan, PlanAction
from plans.story import story, with_acts

PAPER = ("static:css/tokens.css", "static:css/sheet_pdf.css", "static:css/plan_paper.css")
MEETINGS = 6  # the latest ones on the page of a plan


@allowed(SEE_RECORDS)
@require_safe
def plans(request: UserRequest) -> HttpResponse:
    day = timezone.localdate()
    rows = with_acts(Plan.objects.visible_to(request.user)).prefetch_related(
        Prefetch("actions", PlanAction.objects.select_related("goal", "responsible"))
    )
    lines = [
        (story(plan, day), progress(plan.actions.all(), day))
        for plan in rows.order_by("board__province__name", "-since")
    ]
    return render(request, "plans/plans.html", {"lines": lines, "may_administer": request.user.may(ADMINISTER)})


@allowed(SEE_RECORDS)
@require_safe
def plan(request: UserRequest, pk: UUID) -> HttpResponse:
    return render(request, "plans/plan.html", _context(request, pk))


@allowed(SEE_RECORDS)
@require_safe
def plan_page(request: UserRequest, pk: UUID) -> HttpResponse:
    """The plan as it is printed by the browser."""
    return render(request, "plans/plan_page.html", _context(request, pk))


@allowed(SEE_RECORDS)
@require_safe
def plan_pdf(request: UserRequest, pk: UUID) -> HttpResponse:
    context = _context(request, pk)
    told = context["plan"]
    html = render_to_string("plans/plan_pdf.html", context, request)
    try:
        document = render_pdf(html, css=PAPER)
    except PdfUnavailable as missing:
        messages.warning(request, _("This machine cannot make PDFs. To install: %(command)s") % {"command": missing})
        return redirect("plans:plan_page", told.pk)
    with transaction.atomic():
        log.record(by=request.user, verb=log.Verb.EXPORTED, target=told, province=told.board.province_id)
    answer = HttpResponse(document, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="plan.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _context(request: UserRequest, pk: UUID) -> dict[str, Any]:
    """Everything a plan's page tells: its life, its promises, its board. Eleven queries with the login's own."""
    day = timezone.localdate()
    rows = with_acts(Plan.objects.visible_to(request.user)).select_related("replaces")
    found = get_object_or_404(rows, pk=pk)
    board = found.board
    meetings = quorum.counted(board.meetings.all())[:MEETINGS]
    return {
        "plan": found,
        "story": story(found, day),
        "progress": progress(of(found).prefetch_related("co_responsible", "evidence"), day),
        "replaced_by": found.replaced_by.all(),
        "members": board.members.serving(day).select_related("institution").order_by("sector", "institution__name"),
        "meetings": [(meeting, quorum.met(meeting, board)) for meeting in meetings],
        "day": day,
        "may_administer": request.user.may(ADMINISTER),
    }
