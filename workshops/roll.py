"""What one cycle's page shows: sessions with their gaps, people with how far they are, modules."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef

from participants.models import Participant
from workshops.completion import attended_modules, curricula
from workshops.gaps import gaps, with_gaps
from workshops.models import Cycle, Enrolment, Module, Workshop
from workshops.querysets import counted
from workshops.todo import Line


@dataclass(frozen=True)
class Member:
    """Somebody enrolled: distinct modules attended, of how many, and whether that completes the cycle."""

    enrolment: Enrolment
    attended: int
    missing: int
    completed: bool

    @property
    def person(self) -> Participant:
        return self.enrolment.participant


def sessions_of(cycle: Cycle, today: dt.date) -> list[Line]:
    """All sessions, cancelled ones too, in order. One query."""
    rows = with_gaps(cycle.workshops.select_related("module", "community__district"))
    return [Line(row, gaps(row, today)) for row in rows.order_by("date", "starts_at", "code")]


def members(cycle: Cycle) -> list[Member]:
    """Everybody enrolled, by name; those who left come last. Four queries."""
    curriculum, attended = curricula([cycle])[cycle.pk], attended_modules([cycle])
    enrolments = cycle.enrolments.select_related("participant__community__district")
    in_order = enrolments.order_by(F("withdrawn_on").asc(nulls_first=True), "participant__sort_name")
    found = []
    for enrolment in in_order:
        came = attended.get((cycle.pk, enrolment.participant_id), set())
        missing = curriculum.modules_missing(came)
        found.append(Member(enrolment, len(came), missing, curriculum.completed(came, enrolment.practice_on)))
    return found


def subjects(cycle: Cycle) -> Any:
    """The modules in order, with how many sessions of each are `planned` or `held`. One query."""
    sessions = Workshop.objects.filter(module=OuterRef("pk"))
    modules = Module.objects.filter(cycle=cycle).order_by("order", "code")
    return modules.annotate(planned=counted(sessions.planned(), "module"), held=counted(sessions.held(), "module"))
