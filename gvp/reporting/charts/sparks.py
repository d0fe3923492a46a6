"""A cumulative curve small enough to stand in a line of the board; its number stands beside it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.utils.formats import date_format

from gvp.reporting.base import Number, Row
from gvp.reporting.charts.base import Chart
from gvp.reporting.charts.curves import Plot, growth, path_of, title_of
from gvp.reporting.figures import shown

WIDE, HIGH = 228, 78
RIGHT, TOP, FOOT = 222, 14, 58  # where the days end, y of the largest number, and of zero


@dataclass(frozen=True)
class Spark(Chart):
    """A line of steps, and the target as a dashed line; `area` is the line closed at the foot."""

    path: str
    area: str
    end_y: float
    target_y: float | None
    target: str
    start: str
    end: str

    wide: ClassVar[int] = WIDE
    high: ClassVar[int] = HIGH
    right: ClassVar[int] = RIGHT
    foot: ClassVar[int] = FOOT


def spark(
    rows: Iterable[Row], since: dt.date | None, until: dt.date, target: Number | None, hue: str, *, daily: bool
) -> Spark:
    """How the cumulative number grew from `since` (or the first row) to `until`."""
    first, steps, desc = growth(rows, since, until, daily=daily)
    last = steps[-1][1]
    plot = Plot(first, until, max(target or 0, last), RIGHT, TOP, FOOT)
    path = path_of(steps, plot)
    return Spark(
        title=title_of(steps, plot, target),
        desc=desc,
        hue=hue,
        path=path,
        area=f"{path}V{FOOT}H0Z",
        end_y=plot.y(last),
        target_y=plot.y(target) if target else None,
        target=shown(target),
        start=date_format(first, "SHORT_DATE_FORMAT"),
        end=date_format(until, "SHORT_DATE_FORMAT"),
    )
