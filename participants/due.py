"""Where one man stands with his questionnaires: what is stored, what is due."""

import datetime as dt
from collections import defaultdict
from math import ceil
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from participants.measuring import Application, applications, deciding
from participants.models import Participant
from participants.moments import NOTHING_YET, Moments, moments_of
from participants.parameters import ENDLINE_WAIT_DAYS
from participants.rounds import Advice, advise


class Where(NamedTuple):
    """`advice` is None while no instrument decides change."""

    moments: Moments
    wait: int
    advice: Advice | None


def due_for(person: Participant, today: dt.date) -> Where:
    one = Participant.objects.filter(pk=person.pk)
    return due_for_all(one, [person.pk], today)[person.pk]


def due_for_all(people: QuerySet, keys: list[UUID], today: dt.date) -> dict[UUID, Where]:
    """By key of each participant; `keys` are those of `people`. A few queries, however many people."""
    moments, wait = moments_of(people, today), ceil(ENDLINE_WAIT_DAYS.value())
    questionnaire = deciding()
    stored: dict[UUID, list[Application]] = defaultdict(list)
    if questionnaire:
        for application in applications(today, questionnaire, people):
            stored[application.participant].append(application)
    found = {}
    for key in keys:
        when = moments.get(key, NOTHING_YET)
        advice = advise(stored[key], questionnaire.main, when, wait, today) if questionnaire else None
        found[key] = Where(when, wait, advice)
    return found
