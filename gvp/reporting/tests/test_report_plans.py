"""Plans as the report prints them."""

import datetime as dt

from gvp.reporting.base import Scope
from gvp.reporting.report.plans import plan_sheets
from plans.models import Board, Milestone, Plan


def test_a_ratification_leaves_a_plan_in_its_state(world):
    board = Board.objects.create(code="M-JAU", province=world.jauja.province, kind="multisectoral")
    plan = Plan.objects.create(
        code="P1", title="Plan", board=board, since=dt.date(2026, 1, 1), until=dt.date(2029, 12, 31)
    )
    for day, state in enumerate(("recognised", "ratified"), start=1):
        Milestone.objects.create(plan=plan, state=state, date=dt.date(2026, 3, day))
    (sheet,) = plan_sheets(Scope(until=dt.date(2026, 6, 30)))
    assert (sheet.state, len(sheet.acts)) == (Milestone.State("recognised").label, 2)
