"""Sessions as rows: where each was held, when, and how much it adds."""

from collections.abc import Callable
from decimal import Decimal

from django.db.models import Min

from gvp.reporting.base import Number, Row, Scope
from workshops.models import Workshop
from workshops.querysets import WorkshopQuerySet

HELD_IN = "community__district__province"
MINUTES = Decimal(60)  # in an hour


def planned(scope: Scope) -> list[Row]:
    """Held, suspended or still programmed, with a date up to `until`."""
    return _rows(_sessions(scope))


def held(scope: Scope) -> list[Row]:
    return _rows(_sessions(scope).held())


def hours(scope: Scope) -> list[Row]:
    sessions = _sessions(scope).held().values_list("pk", "date", HELD_IN, "minutes")
    return [Row(key, day, province, minutes / MINUTES) for key, day, province, minutes in sessions]


def attendances(scope: Scope) -> list[Row]:
    """A session to which nobody came is there, with zero."""
    return _attended(scope, lambda people, minutes: people)


def person_hours(scope: Scope) -> list[Row]:
    return _attended(scope, lambda people, minutes: people * minutes / MINUTES)


def districts(scope: Scope) -> list[Row]:
    """Districts in which a session was held, since the first one."""
    first = _sessions(scope).held().order_by().values_list("community__district", HELD_IN).annotate(first=Min("date"))
    return [Row(district, day, province) for district, province, day in first.order_by("first", "community__district")]


def _sessions(scope: Scope) -> WorkshopQuerySet:
    sessions: WorkshopQuerySet = scope.limit(Workshop.objects.by(scope.until), HELD_IN)
    return sessions.order_by("date", "code")


def _rows(sessions: WorkshopQuerySet) -> list[Row]:
    return [Row(*found) for found in sessions.values_list("pk", "date", HELD_IN)]


def _attended(scope: Scope, amount: Callable[[int, int], Number]) -> list[Row]:
    sessions = scope.once("people per session", _people_per_session)
    return [Row(key, day, province, amount(people, minutes)) for key, day, province, people, minutes in sessions]


def _people_per_session(scope: Scope) -> list[tuple]:
    held = _sessions(scope).held().with_attended()
    return list(held.values_list("pk", "date", HELD_IN, "attended", "minutes"))
