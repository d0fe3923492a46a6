"""What plans add to the figures: which are approved and recognised, what was due, what is overdue
(indicators.md, C4, C4a, P18).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Q, QuerySet

from plans.models import Milestone, PlanAction

NEEDED = (Milestone.State.APPROVED, Milestone.State.RECOGNISED)
ENDED = (Milestone.State.SUPERSEDED, Milestone.State.REPEALED, Milestone.State.ARCHIVED)


class Recognised(NamedTuple):
    plan: UUID
    province: str
    reached_on: dt.date


def recognised(until: dt.date) -> list[Recognised]:
    """Plans with a documented approval and a documented recognition, and not ended by `until`: the earliest of each
    province, earliest first. One query.

    Any standing milestone ends a plan, with its document or without: a plan that is said to be repealed is not counted.
    """
    ended = Milestone.objects.standing().filter(date__lte=until, state__in=ENDED)
    acts = Milestone.objects.documented().filter(date__lte=until, state__in=NEEDED)
    acts = acts.exclude(plan__in=ended.values("plan"))
    first: dict[tuple[UUID, str, str], dict[str, dt.date]] = defaultdict(dict)
    rows = acts.order_by("date").values_list("plan", "plan__code", "plan__board__province", "state", "date")
    for plan, code, province, state, date in rows:
        first[plan, code, province].setdefault(state, date)
    complete = sorted(
        (max(dates.values()), code, plan, province)
        for (plan, code, province), dates in first.items()
        if len(dates) == len(NEEDED)
    )
    by_province: dict[str, Recognised] = {}
    for reached_on, _code, plan, province in complete:
        by_province.setdefault(province, Recognised(plan, province, reached_on))
    return list(by_province.values())


def due(plans: Iterable[UUID], until: dt.date) -> QuerySet[PlanAction]:
    """What these plans promised at first by the date; without those that a board act cancelled."""
    cancelled = Q(state=PlanAction.State.CANCELLED) & ~Q(cancellation_act="")
    return PlanAction.objects.filter(~cancelled, plan__in=list(plans), original_deadline__lte=until)


def on_time(actions: QuerySet[PlanAction]) -> QuerySet[PlanAction]:
    """Done on or before the original deadline."""
    return actions.filter(state=PlanAction.State.DONE, done_on__lte=F("original_deadline"))


def overdue(until: dt.date) -> QuerySet[PlanAction]:
    """Neither cancelled nor done on the date, and the current deadline is over; also of a date long past."""
    return PlanAction.objects.overdue(until)
