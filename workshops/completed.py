"""Since when each person has completed a cycle (indicators.md, section 2): one statement for everybody.

completion.py asks the same of the people of a few cycles and says what they lack. This module answers for the whole
programme at once, which the ORM cannot: it asks for the day on which a running count reached its threshold.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet

from gvp.base import parameters
from participants.models import Participant
from workshops.completion import THRESHOLDS, Curriculum, curricula
from workshops.models import ATTENDED, Attendance, Cycle, Enrolment, Module, Workshop

SHARE_UNIT = 10_000  # parameters have four decimals; shares are compared as whole numbers, without rounding


class Completed(NamedTuple):
    """`province` is whatever the caller's queryset gave beside the key."""

    participant: UUID
    province: str
    reached_on: dt.date


# People, cycles and sessions are small and numbered, so that the one large step, grouping attendances, sorts short
# rows. `running` counts the modules of a person in the order in which he first came to each; the first row on which
# all conditions hold is the session at which the last of them became true. A cycle without modules has no rows.
STATEMENT = """
WITH people (participant_id, province) AS ({people}),
person AS MATERIALIZED (
    SELECT ROW_NUMBER() OVER () AS number, participant_id, province FROM people
),
course AS MATERIALIZED (
    SELECT ROW_NUMBER() OVER () AS number, module.cycle_id, COUNT(*) AS modules,
           SUM(CASE WHEN module.core THEN 1 ELSE 0 END) AS cores
    FROM workshops_module module
    JOIN workshops_cycle cycle ON cycle.id = module.cycle_id
    WHERE cycle.kind = %s
    GROUP BY module.cycle_id
),
session AS MATERIALIZED (
    SELECT workshop.id, workshop.date AS day, course.number AS course, course.modules, course.cores,
           module.code AS module, CASE WHEN module.core THEN 1 ELSE 0 END AS core
    FROM workshops_workshop workshop
    JOIN workshops_module module ON module.id = workshop.module_id
    JOIN course ON course.cycle_id = module.cycle_id
    WHERE workshop.status = %s AND workshop.date <= %s
),
first_time AS (
    SELECT person.number AS person, session.course, session.modules, session.cores, session.core,
           MIN(session.day) AS day
    FROM workshops_attendance attendance
    JOIN person ON person.participant_id = attendance.participant_id
    JOIN session ON session.id = attendance.workshop_id
    WHERE attendance.state IN (%s, %s, %s)
    GROUP BY person.number, session.course, session.module, session.modules, session.cores, session.core
),
running AS (
    SELECT person, course, day, modules, cores,
           ROW_NUMBER() OVER in_order AS attended, SUM(core) OVER in_order AS attended_cores
    FROM first_time
    WINDOW in_order AS (PARTITION BY person, course ORDER BY day ROWS UNBOUNDED PRECEDING)
),
{practice}
complete AS (
    SELECT running.person, MIN({day}) AS reached_on
    FROM running {join_practice}
    WHERE attended_cores = cores AND attended >= %s AND attended * {unit} >= modules * %s
    GROUP BY running.person
)
SELECT person.participant_id, person.province, complete.reached_on
FROM complete
JOIN person ON person.number = complete.person
ORDER BY complete.reached_on, person.participant_id
"""

PRACTICE = """practice AS (
    SELECT person.number AS person, course.number AS course, enrolment.practice_on
    FROM workshops_enrolment enrolment
    JOIN person ON person.participant_id = enrolment.participant_id
    JOIN course ON course.cycle_id = enrolment.cycle_id
    WHERE enrolment.practice_on <= %s
),"""
JOIN_PRACTICE = "JOIN practice ON practice.person = running.person AND practice.course = running.course"
LATER = "CASE WHEN practice_on > day THEN practice_on ELSE day END"


def completed(kind: Cycle.Kind, until: dt.date, people: QuerySet) -> list[Completed]:
    """Who of these people completed a cycle of this kind by `until`, and on which day, earliest first.

    `people`: participants as pairs, `values_list("pk", <path of the province>)`. Two queries: thresholds and list.
    """
    connection = connections[people.db]
    chosen, chosen_values = people.order_by().query.get_compiler(connection=connection).as_sql()
    share, least = THRESHOLDS[kind]
    wanted = parameters.values((share, least))
    school = kind == Cycle.Kind.WINAY
    statement = STATEMENT.format(
        people=chosen,
        unit=SHARE_UNIT,
        practice=PRACTICE if school else "",
        join_practice=JOIN_PRACTICE if school else "",
        day=LATER if school else "day",
    )
    values = [
        *chosen_values, kind.value, Workshop.Status.HELD.value, until, *(state.value for state in ATTENDED),
        *([until] if school else []), int(wanted[least.key]), int(wanted[share.key] * SHARE_UNIT),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [_read(*row) for row in cursor.fetchall()]


def _read(participant: UUID | str, province: str, reached_on: dt.date | str) -> Completed:
    """SQLite keeps keys and dates as text."""
    key = UUID(participant) if isinstance(participant, str) else participant
    day = dt.date.fromisoformat(reached_on) if isinstance(reached_on, str) else reached_on
    return Completed(key, province, day)


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
