"""What becomes of one person's attendance when somebody claims something about it. Pure functions.

A claim says what the page showed when the person decided (`shown`, `base`). Seen and changed is a
correction; changed without having seen what somebody else wrote meanwhile is a disagreement, which
stays on the roster until a person who sees it chooses. One's own word is corrected by a later one, in
whatever order they arrive, unless a colleague has said the same in the meantime.
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
    """What holds for one person now, and whose word it is.

    Of his own word an author is asked more: `at`, when he wrote it, and `seconded`, whether a colleague has said the
    same since, for himself.
    """

    state: str = UNMARKED
    mark: UUID | None = None
    by: UUID | None = None
    disputed: bool = False
    at: dt.datetime | None = None
    seconded: bool = False

    @property
    def shown(self) -> str:
        return DISPUTED if self.disputed else self.state


def decide(claim: Claim, standing: Standing, by: UUID) -> Standing:
    """What holds after the claim of user `by`; equal to `standing` when nothing changes.

    A disagreement keeps what stood first: the other claim stays as a mark.
    """
    mine = Standing(claim.state, claim.key, by, at=claim.captured_at)
    seen = (claim.base, claim.shown) == (standing.mark, standing.shown)
    if standing.state == UNMARKED or (seen and (standing.disputed or standing.by != by)):
        return mine
    agrees = standing.state == claim.state
    if standing.disputed or (agrees and (standing.by != by or standing.seconded)):
        return standing
    if standing.by != by:
        return standing._replace(disputed=True)
    if not seen and claim.captured_at and standing.at and claim.captured_at < standing.at:
        return standing  # his own later word was here first
    return standing._replace(disputed=True) if standing.seconded else mine
