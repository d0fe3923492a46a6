"""A network as its page tells it: who belongs to it, who is active, what it lacks to count as formed."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvp.base import parameters
from participants.models import Network, NetworkMembership, Participant
from participants.parameters import FOUNDING_MEMBERS
from workshops import counted
from workshops.completed import completed
from workshops.models import ActionLeader, Cycle, NetworkAction
from workshops.parameters import ACTIVE_DAYS

MONTHS = 12
PROVINCE = "community__district__province"


class Led(NamedTuple):
    """One action somebody led."""

    action: UUID
    day: dt.date
    counts: bool  # validated, or with evidence on file


@dataclass
class Member:
    """One stay of one man, with what he led in the network, latest first."""

    stay: NetworkMembership
    sensitised_on: dt.date | None
    counts: bool  # adult, rural, with consent in force
    led: list[Led]
    since: dt.date  # an action on or after this day makes him active
    today: dt.date

    @property
    def person(self) -> Participant:
        return self.stay.participant

    @property
    def last_on(self) -> dt.date | None:
        """The day of the last action that counts."""
        return next((led.day for led in self.led if led.counts), None)

    @property
    def waiting(self) -> bool:
        """His latest action waits for a second person."""
        return bool(self.led) and not self.led[0].counts

    @property
    def state(self) -> str:
        """left, uncommitted, unsensitised, uncounted: no leader; active or silent: a leader."""
        if self.stay.left_on and self.stay.left_on <= self.today:
            return "left"
        if not self.stay.commitment_on or self.stay.commitment_on > self.today:
            return "uncommitted"
        if not self.sensitised_on:
            return "unsensitised"
        if not self.counts:
            return "uncounted"
        return "active" if self.last_on and self.last_on >= self.since else "silent"

    @property
    def is_leader(self) -> bool:
        return self.state in ("active", "silent")


@dataclass(frozen=True)
class Row:
    """One leader against the months: how many actions in each."""

    member: Member
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Seen:
    """A network on one day."""

    network: Network
    members: list[Member]  # those of today first, by name
    months: list[dt.date]  # first days, the current month last
    joined: int  # people who ever joined
    founding_members: int
    active_days: int
    actions: int = 0
    rows: list[Row] = field(default_factory=list)

    @property
    def here(self) -> list[Member]:
        return [member for member in self.members if member.state != "left"]

    @property
    def gone(self) -> list[Member]:
        return [member for member in self.members if member.state == "left"]

    @property
    def leaders(self) -> int:
        return sum(member.is_leader for member in self.members)

    @property
    def active(self) -> int:
        return sum(member.state == "active" for member in self.members)

    @property
    def missing(self) -> list[str]:
        """What the network still lacks to count as formed (indicators.md, C2b)."""
        return lacking(self.network, self.joined, self.founding_members)


def lacking(network: Network, joined: int, wanted: int) -> list[str]:
    """In words, in the order of the rule; [] for a network that is formed."""
    found = []
    if not (network.founding_act or network.founding_file):
        found.append(_("the number or a scan of the founding act"))
    if network.coordinator_id is None:
        found.append(_("its coordinator"))
    if joined < wanted:
        n = wanted - joined
        found.append(ngettext("%(n)d more member", "%(n)d more members", n) % {"n": n})
    return found


def see(network: Network, today: dt.date) -> Seen:
    """Eight queries, however many members and actions."""
    wanted = parameters.values((ACTIVE_DAYS, FOUNDING_MEMBERS))
    days = int(wanted[ACTIVE_DAYS.key])
    stays = list(network.memberships.by(today).select_related("participant__community__district"))
    since = today - dt.timedelta(days=days - 1)
    people = Participant.objects.filter(pk__in=network.memberships.values("participant"))
    led, sensitised = _led(network, today), sensitised_on(people, today)
    counting = set(counted.men(today).filter(pk__in=people.values("pk")).values_list("pk", flat=True))
    members = [
        Member(stay, sensitised.get(key), key in counting, led.get(key, []), since, today)
        for stay in stays
        if (key := stay.participant_id)
    ]
    members.sort(key=lambda member: (member.state == "left", member.person.sort_name, member.stay.joined_on))
    months = last_months(today)
    return Seen(
        network=network,
        members=members,
        months=months,
        joined=len({stay.participant_id for stay in stays}),
        founding_members=int(wanted[FOUNDING_MEMBERS.key]),
        active_days=days,
        actions=network.actions.filter(date__lte=today).count(),
        rows=[Row(member, _by_month(member, months)) for member in members if member.state != "left"],
    )


def sensitised_on(people: QuerySet, today: dt.date) -> dict[UUID, dt.date]:
    """Since when each of these men has completed a sensitisation cycle. Two queries."""
    rows = completed(Cycle.Kind.SENSITISATION, today, people, PROVINCE)
    return {row.participant: row.reached_on for row in rows}


def last_months(today: dt.date, count: int = MONTHS) -> list[dt.date]:
    """The first days of so many months, the current one last."""
    months = today.year * 12 + today.month - 1
    return [dt.date(month // 12, month % 12 + 1, 1) for month in range(months - count + 1, months + 1)]


def latest_messages(network: Network, most: int = 4) -> list[str]:
    """The key messages of its latest actions, each once. One query."""
    said = NetworkAction.objects.filter(network=network).exclude(message="").order_by("-date", "-recorded_at")
    return list(dict.fromkeys(said.values_list("message", flat=True)[:40]))[:most]


def _led(network: Network, today: dt.date) -> dict[UUID, list[Led]]:
    """By person, latest first."""
    counting = set(network.actions.validated().values_list("pk", flat=True))
    rows = ActionLeader.objects.filter(action__network=network, action__date__lte=today)
    found: dict[UUID, list[Led]] = defaultdict(list)
    for person, action, day in rows.order_by("-action__date").values_list("participant", "action", "action__date"):
        found[person].append(Led(action, day, action in counting))
    return found


def _by_month(member: Member, months: list[dt.date]) -> list[int]:
    counts: dict[Any, int] = defaultdict(int)
    for led in member.led:
        counts[led.day.year, led.day.month] += 1
    return [counts[month.year, month.month] for month in months]
