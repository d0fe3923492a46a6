"""How far the work reaches, district by district: the rows of four indicators, where they happened."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy

from gvp.base.text import sort_key
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
    counted = {measure.key: by_district(measure.indicator, scope) for measure in asked}
    return [
        _of_province(province, [d for d in districts if d.province_id == province.pk], counted, asked, small_cells)
        for province in provinces
    ]


def _of_province(
    province: Province,
    districts: Sequence[District],
    counted: dict[str, Counter[str]],
    asked: Sequence[Measure],
    small_cells: bool,
) -> Coverage:
    return Coverage(
        province,
        figures={m.key: _figures(districts, counted[m.key], m, small_cells=small_cells) for m in asked},
        totals=[(m, shown(sum(counted[m.key][district.code] for district in districts))) for m in asked],
    )


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
