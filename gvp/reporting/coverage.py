"""How far the work reaches, district by district: the rows of four indicators, where they happened."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from gvp.places.models import District, Province
from gvp.places.seats import seats
from gvp.reporting.base import Indicator, Scope
from gvp.reporting.cells import Cell
from gvp.reporting.charts import hue_of
from gvp.reporting.charts.maps import Map, district_map
from gvp.reporting.figures import shown
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.suppression import suppress
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


@dataclass(frozen=True)
class Coverage:
    """One province: a figure per district and measure, in the order of the districts' names."""

    province: Province
    figures: dict[str, list[Figure]]  # by the measure's key

    def map_of(self, measure: Measure) -> Map:
        figures = self.figures[measure.key]
        return district_map(figures, seats(figure.code for figure in figures), hue_of(measure.hue))

    @property
    def lines(self) -> list[tuple[str, str, list[Figure]]]:
        """Of each district its code, its name and its figures, in the order of MEASURES."""
        columns = [self.figures[measure.key] for measure in MEASURES]
        return [(line[0].code, line[0].name, list(line)) for line in zip(*columns, strict=True)]


def coverage(provinces: Sequence[Province], scope: Scope, *, small_cells: bool) -> list[Coverage]:
    """What was reached by `scope.until`. Two queries per measure and one for the districts, however many there are."""
    districts = District.objects.filter(province__in=provinces).order_by("name", "code")
    of_province = {province.pk: [d for d in districts if d.province_id == province.pk] for province in provinces}
    counted = {measure.key: by_district(measure.indicator, scope) for measure in MEASURES}
    return [
        Coverage(
            province,
            {
                measure.key: _figures(of_province[province.pk], counted[measure.key], measure, small_cells=small_cells)
                for measure in MEASURES
            },
        )
        for province in provinces
    ]


def by_district(indicator: Indicator, scope: Scope) -> Counter[str]:
    """How many rows of the indicator belong to each district, by its code."""
    keys = {row.key for row in indicator.rows(scope)}
    model, path = WHERE[indicator.record]
    stored = scope.limit(model.objects.all(), f"{path}__province").order_by().values_list("pk", path)
    return Counter(district for key, district in stored if key in keys)


def _figures(
    districts: Sequence[District], counted: Counter[str], measure: Measure, *, small_cells: bool
) -> list[Figure]:
    """Counts of people under 5 are not shown to readers who may not open records (domain.md, section 1)."""
    cells = [Cell(district.code, district.name, counted[district.code]) for district in districts]
    if small_cells or measure.indicator.record != "participant":
        return [Figure(cell.key, cell.label, int(cell.amount), shown(cell.amount)) for cell in cells]
    hidden = suppress(cells)
    return [
        Figure(cell.key, cell.label, None if safe.amount is None else int(safe.amount), safe.text)
        for cell, safe in zip(cells, hidden, strict=True)
    ]
