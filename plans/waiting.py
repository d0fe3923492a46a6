"""What plans wait for before they count (indicators.md, C4)."""

import datetime as dt
from collections import defaultdict
from uuid import UUID

from plans.counting import ENDED, NEEDED
from plans.models import Milestone
from plans.models.plan import MilestoneQuerySet


def undocumented(milestones: MilestoneQuerySet, today: dt.date) -> MilestoneQuerySet:
    """Declared: without kind or number of the document."""
    found = milestones.declared().filter(date__lte=today)
    return found.select_related("plan__board__province").order_by("date", "plan__code")


def declared(today: dt.date) -> dict[UUID, str]:
    """Plans with a standing approval and recognition, documented or not, and not ended: key and province. One query."""
    ended = Milestone.objects.standing().filter(date__lte=today, state__in=ENDED)
    acts = Milestone.objects.standing().filter(date__lte=today, state__in=NEEDED).exclude(plan__in=ended.values("plan"))
    states: dict[tuple[UUID, str], set[str]] = defaultdict(set)
    for plan, province, state in acts.order_by().values_list("plan", "plan__board__province", "state"):
        states[plan, province].add(state)
    return {plan: province for (plan, province), there in states.items() if len(there) == len(NEEDED)}
