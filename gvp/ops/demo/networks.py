"""The leader networks of the demonstration and what they did."""

import datetime as dt
import random
from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from gvp.accounts.models import User
from gvp.ops.demo.places import Place
from participants.models import Network, NetworkMembership, Participant
from workshops.completed import Completed, completed
from workshops.models import ActionLeader, Cycle, NetworkAction

NAMES = {"1204": "Red «Allin Ñan» de Jauja (ficticia)", "0907": "Red «Musuq Kawsay» de Tayacaja (ficticia)"}
SIZES = {"1204": 24, "0907": 16}
MESSAGES = [
    "La crianza también es de los papás", "Decidir entre dos", "La rabia se conversa", "En casa todos cuidamos",
    "Pedir ayuda no quita hombría", "La Línea 100 atiende a toda hora",
]  # fmt: skip
KINDS = ["talk", "talk", "assembly", "radio", "visit", "fair", "accompaniment", "coordination"]
QUIET = 5  # members who have not led anything lately


def make(place: Place, today: dt.date, field_user: User, coordinator: User, chance: random.Random) -> None:
    men = Participant.objects.filter(community__district__province=place.province).men()
    reached = sorted(completed(Cycle.Kind.SENSITISATION, today, men, "code"), key=_turn)
    chosen = reached[:: max(1, len(reached) // SIZES[place.province])][: SIZES[place.province]]
    network = Network.objects.create(
        code=f"DEMO-R-{place.province}", name=NAMES[place.province], province_id=place.province,
        founded_on=today - dt.timedelta(days=300), founding_act="Acta ficticia N.º 001", recorded_by=coordinator,
        coordinator_id=chosen[0].participant,
    )  # fmt: skip
    members = [_member(n, network, one.participant, one.reached_on, today) for n, one in enumerate(chosen)]
    NetworkMembership.objects.bulk_create(members)
    _actions(network, members, place, today, (field_user, coordinator), chance)


def _turn(one: Completed) -> tuple[dt.date, str]:
    """The same men in every demonstration: whoever finished on the same day stands in the order of his code."""
    return one.reached_on, one.province


def _member(n: int, network: Network, man: UUID, sensitised_on: dt.date, today: dt.date) -> NetworkMembership:
    """Joined three weeks after he was sensitised; one has not signed yet, one left again."""
    joined = min(max(sensitised_on + dt.timedelta(days=21), network.founded_on), today - dt.timedelta(days=5))
    return NetworkMembership(
        network=network,
        participant_id=man,
        joined_on=joined,
        commitment_on=None if n == 6 else joined,
        left_on=today - dt.timedelta(days=3) if n == 9 else None,
        left_reason="Viajó por trabajo" if n == 9 else "",
    )


def _actions(
    network: Network, members: Sequence[NetworkMembership], place: Place, today: dt.date, team: tuple[User, User],
    chance: random.Random,
) -> None:  # fmt: skip
    field_user, coordinator = team
    active = [member for n, member in enumerate(members) if n % len(members) >= QUIET and member.left_on is None]
    actions, led = [], []
    for n in range(3 * len(active)):
        day = today - dt.timedelta(days=3 + (n * 277) // (3 * len(active)))
        leaders = [member for member in _some(active, n) if member.joined_on <= day]
        if not leaders:
            continue
        action = _action(n, network, day, place, field_user, chance)
        if n > 1:  # the latest two still wait for a second person
            at = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=2), dt.time(9)))
            action.validated, action.validated_by, action.validated_at = True, coordinator, at
        actions.append(action)
        led += [ActionLeader(action=action, participant_id=member.participant_id) for member in leaders]
    NetworkAction.objects.bulk_create(actions)
    ActionLeader.objects.bulk_create(led)


def _some(active: Sequence[NetworkMembership], n: int) -> list[NetworkMembership]:
    """One or two of them, in turn, so that everybody's turn comes within the last months too."""
    first, second = active[n % len(active)], active[(3 * n + 1) % len(active)]
    return [first] if n % 3 or first is second else [first, second]


def _action(n: int, network: Network, day: dt.date, place: Place, by: User, chance: random.Random) -> NetworkAction:
    return NetworkAction(
        code=f"{network.code}-{n + 1:03}", network=network, date=day, kind=chance.choice(KINDS), recorded_by=by,
        community=chance.choice(place.communities), message=chance.choice(MESSAGES), women=chance.randrange(0, 30),
        men=chance.randrange(3, 25), adolescents=chance.randrange(0, 15),
    )  # fmt: skip
