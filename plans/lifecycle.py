"""How a plan moves from the first call to its end: the table of domain.md, section 2.

Pure: it knows neither the database nor the clock. An act is anything with `state`, `date` and `documented`;
acts come in their order, those undone left out. A state is one of the words of Milestone.State, "" before the first.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from plans.steps import STEPS

MAIN = (
    "convened", "diagnosis", "drafting", "validated", "submitted", "under_review", "with_opinion",
    "approved", "published", "recognised", "implementing", "evaluating", "completed",
)  # fmt: skip
RANK = {state: rank for rank, state in enumerate(MAIN)}
RATIFIED = "ratified"  # an act about a plan that changes no state
IN_FORCE = frozenset({"approved", "published", "recognised", "implementing", "evaluating"})  # 7 to 11
RATIFIABLE = frozenset({"recognised", "implementing", "evaluating"})  # 9 to 11
ENDED = frozenset({"superseded", "repealed", "archived"})
HISTORIC_JUMP = ("drafting", "approved")


class Act(Protocol):
    """What is asked of an act; a Milestone answers it."""

    @property
    def state(self) -> str: ...
    @property
    def date(self) -> dt.date: ...
    @property
    def documented(self) -> bool: ...


class Refusal(Enum):
    """Why an act cannot be recorded."""

    NOT_NEXT = "not_next"
    BEFORE_LAST = "before_last"
    FUTURE = "future"


class Mark(Enum):
    """How a state of the main path stands. Only `DOCUMENTED` ever counts."""

    DOCUMENTED = "documented"
    DECLARED = "declared"  # the act is known, its document is not
    GAP = "gap"  # jumped over: nothing is known of it
    OMITTED = "omitted"  # passed over, as the table allows
    AHEAD = "ahead"


@dataclass(frozen=True)
class Stage:
    state: str
    mark: Mark
    act: Any = None
    here: bool = False


def position(acts: Sequence[Act]) -> str:
    """The state the plan is in; a ratification leaves it where it was."""
    return next((act.state for act in reversed(acts) if act.state != RATIFIED), "")


def next_states(state: str, *, historic: bool = False) -> list[str]:
    """Where a plan in this state may go, in the order of the table."""
    return [following for following in STEPS if may_follow(state, following, historic=historic)]


def may_follow(state: str, following: str, *, historic: bool = False) -> bool:
    """Whether the table knows this move; `historic` adds its one jump, for plans of the past."""
    if following not in STEPS:
        return False
    return state in STEPS[following].after or (historic and (state, following) == HISTORIC_JUMP)


def refusal(
    acts: Sequence[Act], state: str, date: dt.date, *, today: dt.date, historic: bool = False
) -> Refusal | None:
    """Why this act cannot come after those; None when it can. Acts of one day are in order."""
    if not may_follow(position(acts), state, historic=historic):
        return Refusal.NOT_NEXT
    if date > today:
        return Refusal.FUTURE
    if acts and date < acts[-1].date:
        return Refusal.BEFORE_LAST
    return None


def stages(acts: Sequence[Act]) -> list[Stage]:
    """The main path, each state with how it stands. What came before a return to drafting counts no more."""
    reached = _reached(acts)
    gaps, last = _gaps(reached), max(map(RANK.__getitem__, reached), default=-1)
    here = position(acts)
    made = []
    for state in MAIN:
        act = reached.get(state)
        if act is not None:
            mark = Mark.DOCUMENTED if act.documented else Mark.DECLARED
        elif state in gaps:
            mark = Mark.GAP
        else:
            mark = Mark.OMITTED if RANK[state] < last else Mark.AHEAD
        made.append(Stage(state, mark, act, here=state == here))
    return made


def _reached(acts: Sequence[Act]) -> dict[str, Act]:
    """The act that brought the plan to each state of the main path it still holds, in the path's order."""
    reached: dict[str, Act] = {}
    for act in acts:
        if act.state in RANK:
            for later in MAIN[RANK[act.state] :]:
                reached.pop(later, None)
            reached[act.state] = act
    return reached


def _gaps(reached: dict[str, Act]) -> set[str]:
    """States between two acts of which the table does not let the second follow the first."""
    gaps: set[str] = set()
    before = ""
    for state in reached:
        if not may_follow(before, state):
            gaps.update(MAIN[RANK[before] + 1 if before else 0 : RANK[state]])
        before = state
    return gaps


def undocumented(acts: Sequence[Act]) -> list[Any]:
    """Acts that are only declared. A plan is archived by a note, which is no document."""
    return [act for act in acts if not act.documented and act.state != "archived"]


def recognised_on(acts: Sequence[Act]) -> dt.date | None:
    """Since when the plan is approved and recognised, both with their document; None while it is not (C4)."""
    if position(acts) in ENDED:
        return None
    needed = ("approved", "recognised")
    dates = {act.state: act.date for act in reversed(acts) if act.documented and act.state in needed}
    return max(dates.values()) if len(dates) == 2 else None


def act_number_example(province: str, year: int) -> str:
    """How a provincial municipality numbers its ordinances.

    >>> act_number_example("Jauja", 2026)
    'Ordenanza Municipal N.º 012-2026-MPJ'
    """
    return f"Ordenanza Municipal N.º 012-{year}-MP{province[:1].upper()}"
