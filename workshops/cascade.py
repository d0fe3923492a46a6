"""Who trained or reached whom in one province: cycle → sensitised men → network → communities; Wiñay alike.

The same people count here as in the figures. People counted by name and people estimated never stand in one sum.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django.db.models import Max

from gvp.places.models import Community, Province
from participants.models import Network, NetworkMembership, Participant
from workshops import cascade_bars, counted
from workshops.branches import Branch, branches, by_person
from workshops.flow import Drawing
from workshops.models import ActionLeader, Cycle, NetworkAction, Replication, ReplicationLeader
from workshops.network_page import sensitised_on
from workshops.outreach import groups_reached, last_actions
from workshops.parameters import ACTIVE_DAYS


class Led(NamedTuple):
    """An action and one of its leaders. `audience` is an estimate."""

    action: UUID
    person: UUID
    network: UUID
    network_name: str
    community: UUID
    community_name: str
    audience: int


@dataclass(frozen=True)
class Passed:
    """One leader: where he learned it, what he led since, where."""

    person: Participant
    branch: Branch | None
    actions: int
    places: list[str]
    active: bool

    @property
    def home(self) -> UUID:
        """The community he lives in now."""
        return self.person.current_community_id or self.person.community_id


@dataclass(frozen=True)
class Story:
    """One half of the cascade. `estimate` counts people nobody knows by name."""

    drawing: Drawing
    branches: list[Branch]
    people: int
    passing_on: int
    events: int
    places: int
    estimate: int
    leaders: list[Passed] = field(default_factory=list)


@dataclass(frozen=True)
class Unreached:
    """A community without an active leader."""

    community: Community
    sensitised: int
    silent: int
    last_on: dt.date | None


def men(province: Province, today: dt.date) -> Story:
    """From the workshops to the communities. A fixed number of queries, however many men and actions."""
    rows = branches(province, Cycle.Kind.SENSITISATION, counted.men(today))
    learned, leaders, led = by_person(rows), _leaders(province, today), _led(province, today)
    for one in led:
        if branch := learned.get(one.person):
            branch.events.add(one.action)
            branch.places.add(one.community)
    for person in leaders.keys() & learned.keys():
        learned[person].passing_on.add(person)
    actions = list({one.action: one for one in led}.values())
    return Story(
        drawing=cascade_bars.of_men(rows, leaders, actions),
        branches=rows,
        people=len(learned),
        passing_on=len(leaders.keys() & learned.keys()),
        events=len(actions),
        places=len({one.community for one in actions}),
        estimate=sum(one.audience for one in actions),
        leaders=_passed(leaders, learned, led, last_actions(_since(today), today)),
    )


def _leaders(province: Province, today: dt.date) -> dict[UUID, Network]:
    """Sensitised men who belong to a network of the province and signed its commitment, with that network."""
    stays = NetworkMembership.objects.standing(today).committed(today).filter(network__province=province)
    sensitised = sensitised_on(counted.men(today).filter(pk__in=stays.values("participant")), today)
    rows = stays.select_related("network").order_by("joined_on")
    return {stay.participant_id: stay.network for stay in rows if stay.participant_id in sensitised}


def _led(province: Province, today: dt.date) -> list[Led]:
    """One per action and leader, the earliest first."""
    rows = ActionLeader.objects.filter(action__network__province=province, action__date__lte=today)
    found = rows.select_related("action__network", "action__community").order_by("action__date", "action__code")
    return [
        Led(
            row.action_id, row.participant_id, row.action.network_id, row.action.network.name,
            row.action.community_id, row.action.community.name, row.action.audience,
        )
        for row in found
    ]  # fmt: skip


def _passed(
    leaders: Mapping[UUID, Network], learned: Mapping[UUID, Branch], led: list[Led], lately: Mapping[UUID, dt.date]
) -> list[Passed]:
    actions: dict[UUID, set[UUID]] = defaultdict(set)
    places: dict[UUID, dict[str, None]] = defaultdict(dict)
    for one in led:
        actions[one.person].add(one.action)
        places[one.person][one.community_name] = None
    people = Participant.objects.filter(pk__in=list(leaders)).order_by("sort_name", "code")
    return [
        Passed(man, learned.get(man.pk), len(actions[man.pk]), list(places[man.pk]), man.pk in lately) for man in people
    ]


def school(province: Province, today: dt.date) -> Story:
    """From Wiñay to the classrooms. A fixed number of queries, however many leaders and replications."""
    rows = branches(province, Cycle.Kind.WINAY, counted.school_leaders(today))
    learned = by_person(rows)
    valid = Replication.objects.valid().filter(school__district__province=province, date__lte=today)
    held = {row.pk: row for row in valid.select_related("school")}
    led = ReplicationLeader.objects.filter(replication__in=valid.values("pk"))
    for person, key in led.values_list("participant", "replication"):
        if branch := learned.get(person):
            branch.passing_on.add(person)
            branch.events.add(key)
            branch.places.add(_class(held[key]))
    groups = groups_reached(valid)
    return Story(
        drawing=cascade_bars.of_school(rows, [(held[group.replication], group.peers) for group in groups]),
        branches=rows,
        people=len(learned),
        passing_on=sum(len(branch.passing_on) for branch in rows),
        events=len(held),
        places=len({_class(row) for row in held.values()}),
        estimate=sum(group.peers for group in groups),
    )


def _class(replication: Replication) -> tuple[UUID, str, str]:
    return replication.school_id, replication.grade, replication.section


def unreached(province: Province, story: Story) -> list[Unreached]:
    """Communities of the province that no active leader lives in, most sensitised men first. Three queries."""
    homes = Participant.objects.filter(pk__in=[person for branch in story.branches for person in branch.people])
    sensitised = Counter(now or then for then, now in homes.values_list("community", "current_community"))
    silent = Counter(one.home for one in story.leaders if not one.active)
    acted = NetworkAction.objects.filter(community__district__province=province).order_by()
    last = dict(acted.values_list("community").annotate(last=Max("date")))
    active = {one.home for one in story.leaders if one.active}
    places = Community.objects.filter(district__province=province).exclude(pk__in=active).select_related("district")
    rows = [Unreached(place, sensitised[place.pk], silent[place.pk], last.get(place.pk)) for place in places]
    return sorted(rows, key=lambda row: (-row.sensitised, -row.silent, row.community.name))


def _since(today: dt.date) -> dt.date:
    return today - dt.timedelta(days=int(ACTIVE_DAYS.value()) - 1)
