"""A page of the tray as it is shown: the versions of each thing side by side. As many queries for 1 as for 20."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit.models import Entry
from gvp.sync import telling, tray
from gvp.sync.known import Known
from gvp.sync.models import Operation
from gvp.sync.words import OF_SESSION, REASONS, WHY, facts
from workshops import deciding
from workshops.models import Attendance, Mark, Workshop

SESSIONS = 40  # to choose from when the one it was for was deleted
AROUND = dt.timedelta(days=31)


@dataclass(frozen=True)
class Version:
    """One side: what it says, whose word it is, when it was written and when it arrived, on which phone."""

    says: str
    verb: str  # on the button that lets it hold
    value: str  # what that button sends
    who: Any = None
    captured_at: dt.datetime | None = None
    received_at: dt.datetime | None = None
    phone: str = ""
    carried_by: Any = None
    fact: str = ""  # the one fact, where it is one
    offered: bool = True  # whether it can hold at all


@dataclass(frozen=True)
class Thing:
    """One thing to decide. `action`: where the decision is sent; `also`: keys of what is decided along with it."""

    id: UUID
    reason: str
    title: str
    action: str
    versions: list[Version]
    where: str = ""
    url: str = ""
    session: UUID | None = None
    lines: list[telling.Line] = field(default_factory=list)
    also: list[UUID] = field(default_factory=list)
    ticket: UUID | None = None  # key of the mark that a decision would make
    sessions: list[Workshop] = field(default_factory=list)
    asks_session: bool = False

    @property
    def heading(self) -> Any:
        return REASONS.get(self.reason, self.reason)

    @property
    def why(self) -> Any:
        return WHY.get(self.reason, "")


def things(user: User, keys: Sequence[tray.Key]) -> list[Thing]:
    """In the order of the keys; what was decided since is left out."""
    disputes, groups = tray.disputes_of(user, keys), tray.operations_of(user, keys)
    claims = deciding.claims_about(disputes.values())
    known = Known(
        [row for rows in groups.values() for row in rows],
        sessions=[row.workshop_id for row in disputes.values()],
        marks=[mark.pk for found in claims.values() for mark in found],
    )
    others = _sessions_for(user, [rows for key, rows in groups.items() if key.reason == "deleted"])
    return [
        _dispute(user, disputes[key.whose], claims, known)
        if key.reason == tray.DISPUTE
        else _group(user, groups[key], known, others)
        for key in keys
        if key in groups or key.whose in disputes
    ]


# --- Disputes -------------------------------------------------------------------------------


def _dispute(user: User, row: Attendance, claims: dict[deciding.Key, list[Mark]], known: Known) -> Thing:
    found = claims.get((row.workshop_id, row.participant_id), [])
    versions = [_claimed(mark, known.brought.get(mark.pk)) for mark in found]
    if row.mark is None:
        versions.insert(0, _claim(row.state, row.recorded_by, None, row.recorded_at))
    session = known.sessions[row.workshop_id]
    return Thing(
        id=row.pk,
        reason=tray.DISPUTE,
        title=telling.name(row.participant, user),
        where=telling.session_words(session),
        action=reverse("sync:decide_dispute", args=[row.pk]),
        versions=versions,
        url=reverse("workshops:roster", args=[session.pk]),
        session=session.pk,
        ticket=uuid4(),
    )


def _claimed(mark: Mark, arrival: Operation | None) -> Version:
    return _claim(mark.state, mark.recorded_by, mark.captured_at, mark.recorded_at, **_carried(arrival))


def _carried(arrival: Operation | None) -> dict[str, Any]:
    """On which phone it was written, and who handed it in for its author."""
    phone = str(arrival.device) if arrival and arrival.device else ""
    return {"phone": phone, "carried_by": arrival and arrival.carried_by}


def _claim(state: str, who: Any, captured_at: dt.datetime | None, received_at: dt.datetime, **more: Any) -> Version:
    said = telling.state_words(state)
    verb = _("“%(state)s” is right") % {"state": said}
    return Version(said, verb, state, who=who, captured_at=captured_at, received_at=received_at, **more)


# --- Operations -----------------------------------------------------------------------------


def _group(user: User, rows: list[Operation], known: Known, others: dict[UUID, list[Workshop]]) -> Thing:
    first, session = rows[0], known.sessions.get(rows[0].record)
    homeless = first.reason == Operation.Reason.DELETED and first.kind in OF_SESSION and session is None
    sessions = _nearest(others.get(first.author_id, []), first) if homeless else []
    lines = [line for row in sorted(rows, key=known.place) for line in telling.lines(row, known, user)]
    stored, arrived = _stored(rows, known, session), _arrived(rows, offered=not homeless or bool(sessions))
    if len(lines) == 1:  # a table of one line says less than its two cells beside each other
        stored, arrived = replace(stored, fact=lines[0].stored), replace(arrived, fact=lines[0].arrived)
    return Thing(
        id=first.pk,
        reason=first.reason,
        title=telling.about(first, known, user),
        where=lines[0].label if len(lines) == 1 else "",
        action=reverse("sync:decide", args=[first.pk]),
        versions=[stored, arrived],
        url=reverse("workshops:report", args=[session.pk]) if session else "",
        session=session.pk if session else None,
        lines=lines if len(lines) > 1 else [],
        also=[row.pk for row in rows[1:]],
        sessions=sessions,
        asks_session=homeless,
    )


def _arrived(rows: list[Operation], offered: bool) -> Version:
    first = rows[0]
    return Version(
        says=facts(row.kind for row in rows), verb=_("Take what arrived"), value="apply", who=first.author,
        captured_at=first.captured_at, received_at=rows[-1].received_at, offered=offered, **_carried(first),
    )  # fmt: skip


def _stored(rows: list[Operation], known: Known, session: Workshop | None) -> Version:
    """What is stored now, by whom it was written or changed last, and on which phone where it came from one."""
    first = rows[0]
    entry, record = known.changes.get(str(first.record)), known.records.get(first.record)
    standing = (known.attendance(first) if len(rows) == 1 else None) or record
    says, verb = _state(session, first, known, entry), _("Leave what is stored")
    if standing is None:
        who, since = (entry.by, entry.at) if entry else (None, None)
        return Version(says, verb, "discard", who, received_at=since)
    came = known.brought.get(getattr(standing, "mark_id", standing.pk))
    return Version(
        says,
        verb,
        "discard",
        standing.recorded_by,
        came.captured_at if came else None,
        standing.recorded_at,
        **_carried(came),
    )


def _state(session: Workshop | None, first: Operation, known: Known, entry: Entry | None) -> str:
    if session:
        reason = f": {session.cancelled_reason}" if session.cancelled_reason else ""
        return f"{session.get_status_display()}{reason}".capitalize()
    if first.record in known.records:
        return _("It is stored already")
    if entry and entry.verb == Entry.Verb.DELETED:
        return _("It was deleted")
    return _("It is not stored")


def _sessions_for(user: User, groups: list[list[Operation]]) -> dict[UUID, list[Workshop]]:
    """By author, the sessions of his or her cycles around the days on which it was written. One query or none."""
    rows = [row for group in groups for row in group if row.kind in OF_SESSION]
    if not rows:
        return {}
    days = [timezone.localdate(row.captured_at) for row in rows]
    authors = {row.author_id for row in rows}
    found: QuerySet[Any] = Workshop.objects.visible_to(user).standing()
    found = found.filter(cycle__facilitators__in=authors, date__range=(min(days) - AROUND, max(days) + AROUND))
    found = found.select_related("module", "community__district").annotate(whose=F("cycle__facilitators"))
    offered: dict[UUID, list[Workshop]] = {}
    for session in found.order_by("date", "starts_at", "code"):
        offered.setdefault(session.whose, []).append(session)
    return offered


def _nearest(sessions: list[Workshop], written: Operation) -> list[Workshop]:
    """Those of the days around it, the most likely first."""
    day = timezone.localdate(written.captured_at)
    return sorted(sessions, key=lambda session: abs(session.date - day))[:SESSIONS]
