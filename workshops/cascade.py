"""Who trained or reached whom in one province: cycle → sensitised men → network → communities; Wiñay alike.

People counted by name and people estimated never stand in one sum.
"""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvp.places.models import Community, Province
from participants.models import NetworkMembership, Participant
from workshops.completion import attended_modules, curricula
from workshops.flow import Drawing, Link, Node, lay_out
from workshops.models import ActionLeader, Cycle, Enrolment, NetworkAction, Replication, ReplicationLeader
from workshops.outreach import groups_reached, last_actions
from workshops.parameters import ACTIVE_DAYS

SHOWN = 9  # bars of one column; the others are one bar together
OUTSIDE = "outside"


@dataclass
class Branch:
    """What came of one cycle. `people`: who completed it, each man in the first cycle he completed."""

    cycle: Cycle
    people: set[UUID]
    passing_on: set[UUID] = field(default_factory=set)  # leaders of a network; leaders who replicate
    events: set[UUID] = field(default_factory=set)  # actions, valid replications
    places: set[Any] = field(default_factory=set)  # communities, school groups

    @property
    def facilitators(self) -> str:
        return ", ".join(str(user) for user in self.cycle.facilitators.all())


@dataclass(frozen=True)
class Passed:
    """One leader: where he learned it, what he led since, where."""

    person: Participant
    branch: Branch | None
    actions: int
    places: list[str]
    active: bool


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


# --- Men: cycles, networks, communities ------------------------------------------------------


def men(province: Province, today: dt.date) -> Story:
    """Twelve queries, however many cycles, men and actions."""
    branches = _branches(province, Cycle.Kind.SENSITISATION)
    learned = {person: branch for branch in branches for person in branch.people}
    networks = _leaders(province)  # by person
    rows = _led(province, today)
    for row in rows:
        if branch := learned.get(row["participant"]):
            branch.events.add(row["action"])
            branch.places.add(row["action__community"])
    for person in networks:
        if branch := learned.get(person):
            branch.passing_on.add(person)
    actions = {row["action"]: row for row in rows}
    return Story(
        drawing=_draw_men(branches, networks, list(actions.values())),
        branches=branches,
        people=len(learned),
        passing_on=len(networks.keys() & learned.keys()),
        events=len(actions),
        places=len({row["action__community"] for row in actions.values()}),
        estimate=sum(_audience(row) for row in actions.values()),
        leaders=_passed(networks, learned, rows, last_actions(_since(today), today)),
    )


def _branches(province: Province, kind: Cycle.Kind) -> list[Branch]:
    """Cycles with those who completed them, the earliest first. Six queries."""
    cycles = Cycle.objects.filter(kind=kind, community__district__province=province)
    found = list(cycles.prefetch_related("facilitators").order_by("starts_on", "code"))
    wanted, practices = curricula(found), _practices(found)
    people: dict[UUID, set[UUID]] = defaultdict(set)
    for (key, person), modules in attended_modules(found).items():
        if wanted[key].completed(modules, practices.get((key, person))):
            people[key].add(person)
    seen: set[UUID] = set()
    branches = []
    for cycle in found:
        branches.append(Branch(cycle, people[cycle.pk] - seen))
        seen |= people[cycle.pk]
    return branches


def _practices(cycles: list[Cycle]) -> dict[tuple[UUID, UUID], dt.date]:
    done = Enrolment.objects.filter(cycle__in=cycles, practice_on__isnull=False)
    return {
        (cycle, person): day for cycle, person, day in done.values_list("cycle", "participant", "practice_on") if day
    }


def _leaders(province: Province) -> dict[UUID, Any]:
    """The network of everybody who belongs to one today and signed his commitment."""
    stays = NetworkMembership.objects.current().filter(network__province=province, commitment_on__isnull=False)
    return {stay.participant_id: stay.network for stay in stays.select_related("network").order_by("joined_on")}


def _led(province: Province, today: dt.date) -> list[Any]:
    """One row per action and leader."""
    rows = ActionLeader.objects.filter(action__network__province=province, action__date__lte=today)
    return list(
        rows.order_by("action__date").values(
            "action", "participant", "action__network", "action__network__name", "action__community",
            "action__community__name", "action__women", "action__men", "action__adolescents",
        )
    )  # fmt: skip


def _audience(row: dict[str, Any]) -> int:
    return int(row["action__women"] + row["action__men"] + row["action__adolescents"])


def _draw_men(branches: list[Branch], networks: dict[UUID, Any], actions: list[dict[str, Any]]) -> Drawing:
    named = {str(network.pk): network.name for network in networks.values()}
    named |= {str(row["action__network"]): row["action__network__name"] for row in actions}
    links: Counter[tuple[str, str]] = Counter()
    for branch in branches:
        for person in branch.people:
            network = networks.get(person)
            links[str(branch.cycle.pk), str(network.pk) if network else OUTSIDE] += 1
    inside = Counter(str(network.pk) for network in networks.values())
    reached: Counter[str] = Counter()
    for row in actions:
        key = str(row["action__community"])
        links[str(row["action__network"]), key] += 1
        reached[key] += _audience(row)
    held, names = (
        Counter(str(row["action__community"]) for row in actions),
        {str(row["action__community"]): row["action__community__name"] for row in actions},
    )
    outside = sum(value for (_source, target), value in links.items() if target == OUTSIDE)
    middle = [Node(key, name, inside[key], _n_leaders(inside[key]), "is-network") for key, name in named.items()]
    middle += [Node(OUTSIDE, _("no member of a network"), outside, _n_men(outside), "is-outside")] if outside else []
    places = [Node(key, names[key], n, _n_actions(n, reached[key]), "is-network") for key, n in held.most_common()]
    first = [
        Node(str(b.cycle.pk), b.cycle.name, len(b.people), _n_men(len(b.people)), "is-cycle")
        for b in branches
        if b.people
    ]
    return _drawn([first, middle, places], links)


def _drawn(columns: list[list[Node]], links: Counter[tuple[str, str]]) -> Drawing:
    """With no more bars in a column than fit: what is left over is one bar."""
    renamed: dict[str, str] = {}
    short = []
    for n, column in enumerate(columns):
        kept, rest = column[:SHOWN], column[SHOWN:]
        if rest:
            key = f"others-{n}"
            renamed |= {node.key: key for node in rest}
            label = ngettext("%(n)d more", "%(n)d more", len(rest)) % {"n": len(rest)}
            kept = [*kept, Node(key, label, sum(node.value for node in rest), "", rest[0].kind)]
        short.append(kept)
    joined: Counter[tuple[str, str]] = Counter()
    for (source, target), value in links.items():
        joined[renamed.get(source, source), renamed.get(target, target)] += value
    return lay_out(short, [Link(source, target, value) for (source, target), value in joined.items()])


def _passed(
    networks: dict[UUID, Any], learned: dict[UUID, Branch], rows: list[dict[str, Any]], lately: dict[UUID, dt.date]
) -> list[Passed]:
    people = Participant.objects.filter(pk__in=list(networks)).order_by("sort_name", "code")
    actions: dict[UUID, set[UUID]] = defaultdict(set)
    places: dict[UUID, dict[str, None]] = defaultdict(dict)
    for row in rows:
        actions[row["participant"]].add(row["action"])
        places[row["participant"]][row["action__community__name"]] = None
    return [Passed(p, learned.get(p.pk), len(actions[p.pk]), list(places[p.pk]), p.pk in lately) for p in people]


# --- Wiñay: cycles, schools, peers ------------------------------------------------------------


def school(province: Province, today: dt.date) -> Story:
    """Ten queries, however many cycles, leaders and replications."""
    branches = _branches(province, Cycle.Kind.WINAY)
    learned = {person: branch for branch in branches for person in branch.people}
    valid = Replication.objects.valid().filter(school__district__province=province, date__lte=today)
    led = ReplicationLeader.objects.filter(replication__in=valid.values("pk")).values_list("participant", "replication")
    groups = groups_reached(valid)
    places = {row.pk: row for row in valid.select_related("school")}
    for person, replication in led:
        if branch := learned.get(person):
            branch.passing_on.add(person)
            branch.events.add(replication)
            row = places[replication]
            branch.places.add((row.school_id, row.grade, row.section))
    return Story(
        drawing=_draw_school(branches, [(places[group.replication], group.peers) for group in groups]),
        branches=branches,
        people=len(learned),
        passing_on=len({person for branch in branches for person in branch.passing_on}),
        events=len(places),
        places=len({(row.school_id, row.grade, row.section) for row in places.values()}),
        estimate=sum(group.peers for group in groups),
    )


def _draw_school(branches: list[Branch], groups: list[tuple[Any, int]]) -> Drawing:
    people = [person for branch in branches for person in branch.people]
    schools = dict(Participant.objects.filter(pk__in=people, school__isnull=False).values_list("pk", "school"))
    names = {str(row.school_id): row.school.name for row, _peers in groups}
    known = Participant.objects.filter(pk__in=list(schools)).values_list("school", "school__name").order_by().distinct()
    names |= {str(key): name for key, name in known}
    links: Counter[tuple[str, str]] = Counter()
    for branch in branches:
        for person in branch.people & schools.keys():
            links[str(branch.cycle.pk), str(schools[person])] += 1
    trained = Counter(map(str, schools.values()))
    classes: Counter[tuple[str, str]] = Counter()
    for row, peers in groups:
        classes[str(row.school_id), f"{row.grade} {row.section} ({row.date.year})"] += peers
    last = []
    for (key, name), peers in classes.most_common():
        links[key, f"{key} {name}"] += peers
        last.append(Node(f"{key} {name}", f"{name}, {names[key]}", peers, _n_peers(peers), "is-peers"))
    first = [
        Node(str(b.cycle.pk), b.cycle.name, len(b.people), _n_trained(len(b.people)), "is-winay")
        for b in branches
        if b.people
    ]
    middle = [Node(key, name, trained[key], _n_trained(trained[key]), "is-winay") for key, name in names.items()]
    return _drawn([first, middle, last], links)


# --- Communities ------------------------------------------------------------------------------


def unreached(province: Province, story: Story) -> list[Unreached]:
    """Communities of the province that no active leader is of, those with most sensitised men first. Three queries."""
    homes = Participant.objects.filter(pk__in=[person for branch in story.branches for person in branch.people])
    sensitised = Counter(now or then for then, now in homes.values_list("community", "current_community"))
    of = {one.person.pk: one.person.current_community_id or one.person.community_id for one in story.leaders}
    active = {of[one.person.pk] for one in story.leaders if one.active}
    silent = Counter(of[one.person.pk] for one in story.leaders if not one.active)
    acted = NetworkAction.objects.filter(community__district__province=province).order_by()
    last = dict(acted.values_list("community").annotate(last=Max("date")))
    places = Community.objects.filter(district__province=province).exclude(pk__in=active).select_related("district")
    rows = [Unreached(place, sensitised[place.pk], silent[place.pk], last.get(place.pk)) for place in places]
    return sorted(rows, key=lambda row: (-row.sensitised, -row.silent, row.community.name))


def _since(today: dt.date) -> dt.date:
    return today - dt.timedelta(days=int(ACTIVE_DAYS.value()) - 1)


# --- Words beneath the bars -------------------------------------------------------------------


def _n_men(n: int) -> str:
    return ngettext("%(n)d sensitised man", "%(n)d sensitised men", n) % {"n": n}


def _n_leaders(n: int) -> str:
    return ngettext("%(n)d leader", "%(n)d leaders", n) % {"n": n}


def _n_trained(n: int) -> str:
    return ngettext("%(n)d trained leader", "%(n)d trained leaders", n) % {"n": n}


def _n_peers(n: int) -> str:
    return ngettext("≈ %(n)d peer", "≈ %(n)d peers", n) % {"n": n}


def _n_actions(n: int, people: int) -> str:
    actions = ngettext("%(n)d action", "%(n)d actions", n) % {"n": n}
    return actions + " · " + ngettext("≈ %(n)d person", "≈ %(n)d people", people) % {"n": people}
