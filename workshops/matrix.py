"""Who came when: the people of a cycle against its sessions."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participants.models import Participant
from workshops.completion import attended_modules, curricula
from workshops.models import ATTENDED, Attendance, AttendanceState, Cycle, Enrolment, Workshop

# The letters of a roll call on paper.
LETTERS: dict[str, Promise] = {
    AttendanceState.PRESENT: pgettext_lazy("letter in the attendance matrix: present", "P"),
    AttendanceState.LATE: pgettext_lazy("letter in the attendance matrix: late", "L"),
    AttendanceState.MADE_UP: pgettext_lazy("letter in the attendance matrix: make-up session", "M"),
    AttendanceState.EXCUSED: pgettext_lazy("letter in the attendance matrix: excused absence", "E"),
    AttendanceState.ABSENT: pgettext_lazy("letter in the attendance matrix: absent", "A"),
}


class Cell(NamedTuple):
    """One person at one session: a letter, the word for it, and whether two people disagree."""

    state: str
    letter: Any
    label: Any
    disputed: bool = False


MARKS = {
    (state, disputed): Cell(state, letter, AttendanceState(state).label, disputed)
    for state, letter in LETTERS.items()
    for disputed in (False, True)
}
UNMARKED = Cell("unmarked", "–", _("not on the list"))
AHEAD = Cell("ahead", "", _("still to come"))
OUTSIDE = Cell("outside", "", _("not enrolled that day"))


@dataclass(frozen=True)
class Column:
    session: Workshop
    came: int


@dataclass(frozen=True)
class Row:
    """`enrolment` is None for somebody who came without being enrolled."""

    person: Participant
    enrolment: Enrolment | None
    cells: list[Cell]
    modules: int  # distinct modules attended
    completed: bool

    @property
    def came(self) -> int:
        """Sessions attended."""
        return sum(cell.state in ATTENDED for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    columns: list[Column]
    rows: list[Row]
    modules: int
    needed: int

    @property
    def completed(self) -> int:
        return sum(row.completed for row in self.rows)

    @property
    def attendances(self) -> int:
        return sum(column.came for column in self.columns)

    @property
    def legend(self) -> list[Cell]:
        return [*(MARKS[state, False] for state in LETTERS), UNMARKED]


def build(cycle: Cycle) -> Matrix:
    """Seven queries, however many people and sessions; cancelled sessions have no column."""
    sessions = list(cycle.workshops.standing().select_related("module").order_by("date", "starts_at", "code"))
    enrolments = {enrolment.participant_id: enrolment for enrolment in cycle.enrolments.all()}
    marks = _marks(cycle)
    came = Counter(session for (_person, session), cell in marks.items() if cell.state in ATTENDED)
    curriculum, attended = curricula([cycle])[cycle.pk], attended_modules([cycle])
    rows = []
    for person in _people(cycle):
        enrolment = enrolments.get(person.pk)
        modules = attended.get((cycle.pk, person.pk), set())
        rows.append(
            Row(
                person=person,
                enrolment=enrolment,
                cells=[marks.get((person.pk, session.pk)) or _blank(session, enrolment) for session in sessions],
                modules=len(modules),
                completed=curriculum.completed(modules, enrolment.practice_on if enrolment else None),
            )
        )
    columns = [Column(session, came[session.pk]) for session in sessions]
    return Matrix(columns, rows, len(curriculum.modules), curriculum.needed)


def _people(cycle: Cycle) -> Any:
    """Enrolled now or once, or on a list of the cycle; by name."""
    enrolled = Enrolment.objects.filter(cycle=cycle).values("participant")
    marked = Attendance.objects.filter(workshop__in=cycle.workshops.held()).values("participant")
    return Participant.objects.filter(Q(pk__in=enrolled) | Q(pk__in=marked)).order_by("sort_name", "code")


def _marks(cycle: Cycle) -> dict[tuple[UUID, UUID], Cell]:
    """By (person, session), of sessions held."""
    rows = Attendance.objects.filter(workshop__in=cycle.workshops.held())
    found: dict[tuple[UUID, UUID], Cell] = {}
    for person, session, state, disputed in rows.values_list("participant", "workshop", "state", "disputed"):
        found[person, session] = MARKS[state, disputed]
    return found


def _blank(session: Workshop, enrolment: Enrolment | None) -> Cell:
    """What stands where nobody was marked."""
    if enrolment is None or session.date < enrolment.enrolled_on:
        return OUTSIDE
    if enrolment.withdrawn_on and session.date > enrolment.withdrawn_on:
        return OUTSIDE
    return UNMARKED if session.status == Workshop.Status.HELD else AHEAD
