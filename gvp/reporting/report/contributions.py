"""One page per contribution: its figure, its drawings, and who the people are."""

from dataclasses import dataclass
from typing import NamedTuple

from gvp.places.models import Province
from gvp.reporting.base import Indicator, Row, Scope
from gvp.reporting.charts import Bar, Curve, Split, bar, curve, hue_of, split
from gvp.reporting.figures import figure_text
from gvp.reporting.report.breakdowns import Breakdown, Place, breakdown, divided
from gvp.reporting.report.lines import Line


class ProvinceCurve(NamedTuple):
    province: str
    curve: Curve


@dataclass(frozen=True)
class Contribution:
    line: Line
    bar: Bar
    curve: Curve
    split: Split | None  # None when the report is about one province
    curves: list[ProvinceCurve]  # one per province; none when the report is about one
    breakdowns: list[Breakdown]
    elsewhere: int  # of the program's figure, what was reached in provinces it does not follow

    @property
    def indicator(self) -> Indicator:
        return self.line.indicator

    @property
    def number(self) -> int:
        return self.indicator.contribution

    @property
    def figure(self) -> str:
        return figure_text(self.indicator, self.line.progress.value)

    @property
    def hides(self) -> bool:
        return any(table.hides for table in self.breakdowns)


def contribution(of: list[Line], scope: Scope, provinces: list[Province]) -> Contribution:
    """`of`: the lines of one indicator, the scope's first."""
    line, *of_provinces = of
    progress, hue = line.progress, hue_of(line.indicator.contribution)
    rows = line.indicator.rows(scope)
    places = divided(rows, provinces)
    return Contribution(
        line=line,
        bar=bar(progress.value, progress.target, progress.expected_today, hue),
        curve=_curve(line, rows, scope),
        split=split(places, hue) if of_provinces else None,
        curves=[ProvinceCurve(each.place, _curve(each, each.own(rows), scope)) for each in of_provinces],
        breakdowns=_breakdowns(line.indicator, rows, places),
        elsewhere=sum(place.amount for place in places[len(provinces) :]),
    )


def _curve(line: Line, rows: list[Row], scope: Scope) -> Curve:
    """From the first thing that counted to the cut-off date, against the line's own target."""
    return curve(rows, None, scope.until, line.progress.target, hue_of(line.indicator.contribution))


def _breakdowns(indicator: Indicator, rows: list[Row], places: list[Place]) -> list[Breakdown]:
    """By everything but the place, which is the row of each table. A table without rows is none."""
    dimensions = [each for each in indicator.disaggregations if each not in ("province", "district")]
    return [breakdown(indicator, dimension, rows, places) for dimension in dimensions if places]
