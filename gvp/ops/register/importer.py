"""A register file into the database: everything is checked first, then everything is written, or nothing."""

from collections import defaultdict
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvp.accounts.models import User
from gvp.audit import log
from gvp.ops.register.cells import squeeze
from gvp.ops.register.problems import Fate, Outcome, Problem, RefusedFile, shown
from gvp.ops.register.sheets import NOT_YET, SHEETS
from gvp.ops.register.sheets.base import Key, Register, Row, Sheet
from gvp.ops.register.table import Table, read_table
from gvp.ops.register.workbook import RawSheet, read

WRITTEN_AT_ONCE = 2_000
COUNTED_ANEW = 50  # rows written to a table, from which on its statistics are worth the time


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
        self.wanted: dict[str, set[str]] = defaultdict(set)  # codes the file speaks of, by sheet
        self.new: dict[str, list[Any]] = {}
        self.changed: dict[str, list[tuple[Any, dict[str, Any]]]] = {}

    def run(self, raw: list[RawSheet]) -> Outcome:
        tables = self._tables(raw)
        for table in tables:
            self._want(table)
        for table in tables:
            self._take(table)
        if self.outcome.ok:
            for table in tables:
                self._write(table.sheet)
            self._tell_the_planner()
            rows: dict[str, Any] = dict(self.outcome.total)
            log.record(by=self.register.user, verb=log.Verb.IMPORTED, file=self.file, **rows)
        return self.outcome

    # --- What the file says -----------------------------------------------------------------

    def _tables(self, raw: list[RawSheet]) -> list[Table]:
        by_name: dict[str, RawSheet] = {}
        for sheet in raw:
            name = squeeze(sheet.name)
            if name in by_name:
                self._complain(sheet.name, 0, "", "", _("Two sheets have this name."))
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

    def _want(self, table: Table) -> None:
        own, fields = self.wanted[table.sheet.name], table.sheet.key
        references = [(column.field, self.wanted[column.kind.sheet]) for column in table.sheet.references()]  # type: ignore[attr-defined]
        for row in table.rows:
            if not table.sheet.parent and fields[0] in row.values:
                own.add(row.values[fields[0]])
            for field, codes in references:
                if value := row.values.get(field):
                    codes.add(value)

    # --- What the rows mean -----------------------------------------------------------------

    def _take(self, table: Table) -> None:
        """Turn rows into new, changed and unchanged things, and name what is wrong with the others."""
        sheet, register = table.sheet, self.register
        known = register.rows[sheet.name]
        for thing in sheet.stored(self.wanted[sheet.name], register):
            known[sheet.key_of(thing.__dict__)] = thing
            register.province_of[thing.pk] = thing.province_code or ""
        self.new[sheet.name], self.changed[sheet.name] = [], []
        self.outcome.unchanged[sheet.name] = 0
        rows = [row for row in table.rows if self._resolve(sheet, row)]
        sheet.before(rows, register)
        seen: dict[Key, dict[str, Any]] = {}
        for row in rows:
            self._place(sheet, row, known, seen)
        self.outcome.created[sheet.name] = len(self.new[sheet.name])
        self.outcome.updated[sheet.name] = len(self.changed[sheet.name])

    def _resolve(self, sheet: Sheet, row: Row) -> bool:
        """Replace codes by keys. False when the row is broken; then its own code is remembered as broken."""
        register, values = self.register, row.values
        for column in sheet.place_columns():
            code = values.get(column.field)
            if code and code not in register.places[column.kind.pad]:  # type: ignore[attr-defined]
                self._fault(sheet, row, column.name, code, _("INEI's directory has no such code."))
        for column in sheet.references():
            code = values.get(column.field)
            if not code:
                continue
            target = column.kind.sheet  # type: ignore[attr-defined]
            thing = register.rows[target].get(code)
            if thing is not None:
                row.refs[column.name], values[column.field] = thing, thing.pk
            elif code in register.broken[target]:
                row.broken = True
            else:
                self._fault(
                    sheet, row, column.name, code, _("There is no %(sheet)s with this code.") % {"sheet": target}
                )
        if row.broken:
            self._remember_broken(sheet, row)
        return not row.broken

    def _place(self, sheet: Sheet, row: Row, known: dict[Key, Any], seen: dict[Key, dict[str, Any]]) -> None:
        """File one sound row under new, changed or unchanged."""
        key, typed = sheet.key_of(row.values), dict(row.values)
        if key in seen:
            self._repeat(sheet, row, typed == seen[key])
            return
        seen[key] = typed
        thing = known.get(key)
        self._check_province(sheet, row, thing)
        for column, message in sheet.check(row, self.register):
            self._fault(sheet, row, column, self._typed(sheet, column, row, typed), message)
        if row.broken:
            self._remember_broken(sheet, row)
        elif thing is None:
            thing = sheet.model(**row.values, recorded_by=self.register.user)
            known[key] = thing
            self.register.province_of[thing.pk] = sheet.province(row, self.register)
            self.new[sheet.name].append(thing)
            self._tell(row, "new")
        else:
            self._compare(sheet, row, thing)

    def _compare(self, sheet: Sheet, row: Row, thing: Any) -> None:
        before = {field: getattr(thing, field) for field, value in row.values.items() if getattr(thing, field) != value}
        if not before:
            self.outcome.unchanged[sheet.name] += 1
            self._tell(row, "unchanged")
            return
        self._tell(row, "changed", before)
        for field in before:
            setattr(thing, field, row.values[field])
        self.register.province_of[thing.pk] = sheet.province(row, self.register)
        self.changed[sheet.name].append((thing, before))

    def _repeat(self, sheet: Sheet, row: Row, same: bool) -> None:
        column, value = sheet.columns[0].name, self._code(sheet, row)
        if not same:
            self._fault(sheet, row, column, value, _("This row stands above already, with other facts."))
        elif not sheet.twice:
            self._fault(sheet, row, column, value, _("This row stands above already."))
        else:
            self.outcome.unchanged[sheet.name] += 1
            self._tell(row, "unchanged")

    def _tell(self, row: Row, fate: str, before: dict[str, Any] | None = None) -> None:
        if self.itemise:
            self.outcome.fates.append(Fate(row.number, fate, before or {}))

    def _check_province(self, sheet: Sheet, row: Row, thing: Any) -> None:
        """A coordinator's file touches no row that lies, lay or refers outside his or her provinces."""
        own = self.register.own_provinces
        if own is None:
            return
        touched = {sheet.province(row, self.register)}
        touched |= {self.register.province_of[reference.pk] for reference in row.refs.values()}
        if thing is not None:
            touched.add(self.register.province_of[thing.pk])
        if not touched <= own:
            column = sheet.home or sheet.columns[0].name
            self._fault(
                sheet, row, column, self._code(sheet, row), _("This row belongs to a province that is not yours.")
            )

    # --- Saying what is wrong ---------------------------------------------------------------

    def _complain(self, sheet: str, row: int, column: str, value: Any, message: str) -> None:
        self.outcome.problems.append(Problem(sheet, row, column, shown(value), message))

    def _fault(self, sheet: Sheet, row: Row, column: str, value: Any, message: str) -> None:
        self._complain(sheet.name, row.number, column, value, message)
        row.broken = True

    def _remember_broken(self, sheet: Sheet, row: Row) -> None:
        """Rows that refer to this one are not blamed for it."""
        try:
            self.register.broken[sheet.name].add(sheet.key_of(row.values))
        except KeyError:
            return  # not even its code could be read

    def _code(self, sheet: Sheet, row: Row) -> str:
        return str(self._typed(sheet, sheet.columns[0].name, row, row.values))

    def _typed(self, sheet: Sheet, column: str, row: Row, values: dict[str, Any]) -> Any:
        """The cell as it stands in the file: the code rather than the key it led to."""
        if column in row.refs:
            return row.refs[column].code
        declared = sheet.column(column)
        return declared.kind.write(values.get(declared.field) or "") if values.get(declared.field) else ""

    # --- Writing ----------------------------------------------------------------------------

    def _write(self, sheet: Sheet) -> None:
        new, changed = self.new[sheet.name], self.changed[sheet.name]
        sheet.prepare(new)
        sheet.model._default_manager.bulk_create(new, batch_size=WRITTEN_AT_ONCE)
        if not changed:
            return
        things = sorted((thing for thing, _before in changed), key=lambda thing: str(thing.pk))
        sheet.prepare(things)
        fields = [field.name for field in sheet.model._meta.concrete_fields if field.name not in
                  ("id", "recorded_at", "recorded_by")]  # fmt: skip
        sheet.model._default_manager.bulk_create(
            things, batch_size=WRITTEN_AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=fields
        )
        for extra in sheet.also(changed, self.register):
            extra.save()

    def _tell_the_planner(self) -> None:
        """PostgreSQL counts its rows a minute later; the figures of a large file would take minutes until then."""
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            for sheet in SHEETS:
                if len(self.new[sheet.name]) + len(self.changed[sheet.name]) >= COUNTED_ANEW:
                    cursor.execute(f"ANALYZE {connection.ops.quote_name(sheet.model._meta.db_table)}")


def _not_read(sheet: RawSheet) -> str:
    count = sum(any(cell != "" for cell in cells) for cells in sheet.rows[1:])
    if squeeze(sheet.name) in {squeeze(name) for name in NOT_YET}:
        message = ngettext(
            "Sheet %(sheet)s is not yet supported: its %(count)d row was read and not stored.",
            "Sheet %(sheet)s is not yet supported: its %(count)d rows were read and not stored.",
            count,
        )
    else:
        message = ngettext(
            "Sheet %(sheet)s is not known: its %(count)d row was not stored.",
            "Sheet %(sheet)s is not known: its %(count)d rows were not stored.",
            count,
        )
    return message % {"sheet": sheet.name, "count": count}
