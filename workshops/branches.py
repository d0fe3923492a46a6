"""What came of each cycle: who completed it, who of them passes it on, in which events and places."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gvp.places.models import Province
from workshops.completion import attended_modules, curricula
from workshops.models import Cycle, Enrolment


@dataclass
class Branch:
    """`people`: who completed the cycle, each in the first one he or she completed."""

    cycle: Cycle
    people: set[UUID]
    passing_on: set[UUID] = field(default_factory=set)  # leaders of a network; leaders who replicate
    events: set[UUID] = field(default_factory=set)  # actions, valid replications
    places: set[Any] = field(default_factory=set)  # communities, classes

    @property
    def facilitators(self) -> str:
        return ", ".join(str(user) for user in self.cycle.facilitators.all())


def branches(province: Province, kind: Cycle.Kind, people: QuerySet) -> list[Branch]:
    """The cycles of a province with those of `people` who completed them, the earliest first. Seven queries."""
    cycles = Cycle.objects.filter(kind=kind, community__district__province=province)
    found = list(cycles.prefetch_related("facilitators").order_by("starts_on", "code"))
    wanted, practices = curricula(found), _practices(found)
    completed: dict[UUID, set[UUID]] = defaultdict(set)
    for (key, person), modules in attended_modules(found).items():
        if wanted[key].completed(modules, practices.get((key, person))):
            completed[key].add(person)
    left = set(people.filter(pk__in=set().union(*completed.values())).values_list("pk", flat=True))
    rows = []
    for cycle in found:
        rows.append(Branch(cycle, completed[cycle.pk] & left))
        left -= completed[cycle.pk]
    return rows


def by_person(rows: list[Branch]) -> dict[UUID, Branch]:
    return {person: branch for branch in rows for person in branch.people}


def _practices(cycles: list[Cycle]) -> dict[tuple[UUID, UUID], dt.date | None]:
    done = Enrolment.objects.filter(cycle__in=cycles, practice_on__isnull=False)
    rows = done.values_list("cycle", "participant", "practice_on")
    return {(cycle, person): day for cycle, person, day in rows}
