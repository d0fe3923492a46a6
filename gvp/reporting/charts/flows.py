"""How many are left at each stage of a way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from gvp.reporting.charts.base import WIDTH, Chart
from gvp.reporting.figures import shown


@dataclass(frozen=True)
class Stage:
    """`fewer` says how many stayed behind since the stage before; "" for none."""

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


def flow(stages: Sequence[tuple[str, int | None]], hue: str, title: str) -> Flow:
    """One bar per stage, in order. An amount of None is a small number that is not shown."""
    largest = max((amount or 0 for _label, amount in stages), default=0)
    drawn, before = [], None
    for place, (label, amount) in enumerate(stages):
        fewer = before - amount if before is not None and amount is not None else 0
        drawn.append(
            Stage(
                y=place * Flow.row,
                length=round((amount or 0) / largest * Flow.longest, 1) if largest else 0.0,
                label=label,
                number="<5" if amount is None else shown(amount),
                fewer=f"−{shown(fewer)}" if fewer > 0 else "",
            )
        )
        before = amount
    told = "; ".join(f"{stage.label}: {stage.number}" for stage in drawn)
    return Flow(title=title, desc=_("One bar per stage. %(told)s.") % {"told": told}, hue=hue, stages=drawn)
