"""Plans for tests: one line makes one, with whatever acts and actions the test is about."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from plans.models import Board, Milestone, Plan, PlanAction, PlanGoal

FIRST = dt.date(2026, 3, 1)
DEADLINE = dt.date(2026, 6, 30)


def a_plan(place: SimpleNamespace, **facts: Any) -> Plan:
    """A plan without acts, of the only board of this place."""
    board, _new = Board.objects.get_or_create(
        province=place.province, defaults={"code": f"M-{place.province.short_code}", "kind": "multisectoral"}
    )
    number = Plan.objects.count() + 1
    told = {"code": f"P{number}", "title": f"Plan {number}", "since": FIRST, "until": dt.date(2029, 12, 31)}
    return Plan.objects.create(board=board, **told | facts)


def acts(plan: Plan, *states: str, declared: tuple[str, ...] = (), since: dt.date = FIRST) -> list[Milestone]:
    """One act after the other, a day apart, each with its document unless it is only declared."""
    return [
        Milestone.objects.create(
            plan=plan, state=state, date=since + dt.timedelta(days=n),
            document="" if state in declared else "Acta", number="" if state in declared else f"{n:03}-2026",
        )
        for n, state in enumerate(states)
    ]  # fmt: skip


def an_action(plan: Plan, **facts: Any) -> PlanAction:
    """An action of the plan's first objective, due on DEADLINE."""
    from gvp.partners.models import Institution

    goal, _new = PlanGoal.objects.get_or_create(plan=plan, code="OE1")
    due = facts.pop("original_deadline", DEADLINE)
    told = {
        "code": f"{plan.code}-A{plan.actions.count() + 1}", "text": "Acción", "original_deadline": due, "deadline": due,
        "responsible": Institution.objects.schools().get(district__province=plan.board.province), "goal": goal,
    }  # fmt: skip
    return PlanAction.objects.create(plan=plan, **told | facts)
