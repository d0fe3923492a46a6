"""A bar against its target."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from gvp.reporting.base import Number
from gvp.reporting.charts.base import LETTER, WIDTH, Chart, Label
from gvp.reporting.figures import percent, shown


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


Show = Callable[[Number | None], str]  # a number as text, with its percent sign where it is a share


def bar(value: Number | None, target: Number | None, expected: Number | None, hue: str, *, show: Show = shown) -> Bar:
    """The value as a bar on a scale from 0 to its target, with a tick at the value expected by now."""
    scale = max(value or 0, target or 0, expected or 0)
    value_x, target_x = _on(value, scale), _on(target or None, scale)
    tick_x = _on(expected, scale) if target else None
    text = _("target %(number)s") % {"number": show(target)} if target else _("no target")
    marks = [x for x in (target_x, tick_x) if x is not None]
    value_label, inside = _value_label(_value_text(value, show), value_x, marks)
    return Bar(
        title=_title(value, target, show),
        desc=_desc(target, expected, show),
        hue=hue,
        value_x=value_x,
        target_x=target_x,
        tick_x=tick_x,
        value_label=value_label,
        inside=inside and bool(target),
        target_label=_beside(target_x or 0.0, text),
        tick_label=None
        if tick_x is None
        else _beside(tick_x, _("expected by now %(number)s") % {"number": show(expected)}),
    )


def _on(number: Number | None, scale: Number) -> float | None:
    """Where a number stands between 0 and the scale's end."""
    if number is None:
        return None
    return round(float(max(number, 0)) / float(scale) * (WIDTH - 2), 1) if scale else 0.0


def _value_text(value: Number | None, show: Show) -> str:
    return show(value) if value is not None else _("no data")


def _value_label(text: str, value_x: float | None, marks: Sequence[float]) -> tuple[Label, bool]:
    """At the bar's end inside, else at its beginning, else after it: the first where no mark crosses it."""
    x = value_x or 0.0
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


def _title(value: Number | None, target: Number | None, show: Show) -> str:
    if value is None:
        return _("No data yet.")
    if not target:
        return _("%(value)s; no target is set.") % {"value": show(value)}
    words = {"value": show(value), "target": show(target), "percent": shown(percent(value, target))}
    return _("%(value)s of %(target)s: %(percent)s%% of the target.") % words


def _desc(target: Number | None, expected: Number | None, show: Show) -> str:
    if not target or expected is None:
        return _("A bar from zero to the value.")
    words = {"target": show(target), "expected": show(expected)}
    return _("A bar from zero to the target of %(target)s; a tick marks the %(expected)s expected by now.") % words
