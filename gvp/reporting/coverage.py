"""How far the work reaches, district by district: the rows of four indicators, where they happened."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy

from gvp.base.text import sort_key
from gvp.places.models import District, Province
from gvp.places.seats import seats
from gvp.reporting import published
from gvp.reporting.base import Indicator, Scope
from gvp.reporting.charts import hue_of
from gvp.reporting.charts.maps import Map, district_map
from gvp.reporting.figures import shown
from gvp.reporting.indicators import INDICATORS
from participants.models import Participant
from workshops.models import Replication, Workshop


@dataclass(frozen=True)
class Measure:
    """What is counted: the rows of the indicator `code`."""

    key: str
    label: Any
    code: str
    hue: int  # of a contribution; 0 for none

    @property
    def indicator(self) -> Indicator:
        return INDICATORS[self.code]


MEASURES = (
    Measure("sessions", gettext_lazy("Sessions held"), "P01", 0),
    Measure("men", gettext_lazy("Men sensitised"), "C1a", 1),
    Measure("leaders", gettext_lazy("Active leaders"), "C2a", 2),
    Measure("replications", gettext_lazy("Valid replications"), "P19", 5),
)


def measures(*, small_cells: bool) -> list[Measure]:
    """Leaders are men sensitised: to readers who see no small number, one taken from the other would be one."""
    return [measure for measure in MEASURES if small_cells or measure.key != "leaders"]


# Which district a record belongs to.
WHERE: dict[str, tuple[Any, str]] = {
    "participant": (Participant, "community__district"),
    "workshop": (Workshop, "community__district"),
    "replication": (Replication, "school__district"),
}


@dataclass(frozen=True)
class Figure:
    """One number of one district; `amount` is None when it is hidden."""

    code: str
    name: str
    amount: int | None
    text: str


class DistrictLine(NamedTuple):
    """One district with a figure per measure."""

    code: str
    name: str
    figures: Sequence[Figure]

    @property
    def reached(self) -> bool:
        """A number that is hidden is not zero."""
        return any(figure.amount != 0 for figure in self.figures)


@dataclass(frozen=True)
class Coverage:
    """One province: of each measure a figure per district, in the order of the districts' names, and their sum."""

    province: Province
    figures: dict[str, list[Figure]]  # by the measure's key, in the order in which they are shown
    totals: list[tuple[Measure, str]]

    def map_of(self, measure: Measure) -> Map:
        figures = self.figures[measure.key]
        return district_map(figures, seats(figure.code for figure in figures), hue_of(measure.hue))

    @property
    def lines(self) -> list[DistrictLine]:
        rows = zip(*self.figures.values(), strict=True)
        return [DistrictLine(figures[0].code, figures[0].name, figures) for figures in rows]

    @property
    def reached(self) -> list[DistrictLine]:
        return [line for line in self.lines if line.reached]

    @property
    def not_reached(self) -> list[DistrictLine]:
        return [line for line in self.lines if not line.reached]


def coverage(
    provinces: Sequence[Province], scope: Scope, asked: Sequence[Measure], *, small_cells: bool
) -> list[Coverage]:
    """What was reached by `scope.until`: one query for the districts, and what each measure takes."""
    districts = sorted(District.objects.filter(province__in=provinces), key=lambda found: sort_key(found.name))
    counted = {measure: by_district(measure.indicator, scope) for measure in asked}
    hidden = {measure: {} if small_cells else _hidden(measure.indicator, districts, scope.until) for measure in asked}
    found = []
    for province in provinces:
        own = [district for district in districts if district.province_id == province.pk]
        figures = {m.key: [_figure(district, counted[m], hidden[m]) for district in own] for m in asked}
        totals = [(m, shown(sum(counted[m][district.code] for district in own))) for m in asked]
        found.append(Coverage(province, figures, totals))
    return found


def by_district(indicator: Indicator, scope: Scope) -> Counter[str]:
    """How many rows of the indicator belong to each district, by its code."""
    keys = {row.key for row in indicator.rows(scope)}
    model, path = WHERE[indicator.record]
    stored = scope.limit(model.objects.all(), f"{path}__province").order_by().values_list("pk", path)
    return Counter(district for key, district in stored if key in keys)


def _hidden(indicator: Indicator, districts: Sequence[District], until: dt.date) -> dict[str, str]:
    """What stands instead of a number of people that may not leave the team (published.py), by the district's code."""
    if indicator.record != "participant":
        return {}
    codes = {(district.province_id, district.name): district.code for district in districts}
    return {
        codes[row.province, cell.label]: cell.text
        for row in published.by_district(indicator, until)
        for cell in row.cells
        if cell.amount is None and (row.province, cell.label) in codes
    }


def _figure(district: District, counted: Counter[str], hidden: dict[str, str]) -> Figure:
    if district.code in hidden:
        return Figure(district.code, district.name, None, hidden[district.code])
    amount = counted[district.code]
    return Figure(district.code, district.name, amount, shown(amount))
