""" "Preparar para salir": what a person takes along to where there is no signal.

The phone keeps the server's own pages, and a few facts of the people of the person's cycles to search in. Of
nobody is there a document, a phone number or a year of birth, and names are short (Participant.short_name).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gvp.accounts.models import User
from gvp.audit import log
from participants.models import Participant
from workshops import carried, todo, waiting
from workshops.enrolling import group_of
from workshops.models import Cycle, Enrolment, Workshop

CHOICES = (1, 3, 8, 15)  # days, counting today
USUAL = 8


def sessions_of(user: User, today: dt.date, days: int) -> todo.Day:
    """The sessions on *Hoy* while the person is away: of these days, and what is missing of earlier ones."""
    return todo.day_of(Workshop.objects.visible_to(user), today, todo.last_of(today, days))


@transaction.atomic
def take_along(*, by: User, days: int) -> dict[str, Any]:
    """What the phone fetches and keeps, as JSON. How much it is goes into the log: should the phone be lost, somebody
    has to know what was on it.
    """
    today = timezone.localdate()
    sessions = sessions_of(by, today, days).sessions
    people = _people(by, _cycles(by, sessions, today))
    log.record(by=by, verb=log.Verb.EXPORTED, target=by, people=len(people), sessions=len(sessions), days=days)
    return {
        "gvp": 1,
        "made_at": timezone.now().isoformat(),
        "days": [(today + dt.timedelta(days=n)).isoformat() for n in range(days)],
        "pages": list(pages(by, sessions)),
        "sessions": [_session(session) for session in sessions],
        "people": people,
        "assess": carried.to_ask(by, today),
    }


def pages(user: User, sessions: Iterable[Workshop]) -> Iterable[str]:
    """Paths, the most needed first: with a bad signal the first ones are there."""
    sessions = list(sessions)
    yield reverse("workshops:today")
    for name in ("roster", "walk_in", "report"):
        yield from (reverse(f"workshops:{name}", args=[session.pk]) for session in sessions)
    yield from carried.pages(user)


def _cycles(user: User, sessions: Iterable[Workshop], today: dt.date) -> Any:
    """Those of the sessions, and those the person facilitates: never all that a coordinator may see."""
    own = Q(facilitators=user) | Q(pk__in={session.cycle_id for session in sessions})
    return waiting.of_late(Cycle.objects.visible_to(user), today).filter(own).distinct()


def _people(user: User, cycles: Any) -> list[dict[str, Any]]:
    """Whoever takes part in these cycles and may be opened by this user. Three queries."""
    enrolled = Enrolment.objects.active().filter(cycle__in=cycles).order_by()
    cycles_by_person: dict[UUID, list[str]] = defaultdict(list)
    for person, cycle in enrolled.values_list("participant", "cycle"):
        cycles_by_person[person].append(str(cycle))
    people = Participant.objects.openable_by(user).living().filter(pk__in=list(cycles_by_person))
    return [
        {
            "id": str(person.pk),
            "code": person.code,
            "name": person.short_name,
            "community": str(person.community),
            "group": person.group,
            "cycles": sorted(cycles_by_person[person.pk]),
        }
        for person in people.select_related("community__district").order_by("sort_name", "code")
    ]


def _session(session: Workshop) -> dict[str, Any]:
    return {
        "id": str(session.pk),
        "date": session.date.isoformat(),
        "cycle": str(session.cycle_id),
        "group": group_of(session.cycle),
        "module": str(session.module),
        "community": str(session.community),
    }
