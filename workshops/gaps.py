"""What a session still lacks, and where its three counts disagree (head count, signatures, ticks)."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshops.models import Attendance, Evidence, Workshop
from workshops.querysets import counted


def with_gaps(sessions: QuerySet) -> Any:
    """Sessions with what `gaps` looks at: `came`, `marked`, `disputes`, `has_sheet`. Subqueries, no joins."""
    marks = Attendance.objects.filter(workshop=OuterRef("pk"))
    return sessions.annotate(
        came=counted(marks.attended(), "workshop"),
        marked=counted(marks, "workshop"),
        disputes=counted(marks.filter(disputed=True), "workshop"),
        has_sheet=Exists(Evidence.objects.filter(workshop=OuterRef("pk"))),
    )


def gaps(session: Any, today: dt.date) -> list[str]:
    """Short sentences about a session from `with_gaps`; empty when nothing is missing."""
    if session.status == Workshop.Status.CANCELLED:
        return []
    if session.status == Workshop.Status.PLANNED:
        return [_("attendance not logged")] if session.date < today else []
    lacking = [
        (not session.marked, _("nobody marked")),
        (session.head_count is None, _("head count missing")),
        (session.signatures is None, _("signatures not counted")),
        (not session.has_sheet, _("photo of the sheet missing")),
    ]
    return [text for missing, text in lacking if missing] + _disagreements(session)


def _disagreements(session: Any) -> list[str]:
    found = []
    expected = session.came + session.unregistered
    if session.head_count not in (None, expected):
        text = _("%(counted)d counted, %(marked)d marked")
        found.append(text % {"counted": session.head_count, "marked": expected})
    if session.signatures not in (None, session.came):
        text = _("%(signed)d signatures, %(came)d attended")
        found.append(text % {"signed": session.signatures, "came": session.came})
    if session.disputes:
        text = ngettext("%(n)d mark in dispute", "%(n)d marks in dispute", session.disputes)
        found.append(text % {"n": session.disputes})
    return found
