"""The database into a register file. Text is written as text: nothing in the file is ever a live formula."""

import datetime as dt
from typing import Any, BinaryIO

from django.db import transaction
from xlsxwriter import Workbook

from gvp.accounts.models import User
from gvp.audit import log
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
    rows = sheet.exported(by).values_list(*(column.path or column.field for column in columns))
    number = 0
    for number, values in enumerate(rows.iterator(chunk_size=CHUNK), start=1):
        for index, (column, value) in enumerate(zip(columns, values, strict=True)):
            _write_cell(page, number, index, column, value, formats)
    return number


def _write_cell(page: Any, row: int, index: int, column: Column, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    write_value(page, row, index, column.kind.write(value), formats)


def write_value(page: Any, row: int, index: int, cell: Any, formats: dict[str, Any]) -> None:
    """One cell by its type; text always as text."""
    if isinstance(cell, dt.date):
        page.write_datetime(row, index, dt.datetime.combine(cell, dt.time()), formats["day"])
    elif isinstance(cell, int | float):
        page.write_number(row, index, cell)
    elif cell:
        page.write_string(row, index, str(cell))
