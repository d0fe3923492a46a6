"""Who came: one tick about one person, under the key of its mark."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gvp.sync import late
from gvp.sync.fields import key
from gvp.sync.handlers import erased
from gvp.sync.handlers.sessions import next_page, provinces
from gvp.sync.registry import Outcome, Reason, Received, handles, undoes
from gvp.sync.undoing import take_back, traced
from participants.models import Participant
from workshops import marking, walking_in
from workshops.claims import DISPUTED, UNMARKED, Claim
from workshops.models import ATTENDED, Attendance, AttendanceState, Enrolment, Mark, Workshop

STATES = frozenset(AttendanceState.values)
SHOWN = STATES | {UNMARKED, DISPUTED}


def claim_of(operation: Received) -> Claim:
    """What is said of whom. Raises ValidationError by field."""
    state, shown = operation.payload.get("state"), operation.payload.get("shown", UNMARKED)
    if not isinstance(state, str) or state not in STATES:
        raise ValidationError({"state": _("This did not arrive whole.")})
    if not isinstance(shown, str) or shown not in SHOWN:
        raise ValidationError({"shown": _("This did not arrive whole.")})
    person = key(operation.payload, "person")
    return Claim(operation.id, person, state, operation.base, shown, operation.captured_at)


@handles("mark", next=next_page, provinces=provinces)
def mark(operation: Received) -> Outcome:
    """One mark that could not be stored with the others: whatever happened meanwhile is looked at."""
    claim = claim_of(operation)
    with traced(operation, *_touched(operation, claim.participant)) as undo:
        session = late.the_session(operation)
        person = late.the_person(operation, claim.participant, late.province_of(session))
        if person:
            _save(operation, session, claim._replace(participant=person.pk))
        else:
            erased.count(operation, claim.participant, came=claim.state in ATTENDED, before=claim.shown in ATTENDED)
    return Outcome(undo=undo)


undoes("mark")(take_back)


def _save(operation: Received, session: Workshop, claim: Claim) -> None:
    standing = Attendance.objects.filter(workshop=session, participant=claim.participant).first()
    if standing is None and not _takes_part(session, claim.participant):
        text = _("This person does not take part in the cycle on that day.")
        late.ask(operation, Reason.OUTSIDER, late.province_of(session), text)
        person = Participant.objects.get(pk=claim.participant)
        walking_in.admit(by=late.reader(operation), workshop=session, person=person)
    if operation.decided_by and standing and (standing.disputed or standing.state != claim.state):
        shown = DISPUTED if standing.disputed else standing.state  # whoever decides has seen what stands
        claim = claim._replace(base=standing.mark_id, shown=shown)
    marking.save(by=operation.author, workshop=session.pk, claims=[claim], seen_by=operation.decided_by)


def _takes_part(session: Workshop, person: UUID) -> bool:
    enrolments = Enrolment.objects.filter(cycle=session.cycle_id, participant=person)
    return enrolments.exclude(withdrawn_on__lt=session.date).exists()


def _touched(operation: Received, asked: UUID) -> tuple[Any, ...]:
    """Every row that a mark may write, those that others point to first."""
    stands = late.survivors([asked])[asked] if operation.decided_by else None
    people = {asked, stands.pk} if stands else {asked}
    return (
        Workshop.objects.filter(pk=operation.record),
        Enrolment.objects.filter(cycle__workshops=operation.record, participant__in=people),
        Mark.objects.filter(pk=operation.id),
        Attendance.objects.filter(workshop=operation.record, participant__in=people),
    )
