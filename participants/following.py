"""How a man's memberships, answers and networks follow him when two records become one."""

from typing import Any

from participants.merging import Mover
from participants.models import Assessment, Network, NetworkMembership


def unite_stays(kept: NetworkMembership, folded: NetworkMembership) -> dict[str, Any]:
    """A member from the earlier day, with the earlier commitment; he left only if both records say so."""
    left = [day for day in (kept.left_on, folded.left_on) if day]
    commitments = [day for day in (kept.commitment_on, folded.commitment_on) if day]
    united = {
        "joined_on": min(kept.joined_on, folded.joined_on),
        "commitment_on": min(commitments, default=None),
        "left_on": max(left) if len(left) == 2 else None,
    }
    return {field: value for field, value in united.items() if getattr(kept, field) != value}


MOVERS = (
    Mover(Network, field="coordinator"),
    Mover(NetworkMembership, unique_with=("network",), fold=unite_stays),
    Mover(Assessment, unique_with=("instrument", "round", "date")),
)
