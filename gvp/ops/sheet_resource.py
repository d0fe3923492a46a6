"""One sheet of the register as an import-export resource.

The register's own importer does the work, so a file in the admin meets the same rules, messages and limits of
province as a whole workbook, is written as a whole or not at all, and leaves one line in the audit log.
"""

from collections import defaultdict
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import Resource
from import_export.results import Error, Result, RowResult
from tablib import Dataset

from gvp.accounts.models import User
from gvp.ops.register.cells import Ref, Refs, squeeze
from gvp.ops.register.exporter import cells
from gvp.ops.register.importer import import_sheets
from gvp.ops.register.problems import Fate, Outcome, Problem, shown
from gvp.ops.register.sheets.base import Column, Sheet
from gvp.ops.register.sheets.people import People
from gvp.ops.register.workbook import RawSheet

TYPES = {
    "new": RowResult.IMPORT_TYPE_NEW,
    "changed": RowResult.IMPORT_TYPE_UPDATE,
    "unchanged": RowResult.IMPORT_TYPE_SKIP,
}
HEADING = 1  # the row of the headings, as Excel counts


class SheetResource(Resource):
    sheet: ClassVar[type[Sheet]]

    def __init__(self, user: User, outgoing: bool = False, reveal: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.user = user
        self.outgoing = outgoing
        self.reveal = reveal

    @classmethod
    def get_display_name(cls) -> str:
        return cls.sheet.name

    def get_user_visible_fields(self) -> list[Field]:
        """What the page says the file holds, or may hold."""
        columns = self.exported_columns() if self.outgoing else self.sheet.columns
        return [Field(column_name=column.name) for column in columns]

    # --- In -----------------------------------------------------------------------------------

    def import_data(self, dataset: Dataset, dry_run: bool = False, **kwargs: Any) -> Result:
        """Everything is checked first, then everything is written, or nothing."""
        raw = self._own_sheet(dataset.sheets)
        if raw is None:
            return _result(raw, _refused(_("The file has no sheet “%(sheet)s”.") % {"sheet": self.sheet.name}))
        outcome = self._run(raw, dry_run=True)
        if outcome.ok and self.sheet is People:
            outcome.problems += _newcomers(outcome)
        if outcome.ok and not dry_run:
            outcome = self._run(raw, dry_run=False)
        return _result(raw, outcome, self.sheet)

    def _run(self, raw: RawSheet, dry_run: bool) -> Outcome:
        return import_sheets([raw], by=self.user, dry_run=dry_run, file=self.sheet.name, itemise=True)

    def _own_sheet(self, sheets: list[RawSheet]) -> RawSheet | None:
        """The sheet of this name, or the only one whatever it is called."""
        named = [raw for raw in sheets if squeeze(raw.name) == squeeze(self.sheet.name)]
        found = (named or (sheets if len(sheets) == 1 else []))[:1]
        return RawSheet(self.sheet.name, found[0].rows, found[0].empty_formulas) if found else None

    # --- Out ----------------------------------------------------------------------------------

    def export(self, queryset: QuerySet | None = None, **kwargs: Any) -> Dataset:
        """The rows that this user may carry out, of those chosen; document and phone only when asked for."""
        sheet = self.sheet()
        columns = self.exported_columns()
        rows = sheet.exported(self.user)
        if queryset is not None:
            rows = rows.filter(pk__in=queryset.order_by().values("pk"))
        dataset = Dataset(headers=[column.name for column in columns], title=sheet.name)
        for row in cells(rows, columns):
            dataset.append(["" if cell is None else cell for cell in row])
        return dataset

    def exported_columns(self) -> list[Column]:
        columns = self.sheet().exported_columns(self.user)
        return [column for column in columns if self.reveal or column.name not in People.REVEALED]


def _written(column: Column, value: Any) -> Any:
    return "" if value is None or value == "" else column.kind.write(value)


def _refused(message: str) -> Outcome:
    return Outcome(problems=[Problem("", 0, "", "", message)])


def _newcomers(outcome: Outcome) -> list[Problem]:
    """Nobody is stored without consent, and a file of people alone brings none."""
    message = _("New people come with their consents: import them with the register workbook.")
    return [Problem("", fate.row, "codigo", "", message) for fate in outcome.fates if fate.name == "new"]


def _result(raw: RawSheet | None, outcome: Outcome, sheet: type[Sheet] | None = None) -> Result:
    result = Result()
    result.warnings = outcome.warnings
    result.diff_headers = [str(cell) for cell in raw.rows[0]] if raw and raw.rows else []
    by_row: dict[int, list[Problem]] = defaultdict(list)
    for problem in outcome.problems:
        by_row[problem.row].append(problem)
    for number, problems in sorted(by_row.items()):
        if number <= HEADING:
            for problem in problems:
                column = f"{problem.column}: " if problem.column else ""
                result.append_base_error(Error(ValueError(f"{column}{problem.message}")))
        else:
            _append_invalid(result, number, problems)
    if raw and sheet and outcome.ok:
        for fate in outcome.fates:
            row = _row(raw, fate, sheet)
            result.append_row_result(row)
            result.increment_row_result_total(row)
    return result


def _append_invalid(result: Result, number: int, problems: list[Problem]) -> None:
    messages: dict[str, list[str]] = defaultdict(list)
    for problem in problems:
        messages[problem.column].append(problem.message)
    result.append_invalid_row(number, {}, ValidationError(dict(messages)))
    result.invalid_rows[-1].problems = problems


def _row(raw: RawSheet, fate: Fate, sheet: type[Sheet]) -> RowResult:
    """`diff`: one (former value, value) per column; former values of references and identifiers stay unsaid."""
    row = RowResult()
    row.number = fate.row
    row.import_type = TYPES[fate.name]
    former = {
        squeeze(column.name): "…" if _unsaid(column) else shown(_written(column, fate.before[column.field]))
        for column in sheet.columns
        if column.field in fate.before
    }
    cells = zip(raw.rows[0], raw.rows[fate.row - 1], strict=True)
    row.diff = [(former.get(squeeze(str(heading))), shown(cell)) for heading, cell in cells]
    return row


def _unsaid(column: Column) -> bool:
    return isinstance(column.kind, Ref | Refs) or column.name in People.REVEALED
