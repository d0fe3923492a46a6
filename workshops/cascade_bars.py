"""The two drawings of who reached whom: cycles, networks and communities; cycles, schools and classes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants.models import Network, Participant
from workshops.branches import Branch
from workshops.flow import Drawing, Link, Node, lay_out

SHOWN = 9  # bars of one column; the others are one bar together
OUTSIDE = "outside"

Links = Counter[tuple[str, str]]


def of_men(branches: Sequence[Branch], leaders: Mapping[UUID, Network], actions: Iterable[Any]) -> Drawing:
    """`actions`: each once, as cascade.Led."""
    links: Links = Counter()
    for branch in branches:
        for person in branch.people:
            network = leaders.get(person)
            links[str(branch.cycle.pk), str(network.pk) if network else OUTSIDE] += 1
    names = {str(network.pk): network.name for network in leaders.values()}
    places, held, reached = {}, Counter[str](), Counter[str]()
    for one in actions:
        key = str(one.community)
        names[str(one.network)], places[key] = one.network_name, one.community_name
        links[str(one.network), key] += 1
        held[key] += 1
        reached[key] += one.audience
    inside = Counter(str(network.pk) for network in leaders.values())
    outside = sum(value for (_source, target), value in links.items() if target == OUTSIDE)
    middle = [Node(key, name, inside[key], _n_leaders(inside[key]), "is-network") for key, name in names.items()]
    middle += [Node(OUTSIDE, _("no member of a network"), outside, _n_men(outside), "is-outside")] if outside else []
    last = [Node(key, places[key], n, _n_actions(n, reached[key]), "is-network") for key, n in held.most_common()]
    return _drawn([_cycles(branches, "is-cycle", _n_men), middle, last], links)


def of_school(branches: Sequence[Branch], groups: Iterable[tuple[Any, int]]) -> Drawing:
    """`groups`: the replication with the largest head count of each class and year, and that number. One query."""
    people = Participant.objects.filter(pk__in=[person for branch in branches for person in branch.people])
    schools = {key: (str(place), name) for key, place, name in people.values_list("pk", "school", "school__name")}
    names = {place: name for place, name in schools.values() if name}
    links: Links = Counter()
    for branch in branches:
        for person in branch.people:
            links[str(branch.cycle.pk), schools[person][0]] += 1
    last = []
    for row, peers in sorted(groups, key=lambda group: (-group[1], group[0].date, group[0].code)):
        place, label = str(row.school_id), f"{row.grade} {row.section} ({row.date.year})"
        names[place] = row.school.name
        links[place, f"{place} {label}"] += peers
        last.append(Node(f"{place} {label}", f"{label}, {row.school.name}", peers, _n_peers(peers), "is-peers"))
    trained = Counter(place for place, _name in schools.values())
    middle = [Node(key, name, trained[key], _n_trained(trained[key]), "is-winay") for key, name in names.items()]
    return _drawn([_cycles(branches, "is-winay", _n_trained), middle, last], links)


def _cycles(branches: Sequence[Branch], kind: str, words: Any) -> list[Node]:
    return [
        Node(str(branch.cycle.pk), branch.cycle.name, n, words(n), kind)
        for branch in branches
        if (n := len(branch.people))
    ]


def _drawn(columns: Sequence[Sequence[Node]], links: Links) -> Drawing:
    """With no more bars in a column than fit: what is left over is one bar."""
    renamed: dict[str, str] = {}
    short = []
    for n, column in enumerate(columns):
        kept, rest = [*column[:SHOWN]], column[SHOWN:]
        if rest:
            key, label = f"others-{n}", ngettext("%(n)d more", "%(n)d more", len(rest)) % {"n": len(rest)}
            renamed |= {node.key: key for node in rest}
            kept.append(Node(key, label, sum(node.value for node in rest), "", rest[0].kind))
        short.append(kept)
    joined: Links = Counter()
    for (source, target), value in links.items():
        joined[renamed.get(source, source), renamed.get(target, target)] += value
    return lay_out(short, [Link(source, target, value) for (source, target), value in joined.items()])


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
