"""The database into a register file. Text is written as text: nothing in the file is ever a live formula."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from xlsxwriter import Workbook

from gvp.accounts.models import User
from gvp.audit import log
from gvp.ops.register.cells import Refs
from gvp.ops.register.sheets import SHEETS
from gvp.ops.register.sheets.base import Column, Sheet

CHUNK = 2_000
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}


@transaction.atomic
def export_register(target: BinaryIO, *, by: User | None, reason: str = "") -> dict[str, int]:
    """Write the workbook to `target`; rows written, by sheet. `by` is None for a command: everything.

    A user gets the rows he or she may see; documents and phones only with the permission to reveal them, school
    leaders only with the protection permission (docs/explanation/protection.md).
    """
    book = Workbook(target, SAFE)
    formats = {"head": book.add_format({"bold": True}), "day": book.add_format({"num_format": "dd/mm/yyyy"})}
    counts = {sheet.name: _write(book, sheet(), by, formats) for sheet in SHEETS}
    book.close()
    log.record(by=by, verb=log.Verb.EXPORTED, file="register", reason=reason, rows=sum(counts.values()))
    return counts


def _write(book: Workbook, sheet: Sheet, by: User | None, formats: dict[str, Any]) -> int:
    page = book.add_worksheet(sheet.name)
    columns = sheet.exported_columns(by)
    for index, column in enumerate(columns):
        page.set_column(index, index, max(len(column.name) + 2, 12))
    page.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        page.write_string(0, index, column.name, formats["head"])
    number = 0
    for number, row in enumerate(cells(sheet.exported(by), columns), start=1):
        for index, cell in enumerate(row):
            if cell is not None and cell != "":
                write_value(page, number, index, cell, formats)
    return number


def cells(rows: QuerySet, columns: list[Column]) -> Iterator[list[Any]]:
    """The cells of each row, as the file shows them; None and "" are empty. A query for the rows and one a list."""
    listed = {column.name: _codes(rows, column.field) for column in columns if isinstance(column.kind, Refs)}
    paths = ["pk", *(column.path or column.field for column in columns if column.name not in listed)]
    places = {path: place for place, path in enumerate(dict.fromkeys(paths))}
    readers = [_reader(column, listed.get(column.name), places) for column in columns]
    for values in rows.values_list(*places).iterator(chunk_size=CHUNK):
        yield [read(values) for read in readers]


def _reader(column: Column, codes: dict[Any, list[str]] | None, places: dict[str, int]) -> Callable[[Any], Any]:
    """Takes one column's cell out of a row's values."""
    write = column.kind.write
    if codes is not None:
        return lambda values: write(codes.get(values[0], ()))
    place = places[column.path or column.field]
    return lambda values: value if (value := values[place]) is None or value == "" else write(value)


def _codes(rows: QuerySet, name: str) -> dict[Any, list[str]]:
    """The codes that each row lists, in their order, by the row's key."""
    found: dict[Any, list[str]] = defaultdict(list)
    code = f"{name}__code"
    pairs = rows.model._default_manager.filter(pk__in=rows.order_by().values("pk"), **{f"{name}__isnull": False})
    for key, other in pairs.order_by(code).values_list("pk", code).iterator(chunk_size=CHUNK):
        found[key].append(other)
    return found


def write_value(page: Any, row: int, index: int, cell: Any, formats: dict[str, Any]) -> None:
    """One cell by its type; text always as text."""
    if isinstance(cell, dt.date):
        page.write_datetime(row, index, dt.datetime.combine(cell, dt.time()), formats["day"])
    elif isinstance(cell, int | float):
        page.write_number(row, index, cell)
    elif cell:
        page.write_string(row, index, str(cell))
