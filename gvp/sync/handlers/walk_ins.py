"""People who came and were not on the list: known here, new, or only counted."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from gvp.sync import late
from gvp.sync.fields import checked, key, posted
from gvp.sync.handlers import erased
from gvp.sync.handlers.sessions import provinces
from gvp.sync.registry import ForReview, Outcome, Reason, Received, handles, undoes
from gvp.sync.undoing import take_back, traced
from participants import actions
from participants.models import Consent, Participant
from workshops import enrolling, marking, walking_in
from workshops.claims import UNMARKED, Claim
from workshops.models import Attendance, AttendanceState, Enrolment, Mark, Workshop
from workshops.walk_in_forms import WalkInForm

MOST = 500  # people counted at once; more is a slip of the finger
NAMES = ("given_names", "first_surname", "second_surname", "birth_year")


def _next(record: UUID) -> str:
    return reverse("workshops:roster", args=[record])


@handles("walk_in_known", next=_next, provinces=provinces)
def walk_in_known(operation: Received) -> Outcome:
    """One of those found: he takes part from that day on, or again, and is present. Erased, he is only counted."""
    asked = key(operation.payload, "person")
    with traced(operation, *_touched(operation, asked)) as undo:
        session = late.the_session(operation)
        person = late.the_person(operation, asked, late.province_of(session))
        if person:
            _welcome(operation, session, person)
        else:
            erased.count(operation, asked, came=True)
    return Outcome(undo=undo)


@handles("walk_in_new", makes="person", next=_next, provinces=provinces)
def walk_in_new(operation: Received) -> Outcome:
    """A new man, registered whomever he looks like: coordinators see the pair among the duplicates."""
    asked = key(operation.payload, "person")
    with traced(operation, *_touched(operation, asked)) as undo:
        session = late.the_session(operation)
        if late.erased([asked]) and not Participant.objects.filter(pk=asked).exists():
            erased.count(operation, asked, came=True)
        else:
            _welcome(operation, session, _register(operation, session, asked))
    return Outcome(undo=undo)


@handles("walk_in_count", next=_next, provinces=provinces)
def walk_in_count(operation: Received) -> Outcome:
    """So many who do not want to be registered: added, whatever the number is by now."""
    n = operation.payload.get("n")
    if type(n) is not int or not 1 <= n <= MOST:
        raise ValidationError({"n": _("The number did not arrive whole. Try again.")})
    with traced(operation, Workshop.objects.filter(pk=operation.record)) as undo:
        session = late.the_session(operation)
        walking_in.count_more(by=operation.author, workshop=session.pk, n=n, seen_by=operation.decided_by)
    return Outcome(undo=undo)


for _kind in ("walk_in_known", "walk_in_new", "walk_in_count"):
    undoes(_kind)(take_back)


def _touched(operation: Received, person: UUID) -> tuple[Any, ...]:
    """Every row that a decision about a walk-in may write, those that others point to first."""
    if operation.decided_by is None:
        return ()
    stands = late.survivors([person])[person]
    people = {person, stands.pk} if stands else {person}
    return (
        Workshop.objects.filter(pk=operation.record),
        Participant.objects.filter(pk__in=people),
        Consent.objects.filter(participant__in=people),
        Enrolment.objects.filter(cycle__workshops=operation.record, participant__in=people),
        Mark.objects.filter(pk=operation.id),
        Attendance.objects.filter(workshop=operation.record, participant__in=people),
    )


def _welcome(operation: Received, session: Workshop, person: Participant) -> None:
    """Enrolled and present. What a colleague marked otherwise meanwhile is not overwritten: both claims stay."""
    province = late.province_of(session)
    late.require_sight(operation, person, province)
    if person.group != enrolling.group_of(session.cycle):
        raise ForReview(Reason.OUTSIDER, province, _("This cycle is not for this person."))
    enrolment = Enrolment.objects.filter(cycle=session.cycle, participant=person).first()
    left = enrolment and enrolment.withdrawn_on and enrolment.withdrawn_on <= session.date
    if enrolment and left and late.changes(operation, enrolment).exists():
        late.ask(operation, Reason.OUTSIDER, province, _("Somebody wrote meanwhile that he left the cycle."))
        enrolling.rejoin(by=late.reader(operation), enrolment=enrolment)
    walking_in.admit(by=operation.author, workshop=session, person=person)
    present = AttendanceState.PRESENT.value
    claim = Claim(operation.id, person.pk, present, operation.base, UNMARKED, operation.captured_at)
    marking.save(by=operation.author, workshop=session.pk, claims=[claim], seen_by=operation.decided_by)


def _register(operation: Received, session: Workshop, person: UUID) -> Participant:
    """The record that stands for the new man; when the same key came before with other facts, somebody decides."""
    data = posted(operation.payload, id=str(person), mark=str(operation.id), confirmed="on")
    form = checked(WalkInForm(data, user=late.reader(operation), session=session))
    facts = form.facts()
    try:
        made = actions.register(by=operation.author, facts=facts, consents=form.consents())
    except ValidationError as refused:
        if getattr(refused, "code", "") != "other_facts":
            raise
        made = Participant.objects.get(pk=person)
        province = late.province_of(session)
        late.ask(operation, Reason.CONFLICT, province, _("He is registered already, with other names or another year."))
        stands = late.survivors([person])[person] or made
        late.require_sight(operation, stands, province)
        actions.change(by=late.reader(operation), participant=stands, facts={name: facts[name] for name in NAMES})
    return late.survivors([made.pk])[made.pk] or made
