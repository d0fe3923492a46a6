"""What the board tells about each figure: where it is, where it should be, how it came there, where it is from.

A contribution has one main figure and others beside it; the whole of it is a page of its own (telling.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from gvp.reporting.base import Indicator, Number, Row, Scope, Value, total
from gvp.reporting.cells import DIMENSIONS, Cell, cells
from gvp.reporting.charts import Bar, Curve, Split, bar, curve, hue_of, split
from gvp.reporting.figures import figure_text, is_share, shown
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.progress import Progress, Promised, progress
from gvp.reporting.published import by_district, may_be_published, published
from gvp.reporting.question import Question
from gvp.reporting.suppression import SMALLEST_BASE, share_text

ROOM = 5  # parts in a line of the board


@dataclass(frozen=True)
class Line:
    """One figure with its target; texts are ready to show."""

    indicator: Indicator
    value: Value
    progress: Progress

    @property
    def figure(self) -> str:
        return self.text(self.progress.value)

    def text(self, number: Number | None) -> str:
        """A number on the figure's scale; the figure itself as "5 of 8" where it is a share of few (domain.md, 1)."""
        if self.of_few and number == self.progress.value:
            return share_text(int(self.value.numerator or 0), int(self.value.denominator or 0))
        return figure_text(self.indicator, number)

    @property
    def of_few(self) -> bool:
        return is_share(self.indicator) and 0 < (self.value.denominator or 0) < SMALLEST_BASE

    @property
    def target(self) -> str:
        return figure_text(self.indicator, self.progress.target)

    @property
    def baseline(self) -> str:
        return figure_text(self.indicator, self.progress.baseline)

    @property
    def expected(self) -> str:
        return figure_text(self.indicator, self.progress.expected_today)

    @property
    def in_period(self) -> str:
        """What was added in the period; "" for a ratio, which has no such thing."""
        return "" if self.value.is_ratio else shown(self.value.in_period)

    @property
    def parts(self) -> tuple[str, str] | None:
        """The two lists of a ratio, where the figure does not say them itself."""
        if not self.value.is_ratio or self.of_few:
            return None
        return shown(self.value.numerator), shown(self.value.denominator)


@dataclass(frozen=True)
class Part:
    """One part of a breakdown: its number (None when it is hidden), as text, and what it opens ("" for nothing)."""

    key: str
    label: str
    number: Number | None
    text: str
    query: str = ""


@dataclass(frozen=True)
class Story:
    """A figure, drawn. A ratio has no curve: it does not add up over time."""

    line: Line
    bar: Bar
    curve: Curve | None

    @property
    def indicator(self) -> Indicator:
        return self.line.indicator


@dataclass(frozen=True)
class Breakdown:
    """The rows of an indicator by one dimension, drawn, and as numbers for the table beneath."""

    key: str
    title: str
    split: Split
    parts: list[Part]

    @property
    def largest(self) -> list[tuple[Part, Any]]:
        """The parts that find room in a line of the board, each with its bar; in their own order when all do."""
        pairs = list(zip(self.parts, self.split.parts, strict=True))
        if len(pairs) <= ROOM:
            return pairs
        return sorted(pairs, key=lambda pair: -(pair[0].number or 0))[:ROOM]

    @property
    def more(self) -> int:
        return len(self.parts) - len(self.largest)


def line(indicator: Indicator, scope: Scope, promised: Promised) -> Line:
    value = indicator.value(scope)
    return Line(indicator, value, progress(indicator, scope, value=value, promised=promised))


def processes() -> list[Indicator]:
    return [indicator for indicator in INDICATORS.values() if not indicator.contribution]


def story(indicator: Indicator, scope: Scope, promised: Promised, rows: Sequence[Row], *, daily: bool) -> Story:
    """`rows` are those of the indicator in the scope: whoever draws more of them asks once. `daily`: for the team."""
    told, hue = line(indicator, scope, promised), hue_of(indicator.contribution)
    found, adds_up = told.progress, indicator.kind not in ("ratio", "day")
    return Story(
        line=told,
        bar=bar(found.value, found.target, found.expected_today, hue, show=told.text),
        curve=curve(rows, scope.since, scope.until, found.target, hue, daily=daily) if adds_up else None,
    )


def by_place(indicator: Indicator, asked: Question, rows: Sequence[Row], *, small_cells: bool) -> Breakdown | None:
    """The program by province, a true zero included; one province by district, None where it has no districts."""
    if asked.province:
        return next(iter(breakdowns(indicator, asked.scope, rows, small_cells=small_cells, only=("district",))), None)
    parts = [
        Cell(province.code, province.name, total(row for row in rows if row.province == province.code))
        for province in asked.provinces
    ]
    elsewhere = total(rows) - sum(part.amount for part in parts)
    parts += [Cell("", _("Whole program"), elsewhere)] if elsewhere else []
    found = _breakdown(indicator, "province", parts)
    queries = [asked.query(province=part.key) for part in parts]
    linked = [replace(part, query=query) for part, query in zip(found.parts, queries, strict=True)]
    return replace(found, parts=linked)


def breakdowns(
    indicator: Indicator, scope: Scope, rows: Sequence[Row], *, small_cells: bool, only: Sequence[str] = ()
) -> list[Breakdown]:
    """One per dimension the indicator declares; each adds up to the figure, "no data" included.

    Readers who may not open records get those that may leave the team (published.py): what one table hides is not to
    be had from another.
    """
    one_bar = {"province"} if scope.province else set()
    asked = [each for each in only or indicator.disaggregations if each not in one_bar]
    asked = [each for each in asked if each in indicator.disaggregations]
    if small_cells:
        return [_breakdown(indicator, each, cells(indicator, rows, each)) for each in asked]
    return [_published(indicator, each, scope, rows) for each in asked if may_be_published(indicator, each)]


def _published(indicator: Indicator, dimension: str, scope: Scope, rows: Sequence[Row]) -> Breakdown:
    if dimension == "province" or indicator.record != "participant":
        return _breakdown(indicator, dimension, cells(indicator, rows, dimension))
    if dimension == "district":
        places = by_district(indicator, scope.until)
        safe = [cell for row in places if scope.province in (None, row.province) for cell in row.cells]
    else:
        [table] = published(indicator, scope.until, [dimension])
        safe = table.of(scope.province).totals if scope.province else table.totals
    drawn = split(safe, hue_of(indicator.contribution))
    parts = [Part("", cell.label, cell.amount, cell.text) for cell in safe]
    return Breakdown(dimension, str(DIMENSIONS[dimension]), drawn, parts)


def _breakdown(indicator: Indicator, dimension: str, found: Sequence[Cell]) -> Breakdown:
    """Every part with its number: to the team all of them, to everybody what an indicator says of each province."""
    drawn = split(found, hue_of(indicator.contribution))
    parts = [
        Part(cell.key, str(cell.label), cell.amount, drawn_part.text)
        for cell, drawn_part in zip(found, drawn.parts, strict=True)
    ]
    return Breakdown(dimension, str(DIMENSIONS[dimension]), drawn, parts)
