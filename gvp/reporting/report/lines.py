"""The indicator table: each figure with its target, for the report's scope and for each province in it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gvp.places.models import Province
from gvp.reporting.base import Indicator, Row, Scope, Value
from gvp.reporting.figures import figure_text, is_share, main_figure, shown
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.progress import Progress, Promised, progress
from gvp.reporting.suppression import SMALLEST_BASE

NOTHING = "–"


@dataclass(frozen=True)
class Line:
    """One row. `province` is None in the row of the whole scope; texts are ready to print."""

    indicator: Indicator
    province: Province | None
    value: Value
    progress: Progress

    @property
    def place(self) -> str:
        """Name of the province; "" for the whole scope."""
        return self.province.name if self.province else ""

    @property
    def is_main(self) -> bool:
        """Whether this is the figure of a contribution itself: C1, not C1a."""
        return self.indicator.code == f"C{self.indicator.contribution}"

    def own(self, rows: list[Row]) -> list[Row]:
        """Those of the scope's rows that are this line's."""
        return [row for row in rows if self.province is None or row.province == self.province.code]

    @property
    def unit(self) -> str:
        """Empty where the figures carry their percent sign."""
        return "" if is_share(self.indicator) else str(self.indicator.unit)

    @property
    def period(self) -> str:
        """What was added in the period; a ratio has no such thing, nor has what is only true of a day."""
        return shown(self.value.in_period) or NOTHING

    @property
    def cumulative(self) -> str:
        return value_text(self.indicator, self.value)

    @property
    def parts(self) -> str:
        """The two lists of a ratio, "34 of 40"; empty where that is the figure itself."""
        if not self.value.is_ratio or not self.value.denominator:
            return ""
        text = _counts(self.value)
        return "" if text == self.cumulative else text

    @property
    def baseline(self) -> str:
        return figure_text(self.indicator, self.progress.baseline) or NOTHING

    @property
    def target(self) -> str:
        return figure_text(self.indicator, self.progress.target) or NOTHING

    @property
    def expected(self) -> str:
        return figure_text(self.indicator, self.progress.expected_today) or NOTHING

    @property
    def percent(self) -> str:
        done = self.progress.percent
        return NOTHING if done is None else _("%(share)s%%") % {"share": shown(done)}


def value_text(indicator: Indicator, value: Value) -> str:
    """The figure that is compared with the target; a share of fewer than ten is given as counts."""
    if value.is_ratio and not value.denominator:
        return _("no data")
    if is_share(indicator) and (value.denominator or 0) < SMALLEST_BASE:
        return _counts(value)
    return figure_text(indicator, main_figure(indicator, value)) or _("no data")


def lines(indicators: list[Indicator], scope: Scope, provinces: list[Province]) -> list[list[Line]]:
    """For each indicator, the row of the scope and then one for each of several provinces."""
    places: list[Province | None] = [None, *(provinces if len(provinces) > 1 else [])]
    asked = [(place, scope.of(place.code) if place else scope) for place in places]
    promised = {place: Promised.within(of_place) for place, of_place in asked}
    return [
        [_line(indicator, of_place, place, promised[place]) for place, of_place in asked] for indicator in indicators
    ]


def contributions() -> list[Indicator]:
    return [indicator for indicator in INDICATORS.values() if indicator.contribution]


def processes() -> list[Indicator]:
    return [indicator for indicator in INDICATORS.values() if not indicator.contribution]


def _line(indicator: Indicator, scope: Scope, province: Province | None, promised: Promised) -> Line:
    value = indicator.value(scope)
    return Line(indicator, province, value, progress(indicator, scope, value=value, promised=promised))


def _counts(value: Value) -> str:
    return _("%(part)s of %(whole)s") % {"part": shown(value.numerator), "whole": shown(value.denominator)}
