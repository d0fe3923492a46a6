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


# `running` counts the modules of a person in the order in which he first came to each; the first row on which all
# conditions hold is the session at which the last of them became true. CROSS JOIN tells SQLite, which guesses badly
# without statistics, to go from people to what they attended, each step by an index; to PostgreSQL it says nothing.
STATEMENT = """
WITH person (participant_id, province) AS MATERIALIZED ({people}),
first_time AS (
    SELECT person.participant_id, MIN(person.province) AS province, module.cycle_id, module.core,
           MIN(workshop.date) AS day
    FROM person
    CROSS JOIN workshops_attendance attendance
    CROSS JOIN workshops_workshop workshop
    CROSS JOIN workshops_module module
    WHERE attendance.participant_id = person.participant_id AND attendance.state IN (%s, %s, %s)
      AND workshop.id = attendance.workshop_id AND workshop.status = %s AND workshop.date <= %s
      AND module.id = workshop.module_id
      AND module.cycle_id IN (SELECT id FROM workshops_cycle WHERE kind = %s)
    GROUP BY person.participant_id, module.cycle_id, module.code, module.core
),
running AS (
    SELECT participant_id, province, cycle_id, day, ROW_NUMBER() OVER in_order AS attended,
           SUM(CASE WHEN core THEN 1 ELSE 0 END) OVER in_order AS attended_cores
    FROM first_time
    WINDOW in_order AS (PARTITION BY participant_id, cycle_id ORDER BY day ROWS UNBOUNDED PRECEDING)
)
SELECT running.participant_id, MIN(running.province), MIN({day}) AS reached_on
FROM running {practice}
WHERE attended >= %s
  AND attended * {unit} >= %s * (
      SELECT COUNT(*) FROM workshops_module module WHERE module.cycle_id = running.cycle_id)
  AND attended_cores = (
      SELECT COUNT(*) FROM workshops_module module WHERE module.cycle_id = running.cycle_id AND module.core)
GROUP BY running.participant_id
ORDER BY reached_on, running.participant_id
"""

PRACTICE = """
JOIN workshops_enrolment enrolment
  ON enrolment.cycle_id = running.cycle_id AND enrolment.participant_id = running.participant_id
 AND enrolment.practice_on <= %s
"""
LATER = "CASE WHEN enrolment.practice_on > day THEN enrolment.practice_on ELSE day END"


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
        people=chosen, practice=PRACTICE if school else "", day=LATER if school else "day", unit=SHARE_UNIT
    )
    values = [
        *chosen_values, *(state.value for state in ATTENDED), Workshop.Status.HELD.value, until, kind.value,
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
