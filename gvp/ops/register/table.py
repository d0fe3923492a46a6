"""From cells to rows: headings, empty cells, values. Knows nothing of the database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gvp.ops.register.cells import FreeText, squeeze
from gvp.ops.register.problems import Bad, Problem, shown
from gvp.ops.register.sheets.base import Column, Row, Sheet
from gvp.ops.register.workbook import RawSheet

EMPTY = object()
NAMED_ROWS = 10  # how many a warning names


@dataclass
class Table:
    """What could be read of one sheet."""

    sheet: Sheet
    columns: list[tuple[int, Column]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def complain(self, row: int, column: str, value: Any, message: str) -> None:
        self.problems.append(Problem(self.sheet.name, row, column, shown(value), message))


def read_table(sheet: Sheet, raw: RawSheet) -> Table:
    table = Table(sheet)
    if raw.rows:
        _match_headings(table, raw.rows[0])
    if not table.problems:
        _read_rows(table, raw)
        for _index, column in table.columns:
            if isinstance(column.kind, FreeText):
                _look_over(table, column, column.kind)
    return table


def _look_over(table: Table, column: Column, kind: FreeText) -> None:
    """Names and cases slip into sentences. One warning a column says where; whoever typed them decides."""
    found: dict[str, None] = {}
    rows = []
    for row in table.rows:
        if doubts := kind.doubts(row.values.get(column.field) or ""):
            rows.append(row.number)
            found |= dict.fromkeys(doubts)
    if rows:
        places = ", ".join(map(str, rows[:NAMED_ROWS])) + (" …" if len(rows) > NAMED_ROWS else "")
        message = _("%(sheet)s, column %(column)s: names and cases do not belong here: %(found)s. Rows: %(rows)s.")
        named = {"sheet": table.sheet.name, "column": column.name, "found": ", ".join(found), "rows": places}
        table.warnings.append(message % named)


def _match_headings(table: Table, headings: list[Any]) -> None:
    known = {squeeze(column.name): column for column in table.sheet.columns}
    found: dict[str, int] = {}
    for index, heading in enumerate(headings):
        name = squeeze(str(heading))
        if name in found:
            table.complain(1, str(heading), heading, _("Two columns have this heading."))
        elif name in known:
            table.columns.append((index, known[name]))
        elif name:
            table.warnings.append(
                _("Sheet %(sheet)s: the column %(column)s is not known and was not read.")
                % {"sheet": table.sheet.name, "column": heading}
            )
        if name:
            found[name] = index
    for name, column in known.items():
        if column.required and name not in found:
            table.complain(1, column.name, "", _("This column is missing."))


def _read_rows(table: Table, raw: RawSheet) -> None:
    readers = [(index, column, _reader(column)) for index, column in table.columns]
    for number, cells in enumerate(raw.rows[1:], start=2):
        if any(not isinstance(cell, str) or cell.strip() for cell in cells):
            table.rows.append(_read_row(table, raw, number, cells, readers))


def _read_row(table: Table, raw: RawSheet, number: int, cells: list[Any], readers: list[Any]) -> Row:
    row = Row(number, {})
    for index, column, read in readers:
        cell = cells[index]
        value = read(cell)
        if value is EMPTY and (number, index) in raw.empty_formulas:
            value = Bad(
                _("The cell holds a formula without a value. Open and save the file in Excel, or type the value.")
            )
        elif value is EMPTY and column.required:
            value = Bad(_("This cell cannot be empty."))
        if isinstance(value, Bad):
            table.complain(number, column.name, cell, str(value))
            row.broken = True
        else:
            row.values[column.field] = column.blank if value is EMPTY else value
    return row


def _reader(column: Column) -> Callable[[Any], Any]:
    """Reads each different value once: a register repeats its dates, codes and words thousands of times."""
    known: dict[Any, Any] = {"": EMPTY}
    parse = column.kind.read

    def read(cell: Any) -> Any:
        # 1, 1.0 and True are one dictionary key, so the type is part of it.
        key = cell if cell.__class__ is str else (cell.__class__, cell)
        if key in known:
            return known[key]
        try:
            value = EMPTY if isinstance(cell, str) and not cell.strip() else parse(cell)
        except Bad as problem:
            value = problem
        known[key] = value
        return value

    return read
