"""What field staff have before them: today's sessions, what is missing of earlier ones, what comes next, and what
they may record besides.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q

from participants.models import Network
from workshops.gaps import gaps, with_gaps
from workshops.models import Cycle, Enrolment, Workshop
from workshops.querysets import WorkshopQuerySet, counted
from workshops.to_assess import cycles_of, waiting

SHOWN = 6  # sessions in one list; the rest is only counted
AHEAD = 4
NETWORKS = 3
NETWORKS_ON_PHONE = 12  # where the list of the others cannot be opened


@dataclass(frozen=True)
class Line:
    """A session and what it still lacks."""

    session: Workshop
    gaps: list[str]


@dataclass(frozen=True)
class Missing:
    lines: list[Line]
    more: int  # sessions that found no place in `lines`


@dataclass(frozen=True)
class Day:
    """The page *Hoy*."""

    today: list[Line]
    unlogged: Missing
    incomplete: Missing
    ahead: list[Workshop]

    @property
    def sessions(self) -> list[Workshop]:
        """All of them, those of today first."""
        lines = [*self.today, *self.unlogged.lines, *self.incomplete.lines]
        return [line.session for line in lines] + self.ahead

    def __bool__(self) -> bool:
        return bool(self.today or self.unlogged.lines or self.incomplete.lines or self.ahead)


def day_of(sessions: WorkshopQuerySet, today: dt.date, until: dt.date | None = None) -> Day:
    """From the sessions that somebody may see. Four queries.

    `until`: every session ahead up to that day, for a phone that is taken along; else the next few.
    """
    rows = _lines(sessions)
    past = rows.filter(date__lt=today).order_by("-date", "-starts_at", "code")
    here = rows.filter(date=today).exclude(status=Workshop.Status.CANCELLED).order_by("starts_at", "code")
    ahead = rows.filter(status=Workshop.Status.PLANNED, date__gt=today).order_by("date", "starts_at", "code")
    return Day(
        today=[Line(row, gaps(row, today)) for row in here],
        unlogged=_first(past.filter(status=Workshop.Status.PLANNED), today),
        incomplete=_first(past.filter(status=Workshop.Status.HELD).filter(_lacking()), today),
        ahead=list(ahead.filter(date__lte=until) if until else ahead[:AHEAD]),
    )


def last_of(today: dt.date, days: int) -> dt.date | None:
    """The last of so many days, counting today; None for none."""
    return today + dt.timedelta(days=days - 1) if days else None


def _lines(sessions: WorkshopQuerySet) -> Any:
    enrolled = Enrolment.objects.active().filter(cycle=OuterRef("cycle"))
    return with_gaps(sessions.select_related("module", "community__district", "cycle")).annotate(
        enrolled=counted(enrolled, "cycle")
    )


def _lacking() -> Q:
    """What `gaps` would say of a session that was held, asked of the database."""
    lacking = Q(marked=0) | Q(head_count=None) | Q(signatures=None) | Q(has_sheet=False) | Q(disputes__gt=0)
    return lacking | ~Q(head_count=F("came") + F("unregistered")) | ~Q(signatures=F("came"))


def _first(rows: Any, today: dt.date) -> Missing:
    found = list(rows[: SHOWN + 1])
    more = rows.count() - SHOWN if len(found) > SHOWN else 0
    return Missing([Line(row, gaps(row, today)) for row in found[:SHOWN]], more)


@dataclass(frozen=True)
class Besides:
    """What may be recorded on any day: questionnaires that are due, actions of networks, replications."""

    endlines: int
    baselines: int
    assesses: bool  # somebody of the cycles of this user may be asked
    networks: list[Network]
    more_networks: bool
    replicates: bool

    def __bool__(self) -> bool:
        return bool(self.assesses or self.networks or self.replicates)


def besides(user: Any, today: dt.date, networks_shown: int = NETWORKS) -> Besides:
    """A fixed number of queries, however many men and networks."""
    due = waiting(cycles_of(user, today), today)
    networks = list(Network.objects.visible_to(user).order_by("name", "code")[: networks_shown + 1])
    winay = Cycle.objects.visible_to(user).filter(kind=Cycle.Kind.WINAY, enrolments__isnull=False)
    return Besides(
        endlines=len(due.endlines),
        baselines=len(due.baselines),
        assesses=bool(due),
        networks=networks[:networks_shown],
        more_networks=len(networks) > networks_shown,
        replicates=winay.exists(),
    )
