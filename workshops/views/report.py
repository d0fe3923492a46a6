"""After saving: what is stored of a session, what does not agree, what comes next; and who marked what."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE, SEE_RECORDS
from gvp.audit.models import Entry
from workshops.gaps import gaps, with_gaps
from workshops.models import Mark, Workshop
from workshops.roster import rows_of, tallies
from workshops.views.found import the_session

PAGE = 100


@allowed(LOG_ATTENDANCE, SEE_RECORDS)
@require_safe
def report(request: UserRequest, pk: UUID) -> HttpResponse:
    sessions = Workshop.objects.visible_to(request.user).select_related("cycle", "module", "community__district")
    session: Any = get_object_or_404(with_gaps(sessions), pk=pk)
    rows = rows_of(session)
    following = session.cycle.workshops.planned().filter(date__gte=session.date).exclude(pk=session.pk)
    context = {
        "session": session,
        "gaps": gaps(session, timezone.localdate()),
        "tallies": tallies(row.state for row in rows),
        "unmarked": [row for row in rows if not row.state and not row.disputed],
        "expected": session.came + session.unregistered,
        "following": following.select_related("module").order_by("date", "starts_at").first(),
        "may_log": request.user.may(LOG_ATTENDANCE),
        "now": timezone.localtime(),
    }
    return render(request, "workshops/report.html", context)


@allowed(LOG_ATTENDANCE, SEE_RECORDS)
@require_safe
def history(request: UserRequest, pk: UUID) -> HttpResponse:
    """Every mark, latest first: who, when, what, about whom; and every change of the session itself."""
    session = the_session(request, pk)
    marks = Mark.objects.filter(workshop=session).select_related("participant", "recorded_by")
    page = Paginator(marks.order_by("-recorded_at", "participant__sort_name"), PAGE).get_page(request.GET.get("page"))
    changes = Entry.objects.about(session).select_related("by")[:PAGE]
    return render(request, "workshops/history.html", {"session": session, "page": page, "changes": changes})
