"""Before and after: one line per man, and their mean."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from gvp.reporting.charts.base import WIDTH, Chart

TOP, FOOT = 56, 188  # y of index 100 and of index 0
GAP = 20
LETTERS = 15  # in a line of a panel's name


@dataclass(frozen=True)
class Line:
    """From `y1` on the left to `y2` on the right; thicker where more men went the same way."""

    y1: float
    y2: float
    thick: float


@dataclass(frozen=True)
class Panel:
    """One domain. `lines` is empty where single men must not be seen."""

    x: float
    name: Sequence[str]
    lines: Sequence[Line]
    mean: Line | None
    before: str
    after: str


@dataclass(frozen=True)
class Slopes(Chart):
    panels: Sequence[Panel]
    width_of_panel: float

    height: ClassVar[int] = 208
    top: ClassVar[int] = TOP
    foot: ClassVar[int] = FOOT


@dataclass(frozen=True)
class Series:
    """Indices of the same men before and after, in one order."""

    name: str
    before: Sequence[float]
    after: Sequence[float]


def slopes(series: Sequence[Series], hue: str, title: str, *, single: bool = True) -> Slopes:
    """`single`: whether each man has his own thin line, or only the mean is drawn."""
    wide = (WIDTH - GAP * (len(series) - 1)) / max(len(series), 1)
    panels = [_panel(one, round(place * (wide + GAP), 1), single) for place, one in enumerate(series)]
    told = "; ".join(
        _("%(name)s from %(before)s to %(after)s") % {"name": one.name, "before": panel.before, "after": panel.after}
        for one, panel in zip(series, panels, strict=True)
        if panel.mean
    )
    return Slopes(
        title=title,
        desc=_("Mean index, from 0 to 100: %(told)s.") % {"told": told} if told else _("No data yet."),
        hue=hue,
        panels=panels,
        width_of_panel=round(wide, 1),
    )


def _panel(one: Series, x: float, single: bool) -> Panel:
    ways = Counter(zip(one.before, one.after, strict=True)) if single else Counter()
    most = max(ways.values(), default=1)
    means = [sum(side) / len(side) for side in (one.before, one.after) if side]
    return Panel(
        x=x,
        name=_wrapped(one.name),
        lines=[Line(_y(a), _y(b), round(0.75 + 3 * n / most, 2)) for (a, b), n in sorted(ways.items())],
        mean=Line(_y(means[0]), _y(means[1]), 3.5) if means else None,
        before=number_format(means[0], 1) if means else "",
        after=number_format(means[1], 1) if means else "",
    )


def _wrapped(name: str) -> list[str]:
    """The name in three lines at most; what does not fit is cut."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(f"{lines[-1]} {word}") > LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:3]


def _y(index: float) -> float:
    return round(FOOT - index / 100 * (FOOT - TOP), 1)
