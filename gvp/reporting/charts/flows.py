"""How many are left at each stage of a way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from django.utils.translation import gettext as _

from gvp.reporting.charts.base import WIDTH, Chart
from gvp.reporting.figures import shown
from gvp.reporting.suppression import SMALLEST


@dataclass(frozen=True)
class Stage:
    """`fewer` says how many of those it is a part of are missing here; "" for none."""

    y: int
    length: float
    label: str
    number: str
    fewer: str

    @property
    def number_x(self) -> float:
        return round(self.length + 8, 1)


@dataclass(frozen=True)
class Flow(Chart):
    stages: Sequence[Stage]

    row: ClassVar[int] = 42
    longest: ClassVar[int] = WIDTH - 90

    @property
    def height(self) -> int:
        return len(self.stages) * self.row


class Step(NamedTuple):
    """`part_of`: the amount of the stage of which this one is a part; None for the first. An `amount` of None is a
    small number that is not shown.
    """

    label: str
    amount: int | None
    part_of: int | None = None


def flow(steps: Sequence[Step], hue: str, title: str) -> Flow:
    """One bar per stage, in order."""
    largest = max((step.amount or 0 for step in steps), default=0)
    drawn = [_stage(place * Flow.row, step, largest) for place, step in enumerate(steps)]
    told = "; ".join(f"{stage.label}: {stage.number}" for stage in drawn)
    return Flow(title=title, desc=_("One bar per stage. %(told)s.") % {"told": told}, hue=hue, stages=drawn)


def _stage(y: int, step: Step, largest: int) -> Stage:
    fewer = step.part_of - step.amount if step.part_of is not None and step.amount is not None else 0
    return Stage(
        y=y,
        length=round((step.amount or 0) / largest * Flow.longest, 1) if largest else 0.0,
        label=step.label,
        number=f"<{SMALLEST}" if step.amount is None else shown(step.amount),
        fewer=f"−{shown(fewer)}" if fewer > 0 else "",
    )
