"""Since when each person has completed a cycle (indicators.md, section 2), for everybody at once.

completion.py asks the same of the people of a few cycles and says what they lack. Here the database gathers which
sessions each person attended; which day completed a cycle is decided in Python, beside a table of the sessions held.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Aggregate, QuerySet, TextField
from django.db.models.functions import Cast

from participants.models import Participant
from workshops.completion import THRESHOLDS, Curriculum, curricula, modules_needed
from workshops.models import ATTENDED, Attendance, Cycle, Enrolment, Module, Workshop


class Completed(NamedTuple):
    """`province` is whatever the caller named."""

    participant: UUID
    province: str
    reached_on: dt.date


class Session(NamedTuple):
    """A session held, as far as completing its cycle is concerned. Module and cycle by their codes."""

    day: dt.date
    module: str
    core: bool
    cycle: str


class Asked(NamedTuple):
    """What a cycle asks for: so many distinct modules, and all its core modules."""

    modules: int
    cores: int


class Packed(Aggregate):
    """The texts of a group in one text, parted by commas."""

    function = "STRING_AGG"
    template = "%(function)s(CAST(%(expressions)s AS TEXT), ',')"
    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def completed(kind: Cycle.Kind, until: dt.date, people: QuerySet, province: str) -> list[Completed]:
    """Who of these people completed a cycle of this kind by `until`, and on which day, earliest first.

    `people`: participants; `province`: the path from them to what is told beside the day. Two queries, and one more
    for the closing practices of Wiñay.
    """
    came = people.filter(attendances__state__in=ATTENDED).order_by()
    attended = list(came.values_list("pk", province).annotate(sessions=Packed("attendances__workshop")))
    asked, held = _programme(kind, until)  # afterwards, so that a session stored meanwhile is among them
    practices = _practices(until) if kind == Cycle.Kind.WINAY else None
    found = []
    for person, where, keys in attended:
        sessions = filter(None, map(held.get, keys.split(",")))
        days = [
            max(day, practices[person, cycle]) if practices is not None else day
            for cycle, day in _days(sessions, asked)
            if practices is None or (person, cycle) in practices
        ]
        if days:
            found.append(Completed(person, where, min(days)))
    return sorted(found, key=lambda one: (one.reached_on, one.participant.int))


def _days(sessions: Iterable[Session], asked: dict[str, Asked]) -> list[tuple[str, dt.date]]:
    """The day on which each cycle that was completed was so."""
    by_cycle: dict[str, list[Session]] = defaultdict(list)
    for session in sessions:
        by_cycle[session.cycle].append(session)
    days = ((cycle, day_completed(attended, asked[cycle])) for cycle, attended in by_cycle.items())
    return [(cycle, day) for cycle, day in days if day]


def day_completed(sessions: Iterable[Session], asked: Asked) -> dt.date | None:
    """The day on which enough modules, and all the core ones, had been attended; None when they never were."""
    first = {session.module: session for session in sorted(sessions, reverse=True)}  # the earliest is kept
    if len(first) < asked.modules:
        return None
    cores = [session.day for session in first.values() if session.core]
    if len(cores) < asked.cores:
        return None
    enough = sorted(session.day for session in first.values())[asked.modules - 1]
    return max([enough, *cores])


def _programme(kind: Cycle.Kind, until: dt.date) -> tuple[dict[str, Asked], dict[str, Session]]:
    """What each cycle of this kind asks for, and the sessions held by `until`, by key as text. One query.

    Every session of a module is read and the others left here: told which to read, SQLite goes about it the long way.
    """
    share, least = THRESHOLDS[kind]
    rows = Module.objects.filter(cycle__kind=kind).order_by().values_list(
        "cycle__code", "code", "core", Cast("workshops__pk", TextField()), "workshops__status", "workshops__date",
        share.within(), least.within(),
    )  # fmt: skip
    modules: dict[str, dict[str, bool]] = defaultdict(dict)
    sessions: dict[str, Session] = {}
    thresholds: tuple[str, ...] = ()
    for cycle, code, core, key, status, day, *stored in rows:
        modules[cycle][code], thresholds = core, tuple(stored)
        if status == Workshop.Status.HELD and day <= until:
            sessions[key] = Session(day, code, core, cycle)
    asked = {
        cycle: Asked(modules_needed(len(cores), *map(Decimal, thresholds)), sum(cores.values()))
        for cycle, cores in modules.items()
    }
    return asked, sessions


def _practices(until: dt.date) -> dict[tuple[UUID, str], dt.date]:
    """The day of the closing practice of each person in each cycle."""
    done = Enrolment.objects.filter(practice_on__lte=until).order_by()
    rows = done.values_list("participant", "cycle__code", "practice_on")
    return {(person, cycle): day for person, cycle, day in rows if day}


@dataclass(frozen=True)
class Lacking:
    """How far one person is in one cycle on a day."""

    cycle: Cycle
    curriculum: Curriculum
    attended: frozenset[UUID]  # modules
    practice_on: dt.date | None

    @property
    def cores_missing(self) -> list[Module]:
        return self.curriculum.cores_missing(self.attended)

    @property
    def practice_missing(self) -> bool:
        return self.curriculum.practice and self.practice_on is None

    @property
    def distance(self) -> tuple[int, int]:
        """Modules and practice still to come; at the same distance the cycle he came to more often."""
        return self.curriculum.modules_missing(self.attended) + self.practice_missing, -len(self.attended)


def lacking(participant: Participant, kind: Cycle.Kind, until: dt.date) -> Lacking | None:
    """The cycle of this kind that the person was nearest to completing on `until`; None without any cycle.

    Five queries, however many cycles.
    """
    attended: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Attendance.objects.attended().filter(
        participant=participant, workshop__date__lte=until, workshop__module__cycle__kind=kind
    )
    for cycle_key, module in rows.values_list("workshop__module__cycle", "workshop__module").order_by():
        attended[cycle_key].add(module)
    practices = _own_practices(participant.enrolments.filter(cycle__kind=kind), until)
    cycles = list(Cycle.objects.filter(pk__in={*attended, *practices}).order_by("starts_on", "code"))
    wanted = curricula(cycles)
    found = [
        Lacking(cycle, wanted[cycle.pk], frozenset(attended[cycle.pk]), practices.get(cycle.pk)) for cycle in cycles
    ]
    return min(found, key=lambda lack: lack.distance, default=None)


def _own_practices(enrolments: Iterable[Enrolment], until: dt.date) -> dict[UUID, dt.date | None]:
    return {
        enrolment.cycle_id: enrolment.practice_on if enrolment.practice_on and enrolment.practice_on <= until else None
        for enrolment in enrolments
    }
