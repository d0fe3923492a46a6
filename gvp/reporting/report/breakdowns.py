"""People of an indicator by age, language, sex and district, with small cells hidden."""

from collections.abc import Sequence
from dataclasses import dataclass

from gvp.places.models import Province
from gvp.reporting.base import Indicator, Row
from gvp.reporting.cells import DIMENSIONS, Cell, cells
from gvp.reporting.charts import Split, hue_of, split
from gvp.reporting.figures import shown
from gvp.reporting.report.wording import named
from gvp.reporting.suppression import Published, suppress_table


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


def breakdown(indicator: Indicator, rows: Sequence[Row], dimension: str, provinces: Sequence[Province]) -> Breakdown:
    """The rows of an indicator by one dimension, for each province."""
    whole = cells(indicator, rows, dimension)
    parts = [(province, _in_order(whole, cells(indicator, _of(rows, province), dimension))) for province in provinces]
    table = suppress_table([part for _province, part in parts])
    return Breakdown(
        key=dimension,
        title=named(DIMENSIONS[dimension]),
        columns=[str(cell.label) for cell in whole],
        rows=[
            BreakdownRow(province.name, line, shown(len(_of(rows, province))))
            for (province, _part), line in zip(parts, table.rows, strict=True)
        ],
        totals=table.totals,
        total=shown(len(rows)),
        hides=table.hides,
        chart=split(table.totals, hue_of(indicator.contribution)),
    )


def _of(rows: Sequence[Row], province: Province) -> list[Row]:
    return [row for row in rows if row.province == province.code]


def _in_order(whole: Sequence[Cell], part: Sequence[Cell]) -> list[Cell]:
    """The same columns in every row: those of the whole, zero where the province has none."""
    amounts = {cell.key: cell.amount for cell in part}
    return [cell._replace(amount=amounts.get(cell.key, 0)) for cell in whole]
