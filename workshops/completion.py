"""Who has completed a cycle, and what the others lack (indicators.md, section 2).

About the cycle alone: whether a person counts for an indicator (consent, age, community) is asked
of the indicators.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from uuid import UUID

from gvp.base import parameters
from workshops.models import Attendance, Cycle, Module
from workshops.parameters import SCHOOL_MIN_MODULES, SCHOOL_SHARE, SENSITISED_MIN_MODULES, SENSITISED_SHARE

THRESHOLDS = {
    Cycle.Kind.SENSITISATION: (SENSITISED_SHARE, SENSITISED_MIN_MODULES),
    Cycle.Kind.WINAY: (SCHOOL_SHARE, SCHOOL_MIN_MODULES),
}


@dataclass(frozen=True)
class Curriculum:
    """What one cycle asks of a person: distinct modules, the core ones among them, and maybe a practice."""

    modules: tuple[Module, ...]
    needed: int
    practice: bool

    def cores_missing(self, attended: Collection[UUID]) -> list[Module]:
        return [module for module in self.modules if module.core and module.pk not in attended]

    def modules_missing(self, attended: Collection[UUID]) -> int:
        """How many more modules complete the cycle; core ones still to attend bring the count up as well."""
        return max(self.needed - len(attended), len(self.cores_missing(attended)), 0)

    def completed(self, attended: Collection[UUID], practice_on: dt.date | None) -> bool:
        return not self.modules_missing(attended) and (practice_on is not None or not self.practice)


def curricula(cycles: Iterable[Cycle]) -> dict[UUID, Curriculum]:
    """The curriculum of each cycle by its key. Two queries."""
    cycles = list(cycles)
    modules: dict[UUID, list[Module]] = defaultdict(list)
    for module in Module.objects.filter(cycle__in=cycles).order_by("order", "code"):
        modules[module.cycle_id].append(module)
    wanted = parameters.values(parameter for pair in THRESHOLDS.values() for parameter in pair)
    return {cycle.pk: _curriculum(cycle, tuple(modules[cycle.pk]), wanted) for cycle in cycles}


def _curriculum(cycle: Cycle, modules: tuple[Module, ...], wanted: dict[str, Decimal]) -> Curriculum:
    share, least = THRESHOLDS[Cycle.Kind(cycle.kind)]
    needed = modules_needed(len(modules), wanted[share.key], wanted[least.key])
    return Curriculum(modules, needed, practice=cycle.kind == Cycle.Kind.WINAY)


def modules_needed(modules: int, share: Decimal, least: Decimal) -> int:
    """Distinct modules to attend, of so many; at least one, so that a cycle without modules is never completed."""
    return max(ceil(share * modules), ceil(least), 1)


def attended_modules(cycles: Iterable[Cycle]) -> dict[tuple[UUID, UUID], set[UUID]]:
    """Distinct modules attended, by (cycle, participant). One query; nobody who came to nothing."""
    found: dict[tuple[UUID, UUID], set[UUID]] = defaultdict(set)
    rows = Attendance.objects.attended().filter(workshop__cycle__in=list(cycles))
    for cycle, person, module in rows.values_list("workshop__cycle", "participant", "workshop__module").order_by():
        found[cycle, person].add(module)
    return found
