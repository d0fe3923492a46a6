"""C2: sensitised men who commit themselves to a network of leaders (indicators.md, section 4)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from math import ceil
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.reporting.base import Indicator, OfTheDay, Row, Scope, Stock
from gvp.reporting.cycles import sensitised
from gvp.reporting.indicators.sensitised import OfSensitisedMen
from gvp.reporting.indicators.wording import OF_THE_NETWORK
from gvp.reporting.people import Found, Step, by_key, in_order
from gvp.reporting.rules import day_text
from participants.models import Network, NetworkMembership, Participant
from participants.parameters import FOUNDING_MEMBERS
from workshops.outreach import last_actions
from workshops.parameters import ACTIVE_DAYS

Stays = Iterable[tuple[UUID, dt.date]]  # who, and since when the stay counts


def _since(scope: Scope, stays: Stays) -> Found:
    """Of the sensitised men, the earliest day on which one of these stays counted."""
    men = sensitised(scope)
    found: dict[UUID, Row] = {}
    for key, day in stays:
        if man := men.get(key):
            row = man._replace(reached_on=max(man.reached_on, day))
            found[key] = min(row, found.get(key, row), key=lambda row: row.reached_on)
    return by_key(in_order(found.values()))


def _joined(scope: Scope) -> Found:
    stays = NetworkMembership.objects.by(scope.until)
    return _since(scope, stays.values_list("participant", "joined_on"))


def _committed(scope: Scope) -> Found:
    return scope.once("committed", lambda asked: _since(asked, _commitments(NetworkMembership.objects, asked)))


def _standing(scope: Scope) -> Found:
    stays = NetworkMembership.objects.standing(scope.until)
    return scope.once("leaders", lambda asked: _since(asked, _commitments(stays, asked)))


def _commitments(stays: Any, scope: Scope) -> Stays:
    rows = stays.committed(scope.until).values_list("participant", "joined_on", "commitment_on")
    return ((key, max(joined_on, commitment_on)) for key, joined_on, commitment_on in rows)


def _first_active_day(until: dt.date) -> dt.date:
    """Of the days that end on `until`, itself included."""
    return until - dt.timedelta(days=ceil(ACTIVE_DAYS.value()) - 1)


def _active(scope: Scope) -> Found:
    """Leaders by the day of the last validated action they led in those days."""
    leaders, last = _standing(scope), last_actions(_first_active_day(scope.until), scope.until)
    active = (row._replace(reached_on=last[key]) for key, row in leaders.items() if key in last)
    return by_key(in_order(active))


# --- Why not -----------------------------------------------------------------------------------


def _not_a_member(man: Participant, scope: Scope) -> str:
    return _("Has not joined a network by %(day)s.") % {"day": day_text(scope.until)}


def _without_commitment(man: Participant, scope: Scope) -> str:
    stays = man.memberships.by(scope.until).select_related("network").order_by("-joined_on")
    names = ", ".join(stay.network.name for stay in stays)
    return _("Is a member (%(networks)s), without a commitment signed by %(day)s.") % {
        "networks": names, "day": day_text(scope.until),
    }  # fmt: skip


def _has_left(man: Participant, scope: Scope) -> str:
    stay = man.memberships.committed(scope.until).select_related("network").latest("left_on")
    return _("Left the network %(network)s on %(day)s.") % {
        "network": stay.network.name, "day": day_text(stay.left_on),
    }  # fmt: skip


def _silent(man: Participant, scope: Scope) -> str:
    words = {"first": day_text(_first_active_day(scope.until)), "last": day_text(scope.until)}
    return _("Led no validated action from %(first)s to %(last)s.") % words


MEMBER = Step("member", gettext_lazy("Has joined a network"), found=_joined, reason=_not_a_member)
COMMITMENT = Step("commitment", gettext_lazy("Has signed the commitment"), found=_committed, reason=_without_commitment)
STAYS = Step("stays", gettext_lazy("Has not left the network"), found=_standing, reason=_has_left)
ACTIVE = Step(
    "active",
    gettext_lazy("Led a validated action in the last days (90, unless the programme decides otherwise)"),
    found=_active,
    reason=_silent,
)


class Leaders(OfSensitisedMen, Stock):
    code = "C2"
    contribution = 2
    level = "outcome"
    title = gettext_lazy("Leaders in the network")
    definition = gettext_lazy(
        "Sensitised men who are members of a network and signed its commitment. The figure is the leaders on the last "
        "day; beside it, how many became leaders at all, whether or not they left since."
    )
    unit = gettext_lazy("leaders")
    dated_on = gettext_lazy("The date he was sensitised, joined, or signed the commitment, whichever is the last.")
    steps = (*OfSensitisedMen.steps, MEMBER, COMMITMENT, STAYS)

    def ever(self, scope: Scope) -> list[Row]:
        return list(_committed(scope).values())


class ActiveLeaders(OfSensitisedMen, OfTheDay):
    code = "C2a"
    contribution = 2
    level = "output"
    title = gettext_lazy("Active leaders")
    definition = gettext_lazy(
        "Leaders of the network on the last day who led at least one validated network action in the 90 days that end "
        "on it. Validated: by a second person, or with evidence on file."
    )
    unit = gettext_lazy("leaders")
    dated_on = gettext_lazy("The date of the last such action.")
    steps = (*Leaders.steps, ACTIVE)


class NetworksFormed(Indicator):
    code = "C2b"
    contribution = 2
    level = "output"
    record = "network"
    title = gettext_lazy("Networks formed")
    definition = gettext_lazy(
        "Networks with their founding act on file, a coordinator named, and at least 10 people who ever joined."
    )
    unit = gettext_lazy("networks")
    dated_on = gettext_lazy("The date of the founding, or of the joining of the tenth person if later.")
    placed_in = OF_THE_NETWORK
    disaggregations: ClassVar[Any] = ("province",)

    def find(self, scope: Scope) -> list[Row]:
        needed = max(ceil(FOUNDING_MEMBERS.value()), 1)
        joined = _joinings(scope.until)
        founded = scope.limit(Network.objects.founded_by(scope.until), "province")
        return in_order(
            Row(key, max(founded_on, joined[key][needed - 1]), province)
            for key, founded_on, province in founded.values_list("pk", "founded_on", "province")
            if len(joined[key]) >= needed
        )


def _joinings(until: dt.date) -> dict[UUID, list[dt.date]]:
    """By network, the day on which each person joined it first, in order."""
    first: dict[tuple[UUID, UUID], dt.date] = {}
    stays = NetworkMembership.objects.by(until).order_by("joined_on")
    for network, person, day in stays.values_list("network", "participant", "joined_on"):
        first.setdefault((network, person), day)
    by_network: dict[UUID, list[dt.date]] = defaultdict(list)
    for (network, _person), day in first.items():
        by_network[network].append(day)
    return by_network


INDICATORS = (Leaders(), ActiveLeaders(), NetworksFormed())
