"""Who led actions of a network and replications, and since when; how many peers each school group had."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import Max, Min

from workshops.models import ActionLeader, NetworkAction, Replication, ReplicationLeader


def last_actions(since: dt.date, until: dt.date) -> dict[UUID, dt.date]:
    """The day of the last validated network action that each person led in these days, both inclusive."""
    actions = NetworkAction.objects.validated().filter(date__range=(since, until))
    led = ActionLeader.objects.filter(action__in=actions.values("pk")).order_by()
    return dict(led.values_list("participant").annotate(last=Max("action__date")))


def first_replications(until: dt.date) -> dict[UUID, dt.date]:
    """The day of the first valid replication that each school leader led."""
    valid = Replication.objects.valid().by(until)
    led = ReplicationLeader.objects.filter(replication__in=valid.values("pk")).order_by()
    return dict(led.values_list("participant").annotate(first=Min("replication__date")))


class Reached(NamedTuple):
    """A school group in a calendar year: the replication with its largest head count, the earliest of several."""

    replication: UUID
    province: str
    date: dt.date
    peers: int


def groups_reached(replications: Iterable) -> list[Reached]:
    """One per school, grade, section and calendar year of these replications (indicators.md, C5b), earliest first.

    `replications`: a queryset of valid ones.
    """
    rows = replications.order_by("date", "code").values_list(  # type: ignore[attr-defined]
        "school", "grade", "section", "pk", "school__district__province", "date", "peers"
    )
    largest: dict[tuple, Reached] = {}
    for school, grade, section, key, province, date, peers in rows:
        group = school, grade, section, date.year
        if group not in largest or peers > largest[group].peers:
            largest[group] = Reached(key, province, date, peers)
    return sorted(largest.values(), key=lambda found: (found.date, found.replication.int))
