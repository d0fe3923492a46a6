"""What a person must be to count, one condition at a time (indicators.md, sections 1 and 2).

Conditions are Q objects, so that a list, its exclusions and one person's verdict ask the database the same thing.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, Func, IntegerField, OuterRef, Q

from participants.models import Consent, Participant
from participants.rules import ADULT

NEEDED = {
    Participant.Group.MAN: (Consent.Kind.REGISTRATION,),
    Participant.Group.SCHOOL_LEADER: (Consent.Kind.REGISTRATION, Consent.Kind.GUARDIAN, Consent.Kind.ASSENT),
}


class Year(Func):
    """The year of a date. Django's own calls back into Python for every row on SQLite."""

    template = "EXTRACT(YEAR FROM %(expressions)s)"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="CAST(SUBSTR(%(expressions)s, 1, 4) AS INTEGER)", **context)


def of_group(group: Participant.Group) -> Q:
    return Q(group=group)


def male() -> Q:
    return Q(sex=Participant.Sex.MALE)


def adult_when_registered() -> Q:
    """Age is the year of the date minus the year of birth (1.6)."""
    return Q(birth_year__lte=Year("enrolled_on") - ADULT)


def rural() -> Q:
    return Q(community__rural=True)


def consenting(until: dt.date, kinds: Iterable[Consent.Kind]) -> Q:
    """A consent of each kind is in force on `until` (1.5)."""
    condition = Q()
    for kind in kinds:
        condition &= Q(Exists(Consent.objects.in_force(until).filter(kind=kind, participant=OuterRef("pk"))))
    return condition


def fully_consenting(until: dt.date) -> Q:
    """All the consents that the person's own group needs are in force on `until`."""
    condition = Q()
    for group, kinds in NEEDED.items():
        condition |= of_group(group) & consenting(until, kinds)
    return condition


def consents_missing(person: Participant, until: dt.date) -> list[Consent.Kind]:
    """The kinds the person's group needs that are not in force on `until`. One query."""
    there = set(person.consents.in_force(until).values_list("kind", flat=True))
    return [kind for kind in NEEDED[Participant.Group(person.group)] if kind not in there]
