"""Since when each person has completed a cycle (indicators.md, section 2): one statement for everybody.

completion.py asks the same of the people of a few cycles and says what they lack. Here the database only gathers, for
each person and cycle, the modules attended and when; which day completed the cycle is decided in Python.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Count, Q, QuerySet

from participants.models import Participant
from workshops.completion import THRESHOLDS, Curriculum, curricula, modules_needed
from workshops.models import ATTENDED, Attendance, Cycle, Enrolment, Module, Workshop


class Completed(NamedTuple):
    """`province` is whatever the caller's queryset gave beside the key."""

    participant: UUID
    province: str
    reached_on: dt.date


# Each attendance is packed as a date, a mark and a module: "2026-03-08*0d9f…", "*" for a core module, "-" for another.
# CROSS JOIN tells SQLite, which guesses badly without statistics, to go from people to what they attended, each step by
# an index; to PostgreSQL it says nothing.
STATEMENT = """
WITH person (participant_id, province) AS MATERIALIZED ({people}),
came AS (
    SELECT person.participant_id, person.province, module.cycle_id,
           {join}(CAST(workshop.date AS TEXT) || CASE WHEN module.core THEN '*' ELSE '-' END || module.id, ',')
               AS packed
    FROM person
    CROSS JOIN workshops_attendance attendance
    CROSS JOIN workshops_workshop workshop
    CROSS JOIN workshops_module module
    WHERE attendance.participant_id = person.participant_id AND attendance.state IN (%s, %s, %s)
      AND workshop.id = attendance.workshop_id AND workshop.status = %s AND workshop.date <= %s
      AND module.id = workshop.module_id
      AND module.cycle_id IN (SELECT id FROM workshops_cycle WHERE kind = %s)
    GROUP BY person.participant_id, person.province, module.cycle_id
)
SELECT CAST(participant_id AS TEXT), province, CAST(cycle_id AS TEXT), packed, {practice} FROM came
"""
PRACTICE = """(
    SELECT practice_on FROM workshops_enrolment enrolment
    WHERE enrolment.cycle_id = came.cycle_id AND enrolment.participant_id = came.participant_id
)"""
JOIN = {"sqlite": "GROUP_CONCAT", "postgresql": "STRING_AGG"}
DATE = len("2026-03-08")


def completed(kind: Cycle.Kind, until: dt.date, people: QuerySet) -> list[Completed]:
    """Who of these people completed a cycle of this kind by `until`, and on which day, earliest first.

    `people`: participants as pairs, `values_list("pk", <path of the province>)`. Two queries: the list, and what each
    cycle asks for.
    """
    school = kind == Cycle.Kind.WINAY
    came = _came(kind, until, people, practice=school)
    asked = _asked(kind)  # afterwards, so that a cycle stored meanwhile is among them
    asked_by_text = {cycle: asked[UUID(cycle)] for cycle in {row[2] for row in came}}
    first: dict[str, tuple[str, str]] = {}  # by person: the earliest day and the province
    for person, province, cycle, packed, practice_on in came:
        day = day_completed(packed.split(","), *asked_by_text[cycle])
        if day and school:
            day = max(day, str(practice_on)) if practice_on and str(practice_on) <= str(until) else ""
        if day and (person not in first or day < first[person][0]):
            first[person] = day, province
    in_order = sorted((day, person, province) for person, (day, province) in first.items())
    return [Completed(UUID(person), province, dt.date.fromisoformat(day)) for day, person, province in in_order]


def _asked(kind: Cycle.Kind) -> dict[UUID, tuple[int, int]]:
    """Modules needed and core modules, by cycle."""
    share, least = THRESHOLDS[kind]
    curricula = Module.objects.filter(cycle__kind=kind).order_by().values_list("cycle")
    counted = curricula.annotate(
        Count("pk"), cores=Count("pk", filter=Q(core=True)), share=share.within(), least=least.within()
    )
    return {cycle: (modules_needed(modules, share, least), cores) for cycle, modules, cores, share, least in counted}


def _came(kind: Cycle.Kind, until: dt.date, people: QuerySet, *, practice: bool) -> list[tuple]:
    """One row for each person and cycle: person, province, cycle, packed attendances, practice."""
    connection = connections[people.db]
    try:
        chosen, chosen_values = people.order_by().query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:  # Django knows without asking that nobody fits, as in a scope without provinces
        return []
    statement = STATEMENT.format(people=chosen, join=JOIN[connection.vendor], practice=PRACTICE if practice else "NULL")
    values = [*chosen_values, *(state.value for state in ATTENDED), Workshop.Status.HELD.value, until, kind.value]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def day_completed(packed: Iterable[str], needed: int, cores: int) -> str:
    """The day on which enough modules, and all the core ones, had been attended; "" when they never were.

    `packed`: one "2026-03-08*module" or "2026-03-08-module" for each attendance, in any order.
    """
    first = {entry[DATE + 1 :]: entry[: DATE + 1] for entry in sorted(packed, reverse=True)}  # the earliest is kept
    days = sorted(first.values())
    core_days = [day for day in days if day[DATE] == "*"]
    if len(days) < needed or len(core_days) < cores:
        return ""
    return max([days[needed - 1], *core_days[-1:]])[:DATE]


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
    practices = _practices(participant.enrolments.filter(cycle__kind=kind), until)
    cycles = list(Cycle.objects.filter(pk__in={*attended, *practices}).order_by("starts_on", "code"))
    wanted = curricula(cycles)
    found = [
        Lacking(cycle, wanted[cycle.pk], frozenset(attended[cycle.pk]), practices.get(cycle.pk)) for cycle in cycles
    ]
    return min(found, key=lambda lack: lack.distance, default=None)


def _practices(enrolments: Iterable[Enrolment], until: dt.date) -> dict[UUID, dt.date | None]:
    return {
        enrolment.cycle_id: enrolment.practice_on if enrolment.practice_on and enrolment.practice_on <= until else None
        for enrolment in enrolments
    }
