"""Provincial plans as the report prints them: their acts, what was done in time, and the next deadlines."""

import datetime as dt
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from gvp.reporting.base import Scope
from plans.counting import due, on_time, overdue
from plans.lifecycle import position
from plans.models import Milestone, Plan, PlanAction

AHEAD = dt.timedelta(days=183)  # deadlines of the next half year
SHOWN = 8  # of them

Action = PlanAction.State


@dataclass(frozen=True)
class Act:
    """A milestone. `document` is "" where it is only declared: it then counts for nothing."""

    date: dt.date
    state: str
    document: str


@dataclass(frozen=True)
class Deadline:
    date: dt.date
    action: str
    responsible: str
    overdue: bool


@dataclass(frozen=True)
class PlanSheet:
    """`due` and `in_time` count actions by their original deadline, cancelled ones left out, as indicator C4a does."""

    title: str
    board: str
    province: str
    years: str
    state: str
    acts: list[Act]
    actions: int
    done: int
    due: int
    in_time: int
    overdue: int
    deadlines: list[Deadline]


def plan_sheets(scope: Scope) -> list[PlanSheet]:
    """The plans of the scope as they stood on the cut-off date. Six queries."""
    acts = Milestone.objects.standing().filter(date__lte=scope.until).order_by("date", "recorded_at")
    actions = PlanAction.objects.select_related("responsible").order_by("deadline", "code")
    found = (
        scope.limit(Plan.objects.all(), "board__province")
        .select_related("board__province")
        .prefetch_related(Prefetch("milestones", acts, to_attr="acts"), Prefetch("actions", actions, to_attr="listed"))
        .order_by("board__province__name", "since")
    )
    begun = [plan for plan in found if plan.acts]
    keys = [plan.pk for plan in begun]
    promised = due(keys, scope.until)
    counts = Counter(promised.values_list("plan", flat=True)), Counter(on_time(promised).values_list("plan", flat=True))
    late = set(overdue(scope.until).filter(plan__in=keys).values_list("pk", flat=True))
    return [_sheet(plan, scope.until, counts, late) for plan in begun]


Counts = Mapping[UUID, int]  # by plan


def _sheet(plan: Any, until: dt.date, counts: tuple[Counts, Counts], late: Container[UUID]) -> PlanSheet:
    """`counts`: actions due, and those of them done in time (plans/counting.py); `late`: the actions overdue."""
    promised, in_time = counts
    done = [each for each in plan.listed if _done_by(each, until)]
    left = [each for each in plan.listed if each not in done and each.state != Action.CANCELLED]
    return PlanSheet(
        title=plan.title,
        board=plan.board.get_kind_display(),
        province=plan.board.province.name,
        years=f"{plan.since:%Y}–{plan.until:%Y}",
        state=_stands(plan.acts),
        acts=[_act(each) for each in plan.acts],
        actions=len(plan.listed),
        done=len(done),
        due=promised[plan.pk],
        in_time=in_time[plan.pk],
        overdue=sum(each.pk in late for each in plan.listed),
        deadlines=_deadlines(left, late, until),
    )


def _stands(acts: Sequence[Milestone]) -> str:
    """The state after these acts: a ratification leaves a plan where it was."""
    state = position(acts)
    return str(Milestone.State(state).label) if state else ""


def _act(milestone: Milestone) -> Act:
    document = f"{milestone.document} {milestone.number}" if milestone.documented else ""
    return Act(milestone.date, milestone.get_state_display(), document)


def _deadlines(left: Sequence[PlanAction], late: Container[UUID], until: dt.date) -> list[Deadline]:
    """What is overdue, then what falls due in the next half year, by date."""
    soon = [each for each in left if each.deadline <= until + AHEAD]
    return [Deadline(each.deadline, each.text, each.responsible.name, each.pk in late) for each in soon[:SHOWN]]


def _done_by(action: PlanAction, until: dt.date) -> bool:
    return action.state == Action.DONE and action.done_on is not None and action.done_on <= until
