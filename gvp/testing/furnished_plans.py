"""One of everything that has to do with plans, for tests that open every page (furnished.py)."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from gvp.accounts.models import User
from gvp.testing.world import FIRST_DAY
from plans import addresses
from plans.models import Board, BoardMeeting, BoardMember, MayoralTerm, Milestone, Plan, PlanAction, PlanGoal

YEAR = dt.timedelta(days=365)


def of_plans(place: SimpleNamespace) -> dict[str, Any]:
    """A convened plan with a board, an objective and an action, by the names that access.py uses."""
    short = place.province.short_code
    board = Board.objects.create(code=f"M-{short}", province=place.province, kind="multisectoral", quorum=1)
    member = BoardMember.objects.create(board=board, institution=place.school, sector="education", since=FIRST_DAY)
    meeting = BoardMeeting.objects.create(board=board, date=FIRST_DAY)
    meeting.present.add(member)
    plan = Plan.objects.create(code=f"P-{short}", board=board, title="Plan", since=FIRST_DAY, until=FIRST_DAY + YEAR)
    goal = PlanGoal.objects.create(plan=plan, code="OE1")
    return {
        "board": board,
        "board_member": member,
        "board_meeting": meeting,
        "mayoral_term": MayoralTerm.objects.create(province=place.province, since=FIRST_DAY, until=FIRST_DAY + YEAR),
        "plan": plan,
        "step": "diagnosis",
        "milestone": Milestone.objects.create(
            plan=plan, state="convened", date=FIRST_DAY, document="Acta", number="001-2026"
        ),
        "plan_action": PlanAction.objects.create(
            code=f"P-{short}-A1", plan=plan, goal=goal, text="Acción", responsible=place.school,
            original_deadline=FIRST_DAY + YEAR, deadline=FIRST_DAY + YEAR,
        ),
    }  # fmt: skip


def a_calendar(user: User) -> str:
    """The token of this person's calendar of deadlines."""
    return addresses.make(by=user)
