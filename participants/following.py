"""How a man's memberships and networks follow him when two records become one; his answers: see uniting.py."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from participants.merging import Mover, pack, write
from participants.models import Network, NetworkMembership, Participant


class StaysMover(Mover):
    """Stays in one network that share a day become one; apart from each other they stay apart.

    A row of Mover knows one counterpart by its unique fields. Of stays there may be several on either side, and the
    one that joins two of them takes both in.
    """

    def move(self, absorbed: Participant, survivor: Participant) -> dict[str, Any]:
        moved: list[str] = []
        folded: list[dict[str, Any]] = []
        for stays in _touching([*self.rows(survivor), *self.rows(absorbed)]):
            coming = [stay for stay in stays if stay.participant_id == absorbed.pk]
            kept = next((stay for stay in stays if stay.participant_id == survivor.pk), None)
            if kept is None:
                for stay in coming:
                    self._point(stay, survivor)
                    moved.append(str(stay.pk))
            elif coming:
                folded += _unite(kept, [stay for stay in stays if stay is not kept])
        return {"moved": moved, "folded": folded}


def _touching(stays: Iterable[NetworkMembership]) -> list[list[NetworkMembership]]:
    """Stays of one network that share a day with each other, directly or through a third one."""
    by_network: dict[Any, list[NetworkMembership]] = defaultdict(list)
    for stay in stays:
        by_network[stay.network_id].append(stay)
    clusters: list[list[NetworkMembership]] = []
    for rows in by_network.values():
        until = dt.date.min
        for stay in sorted(rows, key=lambda row: (row.joined_on, str(row.pk))):
            if stay.joined_on > until:
                clusters.append([])
            clusters[-1].append(stay)
            until = max(until, stay.left_on or dt.date.max)
    return clusters


def _unite(kept: NetworkMembership, others: list[NetworkMembership]) -> list[dict[str, Any]]:
    """Take the other stays out and let the kept one cover all their days; returns what undoing needs.

    What changes on the kept row stands at the last one: undoing begins with it, so that no two open stays ever meet.
    """
    changes = unite_stays(kept, *others)
    names = [field.name for field in kept._meta.concrete_fields]
    rows, before = [pack(stay, names) for stay in others], pack(kept, changes)
    for stay in others:
        stay.delete()
    write(kept, changes)
    folded = [{"row": row, "kept": str(kept.pk), "before": {}, "after": {}} for row in rows]
    folded[-1] |= {"before": before, "after": pack(kept, changes)}
    return folded


def unite_stays(kept: NetworkMembership, *others: NetworkMembership) -> dict[str, Any]:
    """A member from the earliest day, with the earliest commitment; he left only if all records say so."""
    stays = [kept, *others]
    commitments = [stay.commitment_on for stay in stays if stay.commitment_on]
    last = max(stays, key=lambda stay: stay.left_on or dt.date.max)
    united = {
        "joined_on": min(stay.joined_on for stay in stays),
        "commitment_on": min(commitments, default=None),
        "commitment_file": next((str(stay.commitment_file) for stay in stays if stay.commitment_file), ""),
        "left_on": last.left_on,
        "left_reason": last.left_reason,
    }
    return {field: value for field, value in united.items() if getattr(kept, field) != value}


MOVERS = (
    Mover(Network, field="coordinator"),
    StaysMover(NetworkMembership, unique_with=("network",)),
)
