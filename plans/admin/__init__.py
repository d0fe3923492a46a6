"""Plans in the admin: an administrator does all of it here, guided by the next step that the life cycle allows."""

from plans.admin.actions import PlanActionAdmin
from plans.admin.acts import MilestoneAdmin
from plans.admin.boards import BoardAdmin, BoardMeetingAdmin, BoardMemberAdmin, MayoralTermAdmin
from plans.admin.plans import PlanAdmin

__all__ = [
    "BoardAdmin",
    "BoardMeetingAdmin",
    "BoardMemberAdmin",
    "MayoralTermAdmin",
    "MilestoneAdmin",
    "PlanActionAdmin",
    "PlanAdmin",
]
