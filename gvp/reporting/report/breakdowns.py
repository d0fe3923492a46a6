"""People of an indicator by age, language, sex and district, with small cells hidden."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gvp.places.models import Province
from gvp.reporting.base import Indicator, Row
from gvp.reporting.cells import DIMENSIONS, Cell, cells
from gvp.reporting.charts import Split, hue_of, split
from gvp.reporting.figures import shown
from gvp.reporting.report.wording import named
from gvp.reporting.suppression import Published, suppress_table


@dataclass(frozen=True)
class Place:
    """A province's part of a list, as `split` draws it too. Its figure is the indicator's own: never hidden."""

    label: str
    rows: list[Row]

    @property
    def amount(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class BreakdownRow:
    label: str
    cells: list[Published]
    total: str


@dataclass(frozen=True)
class Breakdown:
    """A table: a row per province, a column per part, the total last. `hides` when a cell is hidden."""

    key: str
    title: str
    columns: list[str]
    rows: list[BreakdownRow]
    totals: list[Published]
    total: str
    hides: bool
    chart: Split  # of the totals, hidden cells drawn as such


def breakdown(indicator: Indicator, dimension: str, rows: Sequence[Row], places: Sequence[Place]) -> Breakdown:
    """The rows of an indicator by one dimension, for each of the places they are divided into."""
    whole = cells(indicator, rows, dimension)
    table = suppress_table([_in_order(whole, cells(indicator, place.rows, dimension)) for place in places])
    return Breakdown(
        key=dimension,
        title=named(DIMENSIONS[dimension]),
        columns=[str(cell.label) for cell in whole],
        rows=[
            BreakdownRow(place.label, line, shown(place.amount)) for place, line in zip(places, table.rows, strict=True)
        ],
        totals=table.totals,
        total=shown(len(rows)),
        hides=table.hides,
        chart=split(table.totals, hue_of(indicator.contribution)),
    )


def divided(rows: Sequence[Row], provinces: Sequence[Province]) -> list[Place]:
    """The rows by province; last, together, those of provinces that the program does not follow, if any."""
    places = [Place(province.name, [row for row in rows if row.province == province.code]) for province in provinces]
    own = {province.code for province in provinces}
    elsewhere = [row for row in rows if row.province not in own]
    return [*places, Place(_("other provinces"), elsewhere)] if elsewhere else places


def _in_order(whole: Sequence[Cell], part: Sequence[Cell]) -> list[Cell]:
    """The same columns in every row: those of the whole, zero where the place has none."""
    amounts = {cell.key: cell.amount for cell in part}
    return [cell._replace(amount=amounts.get(cell.key, 0)) for cell in whole]
