"""Breakdowns of people as they may leave the team: one table per indicator and dimension, cut from one whole.

Two tables of one list made apart, of the program and of one province, would tell by subtraction what each of them
hides. So there is one table of the whole program on a day, with a row per province; a report, a sheet or a page of
one province takes its row. Lists that lie inside another (men with favourable change inside men sensitised) are not
broken down at all: a cell of the one taken from a cell of the other is a small number again.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gvp.places.models import Province
from gvp.reporting.base import Indicator, Row, Scope, followed
from gvp.reporting.cells import Cell, cells
from gvp.reporting.suppression import Published, Table, suppress, suppress_table

WIDEST = ("C1a", "C5")  # no list of people of the framework holds these two
PLACES = ("province", "district")
OTHERS = ""  # key of all provinces that the program does not follow, together


@dataclass(frozen=True)
class PublishedRow:
    """One province's part. Its total is the indicator's own figure there, which is printed anyway: never hidden."""

    province: str  # code; OTHERS
    label: str
    cells: list[Published]
    total: int


@dataclass(frozen=True)
class PublishedTable:
    """`keys`, `columns` (their labels) and `totals` have the order of the cells in each row."""

    indicator: str
    dimension: str
    keys: list[str]
    columns: list[str]
    rows: list[PublishedRow]
    totals: list[Published]
    total: int

    @property
    def hides(self) -> bool:
        shown = [*self.totals, *(cell for row in self.rows for cell in row.cells)]
        return any(cell.amount is None for cell in shown)

    def of(self, province: str) -> "PublishedTable":
        """The row of one province, which then is the whole."""
        rows = [row for row in self.rows if row.province == province]
        return replace(self, rows=rows, totals=rows[0].cells if rows else [], total=rows[0].total if rows else 0)

    def withheld(self) -> "PublishedTable":
        """The same without any number but the totals of provinces."""
        rows = [replace(row, cells=[_hidden(cell) for cell in row.cells]) for row in self.rows]
        return replace(self, rows=rows, totals=[_hidden(cell) for cell in self.totals])


def may_be_published(indicator: Indicator, dimension: str) -> bool:
    """Whether readers without access to records get this breakdown. What is not about people is never secret."""
    return indicator.record != "participant" or dimension == "province" or indicator.code in WIDEST


def published(indicator: Indicator, until: dt.date, dimensions: Sequence[str]) -> list[PublishedTable]:
    """The tables of the whole program on this day, in the order of the dimensions. For indicators in WIDEST."""
    rows = indicator.rows(Scope(until))
    places = _divided(rows)
    return [_table(indicator, dimension, rows, places) for dimension in dimensions]


def by_district(indicator: Indicator, until: dt.date) -> list[PublishedRow]:
    """A row per province, whose cells are its own districts: each is hidden with another of the same province."""
    places = _divided(indicator.rows(Scope(until)))
    return [
        PublishedRow(code, label, suppress(cells(indicator, rows, "district")), len(rows))
        for code, label, rows in places
    ]


Place = tuple[str, str, list[Row]]


def _divided(rows: Sequence[Row]) -> list[Place]:
    """The rows by province; last, together, those of provinces that the program does not follow, if any."""
    provinces: list[Province] = followed()
    places = [(each.code, each.name, [row for row in rows if row.province == each.code]) for each in provinces]
    own = {province.code for province in provinces}
    others = [row for row in rows if row.province not in own]
    return [*places, (OTHERS, _("other provinces"), others)] if others else places


def _table(indicator: Indicator, dimension: str, rows: Sequence[Row], places: Sequence[Place]) -> PublishedTable:
    whole = cells(indicator, rows, dimension)
    parts = [_in_order(whole, cells(indicator, own, dimension)) for _code, _label, own in places]
    table: Table = suppress_table(parts)
    return PublishedTable(
        indicator=indicator.code,
        dimension=dimension,
        keys=[cell.key for cell in whole],
        columns=[str(cell.label) for cell in whole],
        rows=[
            PublishedRow(code, label, line, len(own))
            for (code, label, own), line in zip(places, table.rows, strict=True)
        ],
        totals=table.totals,
        total=len(rows),
    )


def _in_order(whole: Sequence[Cell], part: Sequence[Cell]) -> list[Cell]:
    """The same columns in every row: those of the whole, zero where the place has none."""
    amounts = {cell.key: cell.amount for cell in part}
    return [cell._replace(amount=amounts.get(cell.key, 0)) for cell in whole]


def _hidden(cell: Published) -> Published:
    if cell.amount == 0:
        return cell
    return Published(cell.label, pgettext("a cell that is hidden", "n.s."), None)
