"""A demonstration programme: invented people in real districts, the last 18 months up to today.

Deterministic: the same day gives the same programme. Every surname carries "Prueba", every DNI a wrong
check character, every phone starts with 900 000 (domain.md, R20).
"""

import datetime as dt
import random

from django.db import transaction
from django.utils import timezone

from gvp.ops.demo import (
    change,
    cycles,
    evidence,
    materials,
    networks,
    people,
    phones,
    places,
    plans,
    replications,
    reports,
    users,
)
from workshops.models import Cycle, Workshop

SEED = 1204


@transaction.atomic
def load(today: dt.date | None = None) -> bool:
    """Write the programme; True when it was written now, False when it was there already."""
    today = today or timezone.localdate()
    team = users.make()
    if Cycle.objects.filter(code__in=[plan.code for plan in cycles.PLANS]).exists():
        keep_today_alive(today)
        return False
    chance = random.Random(SEED)  # noqa: S311 invented people, no secret
    where = places.make(today)
    for plan in cycles.PLANS:
        group = people.make(plan, where[plan.province], today, chance)
        cycles.make(plan, where[plan.province], group, today, team, chance)
        by = team[cycles.FACILITATORS[plan.province]]
        if plan.kind == "winay":
            replications.make(plan, where[plan.province].school(plan.community), group, today, by, chance)
        else:
            change.make(plan, group, today, by, chance)
    for code, place in where.items():
        coordinator = team[cycles.FACILITATORS[code].replace("campo", "coordinacion")]
        networks.make(place, today, team[cycles.FACILITATORS[code]], coordinator, chance)
    evidence.make(today)
    materials.make(today, team["coordinacion"])
    plans.make(today, team["coordinacion"])
    reports.make(today, team["monitoreo"])
    phones.make(team)
    people.add_look_alikes(where["1204"], today)
    return True


def keep_today_alive(today: dt.date) -> None:
    """A demo opened on another day still has something to log: its untouched sessions come along."""
    untouched = Workshop.objects.filter(
        code__in=[f"{plan.code}-{cycles.MODULES[plan.kind]:02}" for plan in cycles.PLANS if plan.running],
        status=Workshop.Status.PLANNED,
        marks__isnull=True,
    )
    untouched.exclude(pk__in=Workshop.objects.filter(date=today).values("pk")).filter(date__lt=today).update(date=today)
