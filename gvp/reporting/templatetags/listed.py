"""Lists of records as a page writes them."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import template

from gvp.reporting.base import Indicator
from gvp.reporting.listing import Entry
from gvp.reporting.record_kinds import KINDS, Column, shown

register = template.Library()


class Cell(NamedTuple):
    column: Column
    text: str


class Line(NamedTuple):
    """`record` is None where the reader may not see it: the list keeps its length."""

    entry: Entry
    record: Any
    url: str
    cells: list[Cell]


@register.simple_tag
def listed(indicator: Indicator, rows: Iterable[tuple[Entry, Any]], reader: Any) -> list[Line]:
    """A line for each entry with the columns of its kind of record."""
    kind = KINDS[indicator.record]

    def cells(record: Any) -> list[Cell]:
        return [Cell(column, shown(column.show(record, reader))) for column in kind.columns] if record else []

    return [Line(entry, record, kind.url(record), cells(record)) for entry, record in rows]


@register.filter
def columns(indicator: Indicator) -> list[Column]:
    return list(KINDS[indicator.record].columns)
