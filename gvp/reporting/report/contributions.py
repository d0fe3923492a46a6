"""One chapter per contribution: its figures, its drawings, who the people are, and what was written about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _

from gvp.places.models import Province
from gvp.reporting.base import Indicator, Number, Row, Scope, total
from gvp.reporting.charts import Bar, Curve, Split, bar, curve, hue_of, split
from gvp.reporting.figures import figure_text, shown
from gvp.reporting.models import ReportTexts
from gvp.reporting.report.breakdowns import Breakdown, Withheld, breakdowns
from gvp.reporting.report.lines import Line


class ProvinceCurve(NamedTuple):
    province: str
    curve: Curve


class Place(NamedTuple):
    """A province's part of the figure, as `split` draws it. It is the indicator's own figure there: never hidden."""

    label: str
    amount: Number

    @property
    def text(self) -> str:
        return shown(self.amount)


@dataclass(frozen=True)
class Contribution:
    """`line` is its main figure in the whole scope; `groups` are all its indicators, the main one first."""

    line: Line
    groups: list[list[Line]]
    bar: Bar
    curve: Curve
    places: list[Place]  # its parts; none when the report is about one province
    split: Split | None  # of the places
    curves: list[ProvinceCurve]  # one per province; none when the report is about one
    breakdowns: list[Breakdown]
    elsewhere: Number  # of the program's figure, what was reached in provinces it does not follow
    narrative: str

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
    def others(self) -> list[list[Line]]:
        return self.groups[1:]

    @property
    def hides(self) -> bool:
        return any(table.hides for table in self.breakdowns)


def chapters(
    groups: Sequence[list[Line]], scope: Scope, provinces: list[Province], texts: ReportTexts | None, withheld: Withheld
) -> list[Contribution]:
    """The contributions in their order; `groups` are the lines of each indicator."""
    by_number = groupby(groups, key=lambda group: group[0].indicator.contribution)
    return [
        _chapter(list(of), scope, provinces, texts.narrative(number) if texts else "", withheld)
        for number, of in by_number
    ]


def _chapter(
    groups: list[list[Line]], scope: Scope, provinces: list[Province], narrative: str, withheld: Withheld
) -> Contribution:
    line, *of_provinces = groups[0]
    progress, hue = line.progress, hue_of(line.indicator.contribution)
    rows = line.indicator.rows(scope)
    elsewhere, unplaced = _beyond(rows, provinces)
    places = [Place(each.place, each.progress.value or 0) for each in of_provinces]
    if unplaced:
        places.append(Place(_("the whole program"), unplaced))
    return Contribution(
        line=line,
        groups=groups,
        bar=bar(progress.value, progress.target, progress.expected_today, hue),
        curve=_curve(line, rows, scope),
        places=places if of_provinces else [],
        split=split(places, hue) if of_provinces else None,
        curves=[ProvinceCurve(each.place, _curve(each, each.own(rows), scope)) for each in of_provinces],
        breakdowns=[table for group in groups for table in breakdowns(group[0].indicator, scope, provinces, withheld)],
        elsewhere=elsewhere,
        narrative=narrative,
    )


def _beyond(rows: list[Row], provinces: list[Province]) -> tuple[Number, Number]:
    """What was reached in provinces the program does not follow, and what belongs to no province."""
    own = {"", *(province.code for province in provinces)}
    return total(row for row in rows if row.province not in own), total(row for row in rows if not row.province)


def _curve(line: Line, rows: list[Row], scope: Scope) -> Curve:
    """By quarters, from the first thing that counted to the cut-off date, against the line's own target."""
    return curve(rows, None, scope.until, line.progress.target, hue_of(line.indicator.contribution), daily=False)
