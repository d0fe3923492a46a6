"""Charts: numbers in, ready coordinates out; templates/reporting/charts/*.svg draw them.

The same drawing stands on the screen and in the PDF, so colours and fonts are literal attributes
(WeasyPrint ignores the document's CSS inside an SVG, currentColor and variables). Every label stands
beside its mark, nothing is told by colour alone, and the title states the finding in words.
Coordinates are units of a drawing 360 wide: 13 units of type are 12 px on a phone of 360 px.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar, Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gvp.reporting.base import Number, Row, total
from gvp.reporting.figures import shown

# One hue per contribution, everywhere (static/css/tokens.css has the same; a test compares them).
HUES = {1: "#a4472b", 2: "#3a4a8c", 3: "#8a6410", 4: "#3c6b3a", 5: "#6d4587"}
QUIET_HUE = "#5c554a"  # process indicators belong to no contribution

WIDTH = 360
LETTER = 7.0  # width reserved for one letter of 13 units


def hue_of(contribution: int) -> str:
    return HUES.get(contribution, QUIET_HUE)


class Cell(Protocol):
    """One part of a breakdown. `amount` is None where a small number is not shown, then `text` says so."""

    @property
    def label(self) -> Any: ...

    @property
    def amount(self) -> Any: ...


@dataclass(frozen=True)
class Chart:
    """What every drawing has."""

    title: str  # the finding, read aloud by a screen reader
    desc: str  # how it is drawn, and the numbers
    hue: str

    width: ClassVar[int] = WIDTH
    ink: ClassVar[str] = "#211d18"
    muted: ClassVar[str] = "#5c554a"
    line: ClassVar[str] = "#b9ae9c"
    track: ClassVar[str] = "#ebe4d6"
    paper: ClassVar[str] = "#ffffff"
    font: ClassVar[str] = "Source Sans 3, system-ui, sans-serif"


@dataclass(frozen=True)
class Label:
    """Text at a place. `anchor` as in SVG: start, middle or end."""

    x: float
    text: str
    anchor: str = "start"


# --- A bar against its target ------------------------------------------------------------------


@dataclass(frozen=True)
class Bar(Chart):
    """`value_x`, `target_x`, `tick_x`: where value, target and expected value stand; None for none."""

    value_x: float | None
    target_x: float | None
    tick_x: float | None
    value_label: Label
    inside: bool  # the value stands inside the bar, in the colour of paper
    target_label: Label
    tick_label: Label | None

    height: ClassVar[int] = 64

    @property
    def opacity(self) -> str:
        """Pale without a target: then the length of the bar means nothing."""
        return "1" if self.target_x is not None else "0.25"


def bar(value: Number | None, target: Number | None, expected: Number | None, hue: str) -> Bar:
    """The value as a bar on a scale from 0 to its target, with a tick at the value expected by now."""
    scale = max(value or 0, target or 0, expected or 0)
    value_x, target_x = _on(value, scale), _on(target or None, scale)
    tick_x = _on(expected, scale) if target else None
    text = _("target %(number)s") % {"number": shown(target)} if target else _("no target")
    value_label, inside = _value_label(value, value_x, [x for x in (target_x, tick_x) if x is not None])
    return Bar(
        title=_bar_title(value, target),
        desc=_bar_desc(target, expected),
        hue=hue,
        value_x=value_x,
        target_x=target_x,
        tick_x=tick_x,
        value_label=value_label,
        inside=inside and bool(target),
        target_label=_beside(target_x or 0.0, text),
        tick_label=None
        if tick_x is None
        else _beside(tick_x, _("expected by now %(number)s") % {"number": shown(expected)}),
    )


def _on(number: Number | None, scale: Number) -> float | None:
    """Where a number stands between 0 and the scale's end."""
    if number is None:
        return None
    return round(float(max(number, 0)) / float(scale) * (WIDTH - 2), 1) if scale else 0.0


def _value_label(value: Number | None, value_x: float | None, marks: Sequence[float]) -> tuple[Label, bool]:
    """At the bar's end inside, else at its beginning, else after it: the first where no mark crosses it."""
    text, x = (shown(value), value_x or 0.0) if value is not None else (_("no data"), 0.0)
    long = len(text) * LETTER
    at_end, at_start = Label(x - 7, text, "end"), Label(7, text)
    for label, left in ((at_end, x - 7 - long), (at_start, 7.0)):
        if left >= 7 and left + long + 7 <= x and not _crossed(left, long, marks):
            return label, True
    free = [left for left in (x + 7, *(mark + 7 for mark in sorted(marks))) if not _crossed(left, long, marks)]
    return Label(round(min(free, default=x + 7), 1), text), False


def _crossed(left: float, long: float, marks: Sequence[float]) -> bool:
    return any(left - 5 < mark < left + long + 5 for mark in marks)


def _beside(x: float, text: str) -> Label:
    """The text centred at x, or as near to it as the drawing's edges let it."""
    half = len(text) * LETTER / 2
    if x + half > WIDTH:
        return Label(WIDTH, text, "end")
    return Label(0, text) if x < half else Label(x, text, "middle")


def _bar_title(value: Number | None, target: Number | None) -> str:
    if value is None:
        return _("No data yet.")
    if not target:
        return _("%(value)s; no target is set.") % {"value": shown(value)}
    words = {"value": shown(value), "target": shown(target), "percent": shown(percent(value, target))}
    return _("%(value)s of %(target)s: %(percent)s%% of the target.") % words


def _bar_desc(target: Number | None, expected: Number | None) -> str:
    if not target or expected is None:
        return _("A bar from zero to the value.")
    words = {"target": shown(target), "expected": shown(expected)}
    return _("A bar from zero to the target of %(target)s; a tick marks the %(expected)s expected by now.") % words


def percent(part: Number, whole: Number) -> int:
    """Whole percent, rounded down: 99.6 % is not yet 100."""
    return int(part * 100 / whole)


# --- A cumulative curve ------------------------------------------------------------------------


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


# --- A breakdown -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """One bar of a breakdown. `hidden` when its number is not shown: an empty dashed bar."""

    y: int
    label: str
    length: float
    text: str
    hidden: bool

    @property
    def text_x(self) -> float:
        return round(Split.start + self.length + 7, 1)


@dataclass(frozen=True)
class Split(Chart):
    parts: Sequence[Part]

    row: ClassVar[int] = 26
    start: ClassVar[int] = 128  # x at which the bars begin; labels stand before it
    longest: ClassVar[int] = 168

    @property
    def height(self) -> int:
        return max(len(self.parts), 1) * self.row


def split(cells: Sequence[Cell], hue: str) -> Split:
    """One bar per part, in the order given, each with its name and number."""
    largest = max((cell.amount or 0 for cell in cells), default=0)
    parts = [_part(index, cell, largest) for index, cell in enumerate(cells)]
    words = "; ".join(f"{cell.label}: {part.text}" for cell, part in zip(cells, parts, strict=True))
    return Split(title=_split_title(cells), desc=words or _("No data yet."), hue=hue, parts=parts)


def _part(index: int, cell: Cell, largest: Number) -> Part:
    hidden = cell.amount is None
    length = 24.0 if hidden else round(float(cell.amount) / float(largest) * Split.longest, 1) if largest else 0.0
    return Part(
        y=index * Split.row,
        label=_shortened(str(cell.label), int((Split.start - 8) / (LETTER + 1))),
        length=length,
        text=getattr(cell, "text", "") if hidden else shown(cell.amount),
        hidden=hidden,
    )


def _shortened(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def _split_title(cells: Sequence[Cell]) -> str:
    known = [cell for cell in cells if cell.amount]
    if not known:
        return _("No data yet.") if not any(cell.amount is None for cell in cells) else _("Only small numbers.")
    most = max(known, key=lambda cell: cell.amount)
    if len(known) < len(cells) or len(cells) == 1:
        return _("%(label)s: %(amount)s.") % {"label": most.label, "amount": shown(most.amount)}
    words = {"label": most.label, "amount": shown(most.amount), "all": shown(total_of(known))}
    return _("%(label)s has the most: %(amount)s of %(all)s.") % words


def total_of(cells: Iterable[Cell]) -> Number:
    return sum((cell.amount or 0 for cell in cells), start=0)
