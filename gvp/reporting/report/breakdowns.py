"""People of an indicator by age, language and sex as the report prints them, with small cells hidden."""

from collections.abc import Sequence
from dataclasses import dataclass

from gvp.places.models import Province
from gvp.reporting.base import Indicator, Scope
from gvp.reporting.cells import DIMENSIONS
from gvp.reporting.charts import Split, hue_of, split
from gvp.reporting.figures import shown
from gvp.reporting.published import PLACES, WIDEST, Published, PublishedTable, published
from gvp.reporting.report.wording import named

Withheld = frozenset[tuple[str, str]]  # (indicator, dimension): side by side with another report it would tell too much


@dataclass(frozen=True)
class BreakdownRow:
    province: str  # its code; "" for all that the program does not follow
    label: str
    cells: list[Published]
    total: str


@dataclass(frozen=True)
class Breakdown:
    """A table: a row per province, a column per part, the total last. `hides` when a cell is hidden."""

    code: str
    name: str  # of the indicator
    key: str
    title: str  # of the dimension
    keys: list[str]
    columns: list[str]
    rows: list[BreakdownRow]
    totals: list[Published]
    total: str
    hides: bool
    withheld: bool
    chart: Split  # of the totals, hidden cells drawn as such


def breakdowns(
    indicator: Indicator, scope: Scope, provinces: Sequence[Province], withheld: Withheld = frozenset()
) -> list[Breakdown]:
    """By everything but the place, which is the row of each table. Lists inside another list have none."""
    dimensions = [each for each in indicator.disaggregations if each not in PLACES]
    if indicator.code not in WIDEST or not dimensions or not provinces:
        return []
    tables = published(indicator, scope.until, dimensions)
    if scope.province:  # of one that the program does not follow there is no row
        tables = [own for own in (table.of(scope.province) for table in tables) if own.rows]
    return [_laid_out(indicator, table, (table.indicator, table.dimension) in withheld) for table in tables]


def _laid_out(indicator: Indicator, table: PublishedTable, withheld: bool) -> Breakdown:
    table = table.withheld() if withheld else table
    return Breakdown(
        code=indicator.code,
        name=str(indicator.title),
        key=table.dimension,
        title=named(DIMENSIONS[table.dimension]),
        keys=table.keys,
        columns=table.columns,
        rows=[BreakdownRow(row.province, row.label, row.cells, shown(row.total)) for row in table.rows],
        totals=table.totals,
        total=shown(table.total),
        hides=table.hides,
        withheld=withheld,
        chart=split(table.totals, hue_of(indicator.contribution)),
    )
