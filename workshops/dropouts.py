"""Who stopped coming: the last two sessions, or more, missed in a row.

A session is missed by a person enrolled on or before its date who did not attend it, nor its module
on another day: a make-up session, earlier or later, cancels the miss. It is missed *in a row* when
he or she has attended no session of the cycle on or after its date. A session of today counts once
somebody has marked the person. An excused absence is no attendance either, and is shown as excused.
Cancelled sessions, people who withdrew and cycles that are closed are not looked at.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from gvp.accounts.models import User
from participants.models import Participant
from workshops.completion import Curriculum, attended_modules, curricula
from workshops.models import Attendance, AttendanceState, Cycle, Enrolment, Module, Workshop

IN_A_ROW = 2


class Miss(NamedTuple):
    """One session missed in a row. `state`: excused, absent, or "" when nobody marked the person."""

    enrolment: UUID
    date: dt.date
    module: str
    state: str

    @property
    def excused(self) -> bool:
        return self.state == AttendanceState.EXCUSED


@dataclass(frozen=True)
class Case:
    """A person who stopped coming to one cycle, and whether he or she can still complete it."""

    enrolment: Enrolment
    missed: list[Miss]  # latest first
    attended: int  # distinct modules
    curriculum: Curriculum
    more: int  # modules still needed
    within_reach: int  # modules not attended that are still to be held
    out_of_reach: list[Module]  # core modules only a make-up session can bring back

    @property
    def person(self) -> Participant:
        return self.enrolment.participant

    @property
    def completed(self) -> bool:
        return self.more == 0

    @property
    def needs_make_up(self) -> bool:
        return self.more > self.within_reach or bool(self.out_of_reach)

    @property
    def risk(self) -> tuple[bool, int, int, str]:
        """Sorts the most at risk first: still to complete, missed most often, least to spare."""
        return self.completed, -len(self.missed), self.within_reach - self.more, self.person.sort_name


@dataclass
class Group:
    cycle: Cycle
    cases: list[Case] = field(default_factory=list)


def drop_outs(user: User, today: dt.date) -> list[Group]:
    """Running cycles of this user with the people who stopped coming, most at risk first. Seven queries."""
    cycles = Cycle.objects.visible_to(user).running(today).select_related("community__district__province")
    enrolments = Enrolment.objects.active().filter(cycle__in=cycles, participant__merged_into__isnull=True)
    gone = {key: misses for key, misses in _missed(enrolments, today).items() if len(misses) >= IN_A_ROW}
    found = Enrolment.objects.filter(pk__in=gone).select_related(
        "participant__community__district", "cycle__community__district__province"
    )
    groups = {enrolment.cycle_id: Group(enrolment.cycle) for enrolment in found}
    asked = [group.cycle for group in groups.values()]
    wanted, attended, ahead = curricula(asked), attended_modules(asked), _ahead(asked, today)
    for enrolment in found:
        came = attended.get((enrolment.cycle_id, enrolment.participant_id), set())
        case = _case(enrolment, gone[enrolment.pk], wanted[enrolment.cycle_id], came, ahead[enrolment.cycle_id])
        groups[enrolment.cycle_id].cases.append(case)
    for group in groups.values():
        group.cases.sort(key=lambda case: case.risk)
    return sorted(groups.values(), key=lambda group: (*group.cases[0].risk[:3], group.cycle.code))


def _missed(enrolments: QuerySet, today: dt.date) -> Mapping[UUID, list[Miss]]:
    """The sessions each of these people missed in a row, latest first. One query for everybody."""
    came = Attendance.objects.attended().filter(participant=OuterRef("person"), workshop__cycle=OuterRef("cycle"))
    mark = Attendance.objects.filter(workshop=OuterRef("pk"), participant=OuterRef("person")).values("state")
    pairs = (
        Workshop.objects.held()
        .annotate(
            enrolment=F("cycle__enrolments__pk"),
            person=F("cycle__enrolments__participant"),
            enrolled_on=F("cycle__enrolments__enrolled_on"),
            state=Subquery(mark[:1]),
        )
        .filter(enrolment__in=enrolments.values("pk"), date__gte=F("enrolled_on"))
        .filter(Q(date__lt=today) | Q(date=today, state__isnull=False))
        .filter(~Exists(came.filter(workshop__date__gte=OuterRef("date"))))
        .filter(~Exists(came.filter(workshop__module=OuterRef("module"))))
        .order_by("-date", "-starts_at", "code")
    )
    missed: dict[UUID, list[Miss]] = defaultdict(list)
    for enrolment, date, module, state in pairs.values_list("enrolment", "date", "module__title", "state"):
        missed[enrolment].append(Miss(enrolment, date, module, state or ""))
    return missed


def _ahead(cycles: list[Cycle], today: dt.date) -> Mapping[UUID, set[UUID]]:
    """Keys of the modules of each cycle with a session to come, or none yet. One query."""
    sessions = Workshop.objects.filter(module=OuterRef("pk"))
    coming = Exists(sessions.planned().filter(date__gte=today)) | ~Exists(sessions.held())
    modules = Module.objects.filter(coming, cycle__in=cycles)
    ahead: dict[UUID, set[UUID]] = defaultdict(set)
    for module, cycle in modules.values_list("pk", "cycle"):
        ahead[cycle].add(module)
    return ahead


def _case(enrolment: Enrolment, missed: list[Miss], curriculum: Curriculum, came: set[UUID], ahead: Any) -> Case:
    return Case(
        enrolment=enrolment,
        missed=missed,
        attended=len(came),
        curriculum=curriculum,
        more=curriculum.modules_missing(came),
        within_reach=len(ahead - came),
        out_of_reach=[module for module in curriculum.cores_missing(came) if module.pk not in ahead],
    )
