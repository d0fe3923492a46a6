"""After a change of mayor a recognised plan asks for ratification (domain.md, section 2). Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from plans import lifecycle


class Term(Protocol):
    @property
    def since(self) -> dt.date: ...
    @property
    def until(self) -> dt.date: ...


@dataclass(frozen=True)
class Ratification:
    """`awaited_since`: a mayor took office on that day and has not ratified the plan. `mandate_ends`: the term in
    office ends on that day, before the plan does, so that the question will come."""

    awaited_since: dt.date | None = None
    mandate_ends: dt.date | None = None


def ratification(acts: Sequence[Any], terms: Sequence[Term], *, until: dt.date, day: dt.date) -> Ratification:
    """What is to be said of a plan that runs to `until`; nothing unless it is recognised, under way or evaluated.

    `acts` as in lifecycle.py, `terms` of its province in any order. A ratification without document does not count.
    """
    if lifecycle.position(acts) not in lifecycle.RATIFIABLE:
        return Ratification()
    term = max((term for term in terms if term.since <= day), key=lambda term: term.since, default=None)
    if term is None:
        return Ratification()
    recognised = [act.date for act in acts if act.state == "recognised"]
    ratified = any(act.state == lifecycle.RATIFIED and act.documented and act.date >= term.since for act in acts)
    changed = bool(recognised) and term.since > recognised[-1]
    return Ratification(
        awaited_since=term.since if changed and not ratified else None,
        mandate_ends=term.until if day <= term.until < until else None,
    )
