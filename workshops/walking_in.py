"""Somebody who came and is not on the list: found, or registered, and marked present in one transaction."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from gvp.accounts.models import User
from gvp.base.text import normalise
from participants import actions
from participants.andean import NICKNAMES, key
from participants.models import Participant
from workshops import enrolling, marking
from workshops.claims import Claim
from workshops.marking import Change, Saved
from workshops.models import Attendance, AttendanceState, Enrolment, Workshop

SHOWN = 8
POOL = 100


@transaction.atomic
def welcome(*, by: User, workshop: Workshop, person: Participant, mark: UUID) -> Saved:
    """Enrol the person in the session's cycle, if need be, and mark him present. A resend changes nothing.

    Whoever had left the cycle by that day takes part again. Raises ValidationError as `enrolling.enrol` and
    `marking.save` do.
    """
    admit(by=by, workshop=workshop, person=person)
    standing = Attendance.objects.filter(workshop=workshop, participant=person).first()
    claim = Claim(mark, person.pk, AttendanceState.PRESENT.value)
    if standing:
        claim = claim._replace(base=standing.mark_id, shown="disputed" if standing.disputed else standing.state)
    return marking.save(by=by, workshop=workshop.pk, claims=[claim])


@transaction.atomic
def admit(*, by: User, workshop: Workshop, person: Participant) -> Enrolment:
    """He takes part in the session's cycle from that day on, or again. Raises ValidationError as `enrolling.enrol`."""
    enrolling.enrol(by=by, cycle=workshop.cycle, people=[person], enrolled_on=workshop.date)
    enrolment = Enrolment.objects.get(cycle=workshop.cycle, participant=person)
    if enrolment.withdrawn_on and enrolment.withdrawn_on <= workshop.date:
        enrolling.rejoin(by=by, enrolment=enrolment)
    return enrolment


@transaction.atomic
def register(
    *, by: User, workshop: Workshop, facts: Mapping[str, Any], consents: Iterable[Mapping[str, Any]], mark: UUID
) -> Participant:
    """Register a man and mark him present. Raises ValidationError as `participants.actions.register` does."""
    person = actions.register(by=by, facts=facts, consents=consents)
    welcome(by=by, workshop=workshop, person=person, mark=mark)
    return person


def count_one(*, by: User, workshop: Workshop, shown: int) -> Saved:
    """One more who did not want to be registered. `shown` is the number on the page: a second tap changes nothing."""
    return marking.save(by=by, workshop=workshop.pk, counts={"unregistered": Change(shown, shown + 1)})


@transaction.atomic
def count_more(*, by: User, workshop: UUID, n: int, seen_by: User | None = None) -> Saved:
    """So many more who did not want to be registered, whatever the number is by now: whoever calls it calls it once."""
    standing = Workshop.objects.select_for_update().get(pk=workshop).unregistered
    change = Change(standing, max(standing + n, 0))
    return marking.save(by=by, workshop=workshop, counts={"unregistered": change}, seen_by=seen_by)


def search(*, user: User, workshop: Workshop, words: str) -> list[Participant]:
    """People this user may open whose name or code is like the words, likeliest first, at most SHOWN.

    Each has `here`: already enrolled in the cycle. Accents, order, nicknames and the spellings of one
    Andean name (participants/andean.py) do not matter. One query.
    """
    typed = normalise(words).split()
    if not typed:
        return []
    people = Participant.objects.openable_by(user).living().filter(group=enrolling.group_of(workshop.cycle))
    keys = [key(NICKNAMES.get(word, word)) for word in typed]
    enrolled = Enrolment.objects.filter(cycle=workshop.cycle_id, participant=OuterRef("pk"))
    found = people.filter(_written(typed) | _sounding(keys)).annotate(here=Exists(enrolled))
    found = found.select_related("community__district")
    ranked = sorted(found[:POOL], key=lambda person: (-_likeness(person, typed, keys), *_nearness(person, workshop)))
    return ranked[:SHOWN]


def _written(words: list[str]) -> Q:
    """Every word somewhere in the name or code."""
    every = Q()
    for word in words:
        every &= Q(search_name__contains=word)
    return every


def _sounding(keys: list[str]) -> Q:
    """One key alone may be a surname or a given name; of several, two have to meet."""
    if len(keys) == 1:
        return Q(first_key=keys[0]) | Q(second_key=keys[0]) | Q(given_key=keys[0])
    return (
        Q(first_key__in=keys, given_key__in=keys)
        | Q(second_key__in=keys, given_key__in=keys)
        | Q(first_key__in=keys, second_key__in=keys)
    )


def _likeness(person: Participant, words: list[str], keys: list[str]) -> int:
    of_person = {person.given_key, person.first_key, person.second_key}
    written = sum(word in person.search_name for word in words)
    return 4 * written + 2 * len(of_person & set(keys)) + (person.first_key in keys)


def _nearness(person: Participant, workshop: Workshop) -> tuple[Any, ...]:
    return person.here, person.community_id != workshop.community_id, person.sort_name, person.code  # type: ignore[attr-defined]
