"""A register file into the database: everything is checked first, then everything is written, or nothing."""

from collections import defaultdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvp.accounts.models import User
from gvp.audit import log
from gvp.ops.register.cells import squeeze
from gvp.ops.register.problems import Outcome, Problem, RefusedFile, shown
from gvp.ops.register.sheets import SHEETS
from gvp.ops.register.sheets.base import Register
from gvp.ops.register.table import Table, read_table
from gvp.ops.register.taking import Taking
from gvp.ops.register.workbook import RawSheet, read
from gvp.ops.register.writing import tell_the_planner, write


def import_register(content: bytes, *, by: User | None, dry_run: bool = False) -> Outcome:
    """Import the workbook in `content`. `by` is None for a command, which may touch every province."""
    try:
        sheets = read(content)
    except RefusedFile as refusal:
        return _refused(str(refusal))
    return import_sheets(sheets, by=by, dry_run=dry_run)


def import_sheets(
    sheets: list[RawSheet], *, by: User | None, dry_run: bool = False, file: str = "register", itemise: bool = False
) -> Outcome:
    """Import what was read of a file; `file` is what the audit log calls it, `itemise` tells every row's fate.

    With any problem, and on a dry run, nothing is written. A dry run writes and takes back, so that it sees
    what the database would refuse, too.
    """
    try:
        with transaction.atomic():
            outcome = _Import(by, file, itemise).run(sheets)
            if dry_run or not outcome.ok:
                transaction.set_rollback(True)
    except IntegrityError:
        return _refused(_("Somebody stored the same record while the file was being imported. Import it again."))
    if not outcome.ok:
        outcome.refuse([sheet.name for sheet in SHEETS])
    return outcome


def _refused(message: str) -> Outcome:
    outcome = Outcome(problems=[Problem("", 0, "", "", message)])
    outcome.refuse([sheet.name for sheet in SHEETS])
    return outcome


class _Import:
    """One run: sheets to tables, tables to things, things to the database."""

    def __init__(self, by: User | None, file: str, itemise: bool) -> None:
        self.register = Register(by)
        self.file = file
        self.itemise = itemise
        self.outcome = Outcome()

    def run(self, raw: list[RawSheet]) -> Outcome:
        tables = self._tables(raw)
        wanted = _wanted(tables)
        filled = {table.sheet.name for table in tables if table.rows}
        taken = [self._take(table, wanted[table.sheet.name], filled) for table in tables]
        if self.outcome.ok:
            for one in taken:
                write(one)
            tell_the_planner(taken)
            rows: dict[str, Any] = dict(self.outcome.total)
            log.record(by=self.register.user, verb=log.Verb.IMPORTED, file=self.file, **rows)
        return self.outcome

    def _tables(self, raw: list[RawSheet]) -> list[Table]:
        """What the file says, sheet by sheet; a sheet that is not there is empty."""
        by_name: dict[str, RawSheet] = {}
        for sheet in raw:
            name = squeeze(sheet.name)
            if name in by_name:
                problem = Problem(shown(sheet.name), 0, "", "", _("Two sheets have this name."))
                self.outcome.problems.append(problem)
            by_name[name] = sheet
        tables = []
        for declared in SHEETS:
            found = by_name.pop(squeeze(declared.name), None)
            table = read_table(declared(), found or RawSheet(declared.name, []))
            self.outcome.problems += table.problems
            self.outcome.warnings += table.warnings
            tables.append(table)
        self.outcome.warnings += [_not_read(sheet) for sheet in by_name.values()]
        return tables

    def _take(self, table: Table, wanted: set[str], filled: set[str]) -> Taking:
        sheet, outcome = table.sheet, self.outcome
        taking = Taking(sheet, self.register, self.itemise)
        if not sheet.parent or filled & {sheet.name, *sheet.asked_by}:
            taking.take(table, wanted)
        outcome.problems += taking.problems
        outcome.fates += taking.fates
        outcome.created[sheet.name] = len(taking.new)
        outcome.updated[sheet.name] = len(taking.changed)
        outcome.unchanged[sheet.name] = taking.unchanged
        return taking


def _wanted(tables: list[Table]) -> dict[str, set[str]]:
    """The codes that the file speaks of, by sheet."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        sheet = table.sheet
        own = None if sheet.parent else sheet.key[0]
        named = [(own, wanted[sheet.name])] if own else []
        named += [(column.field, wanted[column.kind.sheet]) for column in sheet.references()]  # type: ignore[attr-defined]
        listed = [(column.field, wanted[column.kind.sheet]) for column in sheet.lists()]  # type: ignore[attr-defined]
        for row in table.rows:
            for name, codes in named:
                if code := row.values.get(name):
                    codes.add(code)
            for name, codes in listed:
                codes.update(row.values.get(name) or ())
    return wanted


def _not_read(sheet: RawSheet) -> str:
    count = sum(any(cell != "" for cell in cells) for cells in sheet.rows[1:])
    message = ngettext(
        "Sheet %(sheet)s is not known: its %(count)d row was not stored.",
        "Sheet %(sheet)s is not known: its %(count)d rows were not stored.",
        count,
    )
    return message % {"sheet": sheet.name, "count": count}
