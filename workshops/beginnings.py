"""How long a man's first answers are from before the work: until his second session (indicators.md, section 3)."""

import datetime as dt
from uuid import UUID

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from workshops.completed import Packed
from workshops.models import ATTENDED, Cycle, Workshop


def second_sessions(until: dt.date, people: QuerySet) -> dict[UUID, dt.date]:
    """The day of the second sensitisation session that each of these people attended, of any cycle; nobody who
    attended fewer than two. Two queries.
    """
    came = people.filter(attendances__state__in=ATTENDED).order_by()
    attended = list(came.values_list("pk").annotate(sessions=Packed("attendances__workshop")))
    held = Workshop.objects.held().by(until).filter(cycle__kind=Cycle.Kind.SENSITISATION).order_by()
    days = dict(held.values_list(Cast("pk", TextField()), "date"))
    found = {}
    for person, keys in attended:
        own = sorted(filter(None, map(days.get, keys.split(","))))
        if len(own) > 1:
            found[person] = own[1]
    return found
