"""The list behind a figure: everything that counts, everything that does not, and the one rule that decided.

A page of the drill-down and a sheet of the export read this list; neither counts anything itself.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from gvp.places.models import District
from gvp.reporting.base import Indicator, Number, Ratio, Row, Scope
from gvp.reporting.people import excluded
from gvp.reporting.record_kinds import KINDS
from participants.models import Participant
from workshops.models import Workshop

COUNTED, IN_PERIOD, LEFT_OUT = "counted", "period", "out"


class Entry(NamedTuple):
    """One record in the list; `amount` is what it adds to the figure, 0 when it does not count."""

    key: UUID | str
    reached_on: dt.date | None = None
    amount: Number = 0


@dataclass(frozen=True)
class Shelf:
    """Entries that belong together: what counts, or what one rule leaves out."""

    key: str
    label: str
    entries: Sequence[Entry]

    @property
    def size(self) -> int:
        return len(self.entries)

    @property
    def counts(self) -> bool:
        return self.key in (COUNTED, IN_PERIOD)


def shelves(indicator: Indicator, scope: Scope) -> list[Shelf]:
    """What counts first, then what does not, by the rule that decided; rules that leave nobody out are not there."""
    counted = [Entry(row.key, row.reached_on, row.amount) for row in _ordered(indicator.rows(scope))]
    found = [Shelf(COUNTED, _("count"), counted)]
    if scope.since and indicator.kind not in ("ratio", "day"):
        recent = [Entry(row.key, row.reached_on, row.amount) for row in _ordered(indicator.recent(scope))]
        found.append(Shelf(IN_PERIOD, _("began to count in the period"), recent))
    return found + _left_out(indicator, scope, counted)


def _ordered(rows: Iterable[Row]) -> list[Row]:
    """The same order at every reading, so that no one slips between two pages."""
    return sorted(rows, key=lambda row: (row.reached_on, str(row.key)))


def _left_out(indicator: Indicator, scope: Scope, counted: Sequence[Entry]) -> list[Shelf]:
    if indicator.record == "participant":
        judged = excluded(indicator, scope)
        by_rule = [(rule, [Entry(key) for key, failed in judged if failed == rule.key]) for rule in indicator.rules]
        return [Shelf(rule.key, str(rule.text), entries) for rule, entries in by_rule if entries]
    if isinstance(indicator, Ratio):
        there = {entry.key for entry in counted}
        rest = [Entry(row.key, row.reached_on) for row in indicator.denominator(scope) if row.key not in there]
        return [Shelf(LEFT_OUT, str(indicator.rest), rest)] if rest else []
    return []


# --- The records themselves ----------------------------------------------------------------------


def _people(user: Any) -> Any:
    return Participant.objects.visible_to(user).select_related("community__district__province")


def _sessions(user: Any) -> Any:
    return Workshop.objects.visible_to(user).select_related("cycle", "module", "community__district__province")


def _districts(user: Any) -> Any:
    return District.objects.select_related("province")


SOURCES: dict[str, Callable[[Any], Any]] = {
    "participant": _people, "workshop": _sessions, "district": _districts,
} | {name: kind.records for name, kind in KINDS.items()}  # fmt: skip
ENOUGH = 500  # keys in one question; SQLite takes no unlimited number of them


def records(indicator: Indicator, entries: Iterable[Entry], user: Any) -> list[tuple[Entry, Any]]:
    """Each entry with its record; None where this user may not see it, so that the list keeps its length.

    That happens with a session or an action held in his or her province by a cycle or a network of another one.
    """
    entries, source = list(entries), SOURCES[indicator.record](user)
    found: dict[Any, Any] = {}
    for start in range(0, len(entries), ENOUGH):
        found |= source.in_bulk([entry.key for entry in entries[start : start + ENOUGH]])
    return [(entry, found.get(entry.key)) for entry in entries]
