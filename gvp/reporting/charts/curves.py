"""A cumulative curve: of days for the team, of whole quarters for everybody else (cutoff.py).

A step per day would say on which day one man was counted: its place can be read to the day, its height to the man.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gvp.reporting.base import Number, Row, total
from gvp.reporting.charts.base import LETTER, WIDTH, Chart, Label
from gvp.reporting.cutoff import quarter_begins, quarter_ends
from gvp.reporting.figures import shown

TOP, FOOT = 20, 126  # y of the largest number, and of zero


@dataclass(frozen=True)
class Tick:
    x: float
    label: Label | None  # None when there is no room for its text


@dataclass(frozen=True)
class Curve(Chart):
    """A line of steps: `path` is the line, `area` the same closed at the foot. The number stands beside its end."""

    path: str
    area: str
    right: float  # x at which the days end
    end_y: float
    end_label: Label
    target_y: float | None
    target_label: str
    target_label_y: float
    start: Label
    end: Label
    ticks: Sequence[Tick]

    height: ClassVar[int] = 150
    top: ClassVar[int] = TOP
    foot: ClassVar[int] = FOOT


@dataclass(frozen=True)
class Plot:
    """Where a day and a number stand."""

    first: dt.date
    until: dt.date
    scale: Number
    right: float
    top: int = TOP
    foot: int = FOOT

    def x(self, day: dt.date) -> float:
        days = (self.until - self.first).days
        return round((day - self.first).days / days * self.right, 1) if days > 0 else self.right

    def y(self, number: Number) -> float:
        share = float(number) / float(self.scale) if self.scale else 0.0
        return round(self.foot - share * (self.foot - self.top), 1)


Step = tuple[dt.date, Number]  # from that day on, the cumulative number


class Growth(NamedTuple):
    """What a curve draws. The first step is what there was before the first day."""

    first: dt.date
    steps: Sequence[Step]
    desc: str


def growth(rows: Iterable[Row], since: dt.date | None, until: dt.date, *, daily: bool) -> Growth:
    """How the cumulative number grew from `since` (or the first row) to `until`; unless daily, by whole quarters."""
    ordered = sorted(rows, key=lambda row: row.reached_on)
    first = since or min([row.reached_on for row in ordered[:1]] + [until - dt.timedelta(days=365)])
    if daily:
        desc = _("A line of steps that rises on the day on which something begins to count.")
        return Growth(first, steps_of(ordered, first, until), desc)
    first = quarter_begins(first)
    by_quarter = [row._replace(reached_on=min(quarter_ends(row.reached_on), until)) for row in ordered]
    desc = _("A line of steps that rises at the end of each quarter by what began to count in it.")
    return Growth(first, steps_of(by_quarter, first, until), desc)


def curve(
    rows: Iterable[Row], since: dt.date | None, until: dt.date, target: Number | None, hue: str, *, daily: bool
) -> Curve:
    """How the cumulative number grew, with the target as a line."""
    first, steps, desc = growth(rows, since, until, daily=daily)
    last = steps[-1][1]
    text = shown(last)
    right = WIDTH - len(text) * (LETTER + 1) - 12
    plot = Plot(first, until, max(target or 0, last), right)
    path = path_of(steps, plot)
    return Curve(
        title=title_of(steps, plot, target),
        desc=desc,
        hue=hue,
        path=path,
        area=f"{path}V{FOOT}H0Z",
        right=right,
        end_y=plot.y(last),
        end_label=Label(right + 10, text),
        target_y=plot.y(target) if target else None,
        target_label=_("target %(number)s") % {"number": shown(target)} if target else "",
        target_label_y=_target_label_y(plot.y(target), steps, plot) if target else 0.0,
        start=Label(0, _day(first)),
        end=Label(right, _day(until), "end"),
        ticks=ticks_of(plot),
    )


def steps_of(rows: Sequence[Row], first: dt.date, until: dt.date) -> list[Step]:
    """Beginning with what there was before the first day; one step per day."""
    steps: list[Step] = [(first, total(row for row in rows if row.reached_on < first))]
    within = [row for row in rows if first <= row.reached_on <= until]
    for day, of_day in groupby(within, key=lambda row: row.reached_on):
        steps.append((day, steps[-1][1] + total(of_day)))
    return steps


def path_of(steps: Sequence[Step], plot: Plot) -> str:
    """The line in SVG's words."""
    rises = "".join(f"H{plot.x(day)}V{plot.y(number)}" for day, number in steps[1:])
    return f"M0 {plot.y(steps[0][1])}{rises}H{plot.right}"


def _target_label_y(target_y: float, steps: Sequence[Step], plot: Plot) -> float:
    """Over the line, or under it where the curve's first third would cross the words."""
    early = [plot.y(number) for day, number in steps if plot.x(day) < WIDTH / 3]
    crossed = min(early) < target_y and max(early) > target_y - 18
    return round(target_y + 16 if crossed else target_y - 6, 1)


def _day(day: dt.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def ticks_of(plot: Plot) -> list[Tick]:
    """A light line at the beginning of months, quarters or years: seven at most."""
    begin, end = (day.year * 12 + day.month for day in (plot.first, plot.until))
    step = next((step for step in (1, 3, 6, 12, 24, 60) if end - begin <= 7 * step), 120)
    ticks, taken, free = [], 13 * LETTER, plot.right - 13 * LETTER  # the first and the last day stand there
    for month in (month for month in range(begin, end) if month % step == 0):
        day = dt.date(month // 12, month % 12 + 1, 1)
        x, text = plot.x(day), _month(day)
        half = len(text) * LETTER / 2
        fits = x - half > taken and x + half < free
        taken = x + half + LETTER if fits else taken
        ticks.append(Tick(x, Label(x, text, "middle") if fits else None))
    return ticks


def _month(day: dt.date) -> str:
    return str(day.year) if day.month == 1 else date_format(day, "b")


def title_of(steps: Sequence[Step], plot: Plot, target: Number | None) -> str:
    before, last = steps[0][1], steps[-1][1]
    words = {
        "before": shown(before), "last": shown(last), "first": _day(plot.first), "until": _day(plot.until),
        "target": shown(target),
    }  # fmt: skip
    if last == before:
        text = _("%(last)s on %(until)s, as on %(first)s.")
    else:
        text = _("From %(before)s to %(last)s between %(first)s and %(until)s.")
    return (text + " " + _("The target is %(target)s.") if target else text) % words
