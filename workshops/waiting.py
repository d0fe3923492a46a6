"""What workshops and networks wait for: one step more, and somebody counts (indicators.md, sections 2 and 4)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from workshops.completion import Curriculum, attended_modules, curricula
from workshops.models import Attendance, Cycle, Enrolment, NetworkAction

LOOKED_BACK = 365  # days after its end in which a cycle may still be made up for


@dataclass(frozen=True)
class Nearly:
    """One step from completing a cycle: a module, or the closing practice."""

    enrolment: Enrolment
    curriculum: Curriculum
    attended: frozenset[UUID]  # modules

    @property
    def practice(self) -> bool:
        return not self.curriculum.modules_missing(self.attended)

    @property
    def module(self) -> str:
        """The one core module that is missing; "" when any module will do."""
        cores = self.curriculum.cores_missing(self.attended)
        return str(cores[0]) if cores else ""


def of_late(cycles: QuerySet[Cycle], today: dt.date) -> QuerySet[Cycle]:
    """Running, or closed within the last year."""
    since = today - dt.timedelta(days=LOOKED_BACK)
    return cycles.filter(Q(closes_on__isnull=True) | Q(closes_on__gte=since), starts_on__lte=today)


def nearly(cycles: Iterable[Cycle]) -> list[Nearly]:
    """Whoever is one step from completing one of these cycles, by name. Five queries."""
    cycles = list(cycles)
    asked, attended = curricula(cycles), attended_modules(cycles)
    active = Enrolment.objects.active().filter(cycle__in=cycles, participant__merged_into__isnull=True)
    close: dict[UUID, frozenset[UUID]] = {}
    for key, cycle, person, practice_on in active.values_list("pk", "cycle", "participant", "practice_on"):
        came = attended.get((cycle, person), set())
        if asked[cycle].modules_missing(came) + (asked[cycle].practice and practice_on is None) == 1:
            close[key] = frozenset(came)
    found = Enrolment.objects.filter(pk__in=close).select_related("participant__community__district", "cycle")
    return [
        Nearly(enrolment, asked[enrolment.cycle_id], close[enrolment.pk])
        for enrolment in found.order_by("participant__sort_name", "participant__code")
    ]


def beginners(cycles: QuerySet[Cycle], today: dt.date) -> QuerySet[Enrolment]:
    """Enrolled in one of these cycles and not yet at their second session of any sensitisation cycle."""
    came = Attendance.objects.attended().filter(
        workshop__date__lte=today, workshop__cycle__kind=Cycle.Kind.SENSITISATION
    )
    twice = came.order_by().values("participant").annotate(sessions=Count("pk")).filter(sessions__gte=2)
    return (
        Enrolment.objects.active()
        .filter(cycle__in=cycles, participant__merged_into__isnull=True, enrolled_on__lte=today)
        .exclude(participant__in=twice.values("participant"))
    )


def unvalidated(actions: QuerySet[NetworkAction], today: dt.date) -> QuerySet[NetworkAction]:
    """Held, and neither validated by a second person nor with evidence on file."""
    return actions.filter(date__lte=today, validated=False, evidence="", evidence_file="")
