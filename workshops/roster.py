"""The roster of one session as its page shows it, and as the page sends it back."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from participants.models import Participant
from workshops.claims import DISPUTED, UNMARKED, Claim
from workshops.deciding import claims_about
from workshops.models import Attendance, AttendanceState, Enrolment, Mark, Workshop

NAMES = ("given_names", "first_surname", "second_surname", "group", "code")
STATE, TICKET = "state-", "ticket-"
NONE = "-"
SAID = ("present", "late", "made_up", "excused", "absent")


@dataclass(frozen=True)
class Row:
    """One person. `ticket` says what the page shows, and holds the key of the mark to come."""

    person: Participant
    state: str  # chosen on the page, or stored; "" while unmarked or in dispute
    ticket: str
    standing: Attendance | None = None
    claims: list[Mark] = field(default_factory=list)  # of a dispute, latest of each colleague

    @property
    def disputed(self) -> bool:
        return self.standing is not None and self.standing.disputed


def rows_of(session: Workshop, posted: Mapping[str, str] | None = None) -> list[Row]:
    """Everybody who may be marked, by name: enrolled on the session's day, or marked already. Up to three queries.

    `posted`: what the page sent and could not be saved; its choices and tickets are kept.
    """
    posted = posted or {}
    stored = Attendance.objects.filter(workshop=session).select_related("mark")
    standing = {row.participant_id: row for row in stored}
    claims = claims_about(row for row in standing.values() if row.disputed)
    first = uuid.uuid4().int  # keys that follow each other weigh little on a slow line
    return [
        _row(person, standing.get(person.pk), claims.get((session.pk, person.pk), []), posted, UUID(int=first + place))
        for place, person in enumerate(_people(session, list(standing)))
    ]


def _people(session: Workshop, marked: list[UUID]) -> QuerySet:
    enrolled = Enrolment.objects.filter(cycle=session.cycle_id)
    then = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=session.date)
    listed = enrolled.filter(then & Q(enrolled_on__lte=session.date) | Q(participant__in=marked))
    people = Participant.objects.filter(pk__in=listed.values("participant"))
    return people.order_by("sort_name", "code").only(*NAMES)


def _row(
    person: Participant, standing: Attendance | None, claims: list[Mark], posted: Mapping[str, str], key: UUID
) -> Row:
    """`key`: of the mark to come."""
    shown = UNMARKED if standing is None else DISPUTED if standing.disputed else standing.state
    stored = UNMARKED if shown == DISPUTED else shown
    fresh = f"{key} {(standing and standing.mark_id) or NONE} {shown or NONE}"
    return Row(
        person=person,
        state=posted.get(f"{STATE}{person.pk}", stored),
        ticket=posted.get(f"{TICKET}{person.pk}", fresh),
        standing=standing,
        claims=claims,
    )


def read_claims(data: Mapping[str, str]) -> list[Claim]:
    """The claims of a roster as it was sent. Raises ValidationError when it is not one of our pages."""
    try:
        return [
            _claim(UUID(name.removeprefix(STATE)), data[name], data[name.replace(STATE, TICKET, 1)])
            for name in data
            if name.startswith(STATE)
        ]
    except (KeyError, ValueError) as broken:
        raise ValidationError(_("The list did not arrive whole. Save it again."), code="broken") from broken


def _claim(participant: UUID, state: str, ticket: str) -> Claim:
    key, base, shown = ticket.split(" ")
    return Claim(
        key=UUID(key),
        participant=participant,
        state=AttendanceState(state).value,
        base=None if base == NONE else UUID(base),
        shown=UNMARKED if shown == NONE else shown,
    )


@dataclass(frozen=True)
class Tally:
    """How many in one state, with the words for one and for many."""

    state: str
    amount: int
    one: str
    many: str

    @property
    def words(self) -> str:
        return self.one if self.amount == 1 else self.many


def tallies(states: Iterable[str]) -> list[Tally]:
    """Every state and the unmarked, in the order in which they are said."""
    amounts = Counter(states)
    return [Tally(state, amounts[state], _words(state, 1), _words(state, 2)) for state in (*SAID, UNMARKED)]


def said(states: Iterable[str]) -> str:
    """ "23 presentes · 2 faltas": the states that occur."""
    return " · ".join(f"{tally.amount} {tally.words}" for tally in tallies(states) if tally.amount)


def _words(state: str, n: int) -> str:
    """In Spanish these agree with the number: 1 falta, 2 faltas."""
    return {
        "present": npgettext("how many on a list", "present", "present", n),
        "late": npgettext("how many on a list", "late", "late", n),
        "made_up": npgettext("how many on a list", "made up", "made up", n),
        "excused": npgettext("how many on a list", "excused", "excused", n),
        "absent": npgettext("how many on a list", "absent", "absent", n),
        UNMARKED: npgettext("how many on a list", "unmarked", "unmarked", n),
    }[state]


def with_everyone(rows: list[Row]) -> list[Row]:
    """ "Todos presentes" without JavaScript: whoever is unmarked is present. A dispute stays one."""
    return [row if row.state or row.disputed else replace(row, state="present") for row in rows]
