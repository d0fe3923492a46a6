"""Whom of my cycles a questionnaire waits for: what field staff choose from."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from participants.due import due_for_all
from participants.models import Participant
from participants.rounds import Advice, Due
from workshops.models import Cycle, Enrolment
from workshops.waiting import of_late

DUE_NOW = (Due.ENDLINE, Due.BASELINE)


@dataclass(frozen=True)
class Man:
    person: Participant
    advice: Advice


@dataclass(frozen=True)
class Waiting:
    """`endlines` and `baselines` are due today; `others` have their turn later, or had it."""

    endlines: list[Man]
    baselines: list[Man]
    others: list[Man]

    def __bool__(self) -> bool:
        return bool(self.endlines or self.baselines or self.others)


def cycles_of(user: Any, today: dt.date) -> Any:
    """Sensitisation cycles of this user that are running or ended within the year."""
    mine = Cycle.objects.visible_to(user).filter(kind=Cycle.Kind.SENSITISATION)
    return of_late(mine, today).order_by("-starts_on", "code")


def own_cycles(user: Any, today: dt.date) -> Any:
    """Of these, those that the user facilitates: what may be on a phone. A coordinator sees more, and carries less."""
    return cycles_of(user, today).filter(facilitators=user)


def people_of(cycles: Any, today: dt.date) -> Any:
    """The men enrolled in these cycles."""
    enrolled = Enrolment.objects.active().filter(cycle__in=cycles, enrolled_on__lte=today)
    return Participant.objects.living().men().filter(pk__in=enrolled.order_by().values("participant"))


def waiting(cycles: Any, today: dt.date) -> Waiting:
    """The men enrolled in these cycles, by name. A few queries, however many men."""
    people = people_of(list(cycles), today)
    men = list(people.select_related("community__district").order_by("sort_name", "code"))
    where = due_for_all(people, [man.pk for man in men], today)
    found = [Man(man, advice) for man in men if (advice := where[man.pk].advice)]
    return Waiting(
        endlines=[man for man in found if man.advice.due is Due.ENDLINE],
        baselines=[man for man in found if man.advice.due is Due.BASELINE],
        others=[man for man in found if man.advice.due not in DUE_NOW],
    )
