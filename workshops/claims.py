"""What becomes of one person's attendance when somebody claims something about it. Pure functions.

A claim says what the page showed when the person decided (`shown`, `base`). Seen and changed is a
correction; changed without having seen what somebody else wrote meanwhile is a disagreement, which
stays on the roster until a person who sees it chooses. One's own word is corrected by a later one. In
whatever order the claims arrive, the outcome is the same: that of each colleague's last word.
"""

import datetime as dt
from typing import NamedTuple
from uuid import UUID

UNMARKED = ""
DISPUTED = "disputed"
# What somebody saw outweighs what somebody did not see.
STRENGTH = {"present": 5, "late": 4, "made_up": 3, "excused": 2, "absent": 1}


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


class Word(NamedTuple):
    """What one colleague last said, with which mark and when; what stands may be of nobody, from a register file."""

    state: str
    mark: UUID | None
    by: UUID | None
    at: dt.datetime | None = None


class Standing(NamedTuple):
    """What holds for one person now, and whose word it is.

    `since`: the moment at which all was settled. `words`: what each colleague has last said since then.
    """

    state: str = UNMARKED
    mark: UUID | None = None
    by: UUID | None = None
    disputed: bool = False
    since: dt.datetime | None = None
    words: tuple[Word, ...] = ()

    @property
    def shown(self) -> str:
        return DISPUTED if self.disputed else self.state

    @property
    def holds(self) -> tuple[str, UUID | None, UUID | None, bool]:
        return self.state, self.mark, self.by, self.disputed


def decide(claim: Claim, standing: Standing, by: UUID) -> Standing:
    """What holds after the claim of user `by`; equal to `standing` when nothing changes.

    In a disagreement the stronger state stands until somebody decides, whichever arrived first; it ends by itself
    when all come to say the same. The other claims stay as marks.
    """
    mine = Word(claim.state, claim.key, by, claim.captured_at)
    if settles(claim, standing, by):
        return Standing(*mine[:3], words=(mine,))
    words = {word.by: word for word in standing.words or (Word(*standing[:3]),)}
    before = words.get(by)
    if before and before.mark != claim.base and _earlier(mine, before):
        return standing  # his own later word was here first
    words[by] = mine
    if len(words) == 1:
        return Standing(*mine[:3], words=(mine,))
    return _strongest(list(words.values()), standing)


def settles(claim: Claim, standing: Standing, by: UUID) -> bool:
    """Whether nothing else has to be asked: nothing stood, or whoever claims it has seen what others said."""
    seen = (claim.base, claim.shown) == (standing.mark, standing.shown)
    return standing.state == UNMARKED or (seen and (standing.disputed or standing.by != by))


def _earlier(word: Word, other: Word) -> bool:
    return bool(word.at and other.at and word.at < other.at)


def _strongest(words: list[Word], standing: Standing) -> Standing:
    """Of several words that nobody has settled. Among equals the one that stood keeps standing."""
    state = max((word.state for word in words), key=STRENGTH.__getitem__)
    equals = {word.mark: word for word in words if word.state == state}
    word = equals.get(standing.mark) or next(iter(equals.values()))
    disputed = any(other.state != state for other in words)
    return Standing(*word[:3], disputed, standing.since, tuple(words))
