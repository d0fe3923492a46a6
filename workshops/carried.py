"""What a phone takes along besides the sessions: questionnaires, actions of networks, replications."""

import datetime as dt
from typing import Any

from django.urls import reverse

from participants.asking import Facts, facts_of, written_consents
from participants.due import due_for_all
from participants.models import Network
from workshops.opening import schools_of
from workshops.to_assess import own_cycles, people_of


def pages(user: Any) -> list[str]:
    """Paths of the pages, few: one for all men and one for each network and school of this user."""
    networks = Network.objects.visible_to(user).order_by("name", "code").values_list("pk", flat=True)
    schools = list(schools_of(user).values_list("pk", flat=True))
    return [
        reverse("workshops:assessments"),
        reverse("participants:assess_away"),
        *(reverse("workshops:action_new", args=[key]) for key in networks),
        *([reverse("workshops:replication_new")] if schools else []),
        *(reverse("workshops:replication_at", args=[key]) for key in schools if len(schools) > 1),
    ]


def to_ask(user: Any, today: dt.date) -> dict[str, Facts]:
    """By key, in text: the men of the cycles that this user facilitates, whom a questionnaire may be applied to.

    A few queries. Names are short (Participant.short_name).
    """
    people = people_of(list(own_cycles(user, today)), today)
    men = list(people.select_related("community__district"))
    keys = [man.pk for man in men]
    where, consents = due_for_all(people, keys, today), written_consents(keys)
    return {str(man.pk): facts_of(man, man.short_name, where[man.pk], consents.get(man.pk, ())) for man in men}
