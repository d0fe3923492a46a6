"""What happened to somebody on a day, and what he or she did after the workshops.

Of an assessment the line says the day and the round, never what was answered (domain.md, class 3).
"""

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from participants.models import Merge, Participant
from workshops.models import NetworkAction, Replication


@dataclass(order=True)
class Moment:
    """Something that happened on a day. `kind` chooses the mark on the line; `url` opens the record, "" for none."""

    date: dt.date
    rank: int
    kind: str = field(compare=False)
    text: str = field(compare=False)
    detail: str = field(default="", compare=False)
    url: str = field(default="", compare=False)
    merge: Merge | None = field(default=None, compare=False)


def afterwards(person: Participant) -> list[Moment]:
    """Assessments, the network, and replications."""
    return [*_of_assessments(person), *_of_networks(person), *_of_actions(person), *_of_replications(person)]


def _of_assessments(person: Participant) -> list[Moment]:
    url = reverse("participants:assessments", args=[person.pk])
    return [
        Moment(
            found.date,
            4,
            "assessment",
            _("Questionnaire: %(round)s") % {"round": found.get_round_display()},
            str(found.instrument) if found.finished_at else _("not finished"),
            url,
        )
        for found in person.assessments.select_related("instrument")
    ]


def _of_networks(person: Participant) -> list[Moment]:
    line = []
    for stay in person.memberships.all():
        name, url = str(stay.network), reverse("workshops:network", args=[stay.network_id])
        line.append(Moment(stay.joined_on, 5, "joined", _("Joined the network"), name, url))
        if stay.commitment_on:
            line.append(Moment(stay.commitment_on, 6, "committed", _("Signed the commitment"), name, url))
        if stay.left_on:
            line.append(Moment(stay.left_on, 7, "left", _("Left the network"), stay.left_reason or name, url))
    return line


def _of_actions(person: Participant) -> list[Moment]:
    counted = set(NetworkAction.objects.validated().filter(leaders=person).values_list("pk", flat=True))
    return [
        Moment(
            action.date,
            6,
            "action",
            _("Led: %(kind)s") % {"kind": action.get_kind_display()},
            str(action.community) if action.pk in counted else f"{action.community} · {_('not validated')}",
            reverse("workshops:action", args=[action.pk]),
        )
        for action in person.network_actions.select_related("community__district")
    ]


def _of_replications(person: Participant) -> list[Moment]:
    valid = set(Replication.objects.valid().filter(leaders=person).values_list("pk", flat=True))
    line = []
    for found in person.replications.select_related("school"):
        words = {"school": found.school, "minutes": found.minutes, "peers": found.women + found.men}
        said = _("%(school)s · %(minutes)d minutes, %(peers)d peers") % words
        detail = said if found.pk in valid else f"{said} · {_('does not count as valid')}"
        url = reverse("workshops:replication", args=[found.pk])
        line.append(Moment(found.date, 6, "replication", _("Led a replication"), detail, url))
    return line
