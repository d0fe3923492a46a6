"""A cumulative curve."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gvp.reporting.base import Number, Row, total
from gvp.reporting.charts.base import LETTER, WIDTH, Chart, Label
from gvp.reporting.figures import shown


@dataclass(frozen=True)
class Tick:
    x: float
    label: Label | None  # None when there is no room for its text


@dataclass(frozen=True)
class Curve(Chart):
    """A line of steps: `path` is the line, `area` the same closed at the foot."""

    path: str
    area: str
    end_x: float
    end_y: float
    end_label: Label
    target_y: float | None
    target_label: str
    target_label_y: float
    start: Label
    end: Label
    ticks: Sequence[Tick]

    height: ClassVar[int] = 150
    top: ClassVar[int] = 20  # y of the largest number
    foot: ClassVar[int] = 126  # y of zero

    @property
    def end_label_y(self) -> float:
        """Over the dot, or under it where the target's line would cross the number."""
        crossed = self.target_y is not None and 0 <= self.end_y - self.target_y < 24
        return round(self.end_y + 17 if crossed and self.end_y < self.foot - 24 else self.end_y - 8, 1)


def curve(rows: Iterable[Row], since: dt.date | None, until: dt.date, target: Number | None, hue: str) -> Curve:
    """How the cumulative number grew from `since` (or the first row) to `until`, with the target as a line."""
    ordered = sorted(rows, key=lambda row: row.reached_on)
    first = since or min([row.reached_on for row in ordered[:1]] + [until - dt.timedelta(days=365)])
    steps = _steps(ordered, first, until)
    last, scale = steps[-1][1], max(target or 0, steps[-1][1])
    path, x, y = _path(steps, first, until, scale)
    target_y = _height(target, scale) if target else None
    return Curve(
        title=_curve_title(steps[0][1], last, first, until, target),
        desc=_("A line of steps that rises on the day on which something begins to count."),
        hue=hue,
        path=path,
        area=f"{path}V{Curve.foot}H0Z",
        end_x=x,
        end_y=y,
        end_label=Label(WIDTH - 2, shown(last), "end"),
        target_y=target_y,
        target_label=_("target %(number)s") % {"number": shown(target)} if target else "",
        target_label_y=_target_label_y(target_y, steps, first, until, scale),
        start=Label(0, _day(first)),
        end=Label(WIDTH, _day(until), "end"),
        ticks=_ticks(first, until),
    )


def _steps(rows: Sequence[Row], first: dt.date, until: dt.date) -> list[tuple[dt.date, Number]]:
    """(day, cumulative number from that day on), beginning with what there was before the first day."""
    steps = [(first, total(row for row in rows if row.reached_on < first))]
    within = [row for row in rows if first <= row.reached_on <= until]
    for day, of_day in groupby(within, key=lambda row: row.reached_on):
        steps.append((day, steps[-1][1] + total(of_day)))
    return steps


def _path(
    steps: Sequence[tuple[dt.date, Number]], first: dt.date, until: dt.date, scale: Number
) -> tuple[str, float, float]:
    """The line in SVG's words, and where it ends."""
    y = _height(steps[0][1], scale)
    parts = [f"M0 {y}"]
    for day, number in steps[1:]:
        y = _height(number, scale)
        parts.append(f"H{_along(day, first, until)}V{y}")
    end = float(WIDTH - 4)  # room for the dot
    return "".join([*parts, f"H{end}"]), end, y


def _height(number: Number, scale: Number) -> float:
    share = float(number) / float(scale) if scale else 0.0
    return round(Curve.foot - share * (Curve.foot - Curve.top), 1)


def _target_label_y(
    target_y: float | None, steps: Sequence[tuple[dt.date, Number]], first: dt.date, until: dt.date, scale: Number
) -> float:
    """Over the line, or under it where the curve's first quarter would cross the words."""
    if target_y is None:
        return 0.0
    early = [_height(number, scale) for day, number in steps if _along(day, first, until) < WIDTH / 4]
    crossed = min(early) < target_y and max(early) > target_y - 18
    return round(target_y + 16 if crossed else target_y - 6, 1)


def _along(day: dt.date, first: dt.date, until: dt.date) -> float:
    days = (until - first).days
    return round((day - first).days / days * (WIDTH - 4), 1) if days > 0 else float(WIDTH - 4)


def _day(day: dt.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _ticks(first: dt.date, until: dt.date) -> list[Tick]:
    """A light line at the beginning of months, quarters or years: seven at most."""
    months = (until.year - first.year) * 12 + until.month - first.month
    step = next((step for step in (1, 3, 6, 12, 24, 60) if months <= 7 * step), 120)
    begins = [
        month for month in range(first.year * 12 + first.month, until.year * 12 + until.month) if month % step == 0
    ]
    ticks, taken = [], 11 * LETTER  # the first date stands there
    for month in begins:
        day = dt.date(month // 12, month % 12 + 1, 1)
        x, text = _along(day, first, until), _month(day)
        half = len(text) * LETTER / 2
        fits = x - half > taken and x + half < WIDTH - 11 * LETTER
        taken = x + half + LETTER if fits else taken
        ticks.append(Tick(x, Label(x, text, "middle") if fits else None))
    return ticks


def _month(day: dt.date) -> str:
    return str(day.year) if day.month == 1 else date_format(day, "b")


def _curve_title(before: Number, last: Number, first: dt.date, until: dt.date, target: Number | None) -> str:
    words = {
        "before": shown(before), "last": shown(last), "first": _day(first), "until": _day(until),
        "target": shown(target),
    }  # fmt: skip
    if last == before:
        text = _("%(last)s on %(until)s, as on %(first)s.")
    else:
        text = _("From %(before)s to %(last)s between %(first)s and %(until)s.")
    return (text + " " + _("The target is %(target)s.") if target else text) % words
