"""When men attended, told to the floor below that measures them (participants/moments.py)."""

import datetime as dt
from collections import defaultdict
from uuid import UUID

from django.db.models import QuerySet

from participants.moments import Moments
from workshops.completed import completed
from workshops.models import Attendance, Cycle


def moments_of(people: QuerySet, until: dt.date) -> dict[UUID, Moments]:
    """Three queries, however many people."""
    attended: dict[UUID, list[dt.date]] = defaultdict(list)
    rows = Attendance.objects.attended().filter(
        participant__in=people.order_by().values("pk"),
        workshop__cycle__kind=Cycle.Kind.SENSITISATION,
        workshop__date__lte=until,
    )
    for person, day in rows.order_by("workshop__date").values_list("participant", "workshop__date"):
        attended[person].append(day)
    sensitised = {
        one.participant: one.reached_on for one in completed(Cycle.Kind.SENSITISATION, until, people, "group")
    }
    return {
        person: Moments(days[1] if len(days) > 1 else None, sensitised.get(person)) for person, days in attended.items()
    }
