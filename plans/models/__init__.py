"""Boards, their plans, the acts that carry a plan through its life, and what a plan promises."""

from plans.models.actions import ActionEvidence, PlanAction, PlanGoal
from plans.models.boards import Board, BoardMeeting, BoardMember, MayoralTerm
from plans.models.calendar import CalendarToken
from plans.models.plan import Milestone, Plan

__all__ = [
    "ActionEvidence",
    "Board",
    "BoardMeeting",
    "BoardMember",
    "CalendarToken",
    "MayoralTerm",
    "Milestone",
    "Plan",
    "PlanAction",
    "PlanGoal",
]
