"""What a plan has kept of its promises on a day: counts, on time by the original deadline, what is late, what is next.

Everything is told from one list of actions, read once with `goal` and `responsible`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plans.models import Plan, PlanAction, PlanGoal

State = PlanAction.State
NEXT = 5


@dataclass(frozen=True)
class Share:
    """How many actions stand in one way; `x` and `size` are its part of a bar 1000 long, in literal colour for PDF."""

    word: str
    label: Any
    count: int
    x: int
    size: int
    colour: str


@dataclass(frozen=True)
class Group:
    """The actions of one strand or of one institution."""

    label: Any
    count: int
    done: int
    overdue: int
    kept: int
    due: int


@dataclass(frozen=True)
class Progress:
    """`kept` of `due`: done on or before the original deadline, of all whose original deadline has come (C4a)."""

    actions: Sequence[PlanAction]
    shares: list[Share]
    kept: int
    due: int
    overdue: list[PlanAction]
    coming: list[PlanAction]
    by_strand: list[Group]
    by_responsible: list[Group]

    @property
    def done(self) -> int:
        return next(share.count for share in self.shares if share.word == "done")

    @property
    def percent(self) -> int | None:
        """Kept on time, rounded half up; None while nothing is due."""
        return (200 * self.kept + self.due) // (2 * self.due) if self.due else None


def of(plan: Plan) -> QuerySet:
    """The actions of a plan as `progress` reads them."""
    return plan.actions.select_related("goal", "responsible").order_by("goal__code", "deadline", "code")


def progress(actions: Iterable[PlanAction], day: dt.date) -> Progress:
    """How these actions stand on this day."""
    rows = list(actions)
    owed = sorted((row for row in rows if row.is_open(day)), key=lambda row: (row.deadline, row.code))
    return Progress(
        actions=rows,
        shares=_shares(rows, day),
        kept=sum(on_time(row) for row in rows if falls_due(row, day)),
        due=sum(falls_due(row, day) for row in rows),
        overdue=[row for row in owed if row.deadline < day],
        coming=[row for row in owed if row.deadline >= day][:NEXT],
        by_strand=_groups(rows, day, lambda row: (row.goal.strand, _strand(row.goal))),
        by_responsible=_groups(rows, day, lambda row: (str(row.responsible_id), row.responsible.name)),
    )


def falls_due(action: PlanAction, day: dt.date) -> bool:
    """Whether it is in the denominator of C4a: its original deadline has come, and no board act cancelled it."""
    cancelled = action.state == State.CANCELLED and bool(action.cancellation_act)
    return action.original_deadline <= day and not cancelled


def on_time(action: PlanAction) -> bool:
    """Done on or before the original deadline, however often it was rescheduled."""
    return bool(action.state == State.DONE and action.done_on and action.done_on <= action.original_deadline)


def standing(action: PlanAction, day: dt.date) -> str:
    """One word for how an action stands: its state, or "overdue" when its deadline has passed."""
    return "overdue" if action.is_overdue(day) else str(action.state)


# The bar's parts, from what is kept to what is left out, with their colour in tokens.css.
PARTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("done", "#2d6a3e", (State.DONE,)),
    ("running", "#7fb08c", (State.RUNNING, State.PARTLY_DONE)),
    ("ahead", "#dccfb9", (State.PLANNED, State.RESCHEDULED)),
    ("overdue", "#a3211c", ("overdue",)),
    ("cancelled", "#857562", (State.CANCELLED,)),
)
BAR = 1000


def _shares(rows: Sequence[PlanAction], day: dt.date) -> list[Share]:
    words = [standing(row, day) for row in rows]
    labels = {
        "done": pgettext("actions", "done"), "running": pgettext("actions", "under way"),
        "ahead": pgettext("actions", "ahead"), "overdue": pgettext("actions", "overdue"),
        "cancelled": pgettext("actions", "cancelled"),
    }  # fmt: skip
    made, before = [], 0
    for part, colour, states in PARTS:
        count = sum(word in states for word in words)
        x, end = (BAR * n // max(len(rows), 1) for n in (before, before + count))
        made.append(Share(part, labels[part], count, x, end - x, colour))
        before += count
    return made


def _groups(rows: Sequence[PlanAction], day: dt.date, of: Callable[[PlanAction], tuple[str, Any]]) -> list[Group]:
    """By label, those with most actions first."""
    by_key: dict[str, tuple[Any, list[PlanAction]]] = {}
    for row in rows:
        key, label = of(row)
        by_key.setdefault(key, (label, []))[1].append(row)
    groups = [
        Group(
            label=label,
            count=len(members),
            done=sum(row.state == State.DONE for row in members),
            overdue=sum(row.is_overdue(day) for row in members),
            kept=sum(on_time(row) for row in members if falls_due(row, day)),
            due=sum(falls_due(row, day) for row in members),
        )
        for label, members in by_key.values()
    ]
    return sorted(groups, key=lambda group: (-group.count, str(group.label)))


def _strand(goal: PlanGoal) -> str:
    return str(goal.get_strand_display()) if goal.strand else _("without a strand")
