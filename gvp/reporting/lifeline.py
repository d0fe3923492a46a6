"""One person's way through the program, in the order in which it happened.

Threads hold a bead per module of each cycle he or she is enrolled in; moments are everything that
has a date. Both are facts only: whether the person counts is asked of the indicators.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvp.reporting.charts.lives import Span
from gvp.reporting.moments import Moment, afterwards
from participants.models import Consent, Participant
from workshops.completion import curricula
from workshops.models import ATTENDED, Attendance, AttendanceState, Cycle, Enrolment, Module, Workshop

ORDER = (*ATTENDED, AttendanceState.EXCUSED, AttendanceState.ABSENT)  # the best state of a module wins
UPCOMING, UNMARKED = "upcoming", "unmarked"


@dataclass
class Bead:
    """One module on a thread."""

    module: Module
    state: str = UPCOMING
    date: dt.date | None = None

    @property
    def attended(self) -> bool:
        return self.state in ATTENDED

    @property
    def label(self) -> str:
        if self.state == UPCOMING:
            return _("still to come")
        if self.state == UNMARKED:
            return _("not on the list")
        return str(AttendanceState(self.state).label)


@dataclass
class Thread:
    """A cycle as one person lived it."""

    enrolment: Enrolment
    beads: list[Bead]
    needed: int  # distinct modules

    @property
    def cycle(self) -> Cycle:
        return self.enrolment.cycle

    @property
    def attended(self) -> int:
        return sum(bead.attended for bead in self.beads)

    @property
    def missing(self) -> list[str]:
        """What he or she lacks to complete this cycle, in plain sentences; empty when complete."""
        cores = [bead.module.order for bead in self.beads if bead.module.core and not bead.attended]
        lacking = [_("The core module %(order)d is missing.") % {"order": order} for order in cores]
        # The core modules still to be attended bring the count up as well.
        more = self.needed - self.attended - len(cores)
        if more > 0:
            text = ngettext(
                "One more module is missing (%(done)d of %(needed)d).",
                "%(more)d more modules are missing (%(done)d of %(needed)d).",
                more,
            )
            lacking.append(text % {"more": more, "done": self.attended, "needed": self.needed})
        if self.cycle.kind == Cycle.Kind.WINAY and not self.enrolment.practice_on:
            lacking.append(_("The closing practice is missing."))
        return lacking


def threads(person: Participant) -> list[Thread]:
    """The cycles of a person, earliest first. Five queries, however many cycles."""
    enrolments = list(person.enrolments.select_related("cycle__community").order_by("enrolled_on", "cycle__starts_on"))
    cycles = [enrolment.cycle for enrolment in enrolments]
    asked = curricula(cycles)
    held = _by(Workshop.objects.held().filter(cycle__in=cycles).order_by("date"), "module_id")
    states = dict(Attendance.objects.filter(participant=person).values_list("workshop", "state"))
    found = []
    for enrolment in enrolments:
        curriculum = asked[enrolment.cycle_id]
        beads = [_bead(module, held[module.pk], states) for module in curriculum.modules]
        found.append(Thread(enrolment, beads, curriculum.needed))
    return found


def _bead(module: Module, sessions: list[Workshop], states: dict[Any, str]) -> Bead:
    """The best of the sessions of this module; a session held without a mark is no attendance."""
    marks = [(ORDER.index(AttendanceState(states[s.pk])), s.date) for s in sessions if s.pk in states]
    if marks:
        best, date = min(marks)
        return Bead(module, ORDER[best], date)
    return Bead(module, UNMARKED, sessions[0].date) if sessions else Bead(module)


def moments(person: Participant, found: list[Thread]) -> list[Moment]:
    """Everything with a date, in order; on one day registration comes first, then consents."""
    line = [Moment(person.enrolled_on, 0, "registered", _("Registered"), str(person.community))]
    line += _of_consents(person)
    line += _of_cycles(found)
    line += _of_attendance(person)
    line += afterwards(person)
    line += _of_records(person)
    return sorted(line)


def spans(person: Participant) -> list[Span]:
    """What lasted: the consent to be registered, and belonging to a network."""
    consents = [
        Span("consent", consent.given_on, consent.revoked_on)
        for consent in person.consents.all()
        if consent.kind == Consent.Kind.REGISTRATION
    ]
    return consents + [Span("network", stay.joined_on, stay.left_on) for stay in person.memberships.all()]


def _of_consents(person: Participant) -> list[Moment]:
    line = []
    for consent in person.consents.all():
        name = Consent.Kind(consent.kind).label
        line.append(Moment(consent.given_on, 1, "consent", _("Consent: %(kind)s") % {"kind": name}))
        if consent.revoked_on:
            text = _("Consent revoked: %(kind)s") % {"kind": name}
            line.append(Moment(consent.revoked_on, 8, "revoked", text, consent.revoked_reason))
        if consent.reinstated_on:
            text = _("Revocation undone: %(kind)s") % {"kind": name}
            line.append(Moment(consent.reinstated_on, 8, "consent", text, consent.reinstated_reason))
    return line


def _of_cycles(found: list[Thread]) -> list[Moment]:
    line = []
    for thread in found:
        enrolment, name = thread.enrolment, str(thread.cycle)
        line.append(Moment(enrolment.enrolled_on, 2, "enrolled", _("Enrolled in the cycle"), name))
        if enrolment.practice_on:
            line.append(Moment(enrolment.practice_on, 5, "practice", _("Closing practice"), name))
        if enrolment.withdrawn_on:
            line.append(Moment(enrolment.withdrawn_on, 7, "withdrawn", _("Left the cycle"), name))
    return line


def _of_attendance(person: Participant) -> list[Moment]:
    rows = person.attendances.filter(workshop__status=Workshop.Status.HELD).select_related("workshop__module")
    return [
        Moment(
            row.workshop.date,
            3,
            row.state,
            _("Module %(module)s") % {"module": row.workshop.module},
            str(AttendanceState(row.state).label),
        )
        for row in rows
    ]


def _of_records(person: Participant) -> list[Moment]:
    line = []
    for correction in person.community_corrections.select_related("before__district", "after__district"):
        text = _("Community corrected: %(before)s → %(after)s") % {
            "before": correction.before,
            "after": correction.after,
        }
        line.append(Moment(timezone.localdate(correction.recorded_at), 9, "record", text, correction.reason))
    for merge in person.merges.select_related("absorbed"):
        text = _("The record %(code)s became part of this one") % {"code": merge.absorbed.code}
        open_merge = merge if merge.undone_at is None else None
        line.append(Moment(timezone.localdate(merge.recorded_at), 9, "record", text, merge.reason, merge=open_merge))
        if merge.undone_at:
            text = _("%(code)s is a record of its own again") % {"code": merge.absorbed.code}
            line.append(Moment(timezone.localdate(merge.undone_at), 9, "record", text))
    return line


def _by(rows: Any, key: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
