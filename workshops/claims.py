"""What becomes of one person's attendance when somebody claims something about it. Pure functions.

A claim says what the page showed when the person decided (`shown`, `base`). Seen and changed is a
correction; changed without having seen what somebody else wrote meanwhile is a disagreement, which
stays on the roster until a person who sees it chooses.
"""

import datetime as dt
from typing import NamedTuple
from uuid import UUID

UNMARKED = ""
DISPUTED = "disputed"


class Claim(NamedTuple):
    """One tick: `key` was minted for it on the page; `base` is the mark the page held current."""

    key: UUID
    participant: UUID
    state: str
    base: UUID | None = None
    shown: str = UNMARKED  # a state, UNMARKED or DISPUTED
    captured_at: dt.datetime | None = None  # when it was ticked on a phone

    @property
    def changed(self) -> bool:
        return self.state != self.shown


class Standing(NamedTuple):
    """What holds for one person now, and whose word it is."""

    state: str = UNMARKED
    mark: UUID | None = None
    by: UUID | None = None
    disputed: bool = False

    @property
    def shown(self) -> str:
        return DISPUTED if self.disputed else self.state


def decide(claim: Claim, standing: Standing, by: UUID) -> Standing:
    """What holds after the claim of user `by`; equal to `standing` when nothing changes.

    A disagreement keeps what stood first: the other claim stays as a mark.
    """
    mine = Standing(claim.state, claim.key, by)
    if (claim.base, claim.shown) == (standing.mark, standing.shown):
        return mine
    if standing.disputed or standing.state == claim.state:
        return standing
    if standing.by == by:
        return mine  # his own earlier mark, from a page whose answer never arrived
    return standing._replace(disputed=True)
