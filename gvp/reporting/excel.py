"""The figures as a workbook, and for those who may, the lists behind them.

The same numbers as on the screen: the indicator table, the breakdowns, and one sheet per list. Text is
written as text: nothing in the file is ever a live formula or link (design.md).
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from gvp.accounts.models import User
from gvp.accounts.roles import SEE_RECORDS
from gvp.audit import log
from gvp.reporting.base import Indicator, Scope
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.listing import records, shelves
from gvp.reporting.progress import Promised
from gvp.reporting.question import Question
from gvp.reporting.record_kinds import KINDS
from gvp.reporting.stories import Breakdown, breakdowns, line

SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML has no place for these
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767  # letters in a cell

Cells = Sequence[Any]


@transaction.atomic
def write_figures(target: BinaryIO, asked: Question, *, by: User, reason: str = "", lists: bool = False) -> int:
    """Write the workbook; how many rows it holds. `lists` adds a sheet of records per indicator.

    Counts of people under 5 are hidden from whoever may not open records. The export is written to the audit log.
    """
    book = Workbook(target, SAFE)
    small_cells = by.may(SEE_RECORDS)
    written = _sheet(book, _("Figures"), _figures_head(), _figures(asked))
    written += _sheet(book, _("Breakdowns"), _breakdowns_head(), _breakdowns(asked.scope, small_cells=small_cells))
    if lists:
        for indicator in INDICATORS.values():
            head, rows = SHEETS.get(indicator.record, _records)(indicator, asked.scope, by)
            written += _sheet(book, indicator.code, head, rows)
    _sheet(book, _("About"), [_("What"), _("Value")], _about(asked))
    book.close()
    log.record(
        by=by, verb=log.Verb.EXPORTED, province=asked.scope.province or "", file="figures", lists=lists,
        reason=reason, rows=written, until=asked.scope.until.isoformat(),
    )  # fmt: skip
    return written


def write_tables(target: BinaryIO, sheets: Sequence[dict[str, Any]]) -> None:
    """The tables of a report (report/tables.py): nothing is asked of the database."""
    book = Workbook(target, SAFE)
    for sheet in sheets:
        _sheet(book, sheet["name"], sheet["head"], iter(sheet["rows"]))
    book.close()


# --- Sheets --------------------------------------------------------------------------------------


def _figures_head() -> list[str]:
    return [
        _("Code"), _("Indicator"), _("Place"), _("Unit"), _("Baseline"), _("Target"), _("To be reached by"),
        _("In the period"), _("Figure"), _("Part"), _("Whole"), _("% of the target"), _("Expected by now"), _("State"),
    ]  # fmt: skip


def _breakdowns_head() -> list[str]:
    return [_("Code"), _("Indicator"), _("By"), _("Part of it"), _("Number")]


def _figures(asked: Question) -> Iterator[Cells]:
    """A row per indicator; of the whole program, then one per province as well."""
    places = [(asked.scope, asked.place)]
    if asked.province is None:
        places += [(asked.scope.of(province.code), province.name) for province in asked.provinces]
    for scope, place in places:
        promised = Promised.within(scope)
        for indicator in INDICATORS.values():
            found = line(indicator, scope, promised)
            value, progress = found.value, found.progress
            yield (
                indicator.code, str(indicator.title), place, str(indicator.unit), progress.baseline, progress.target,
                progress.target_on, value.in_period, progress.value, value.numerator, value.denominator,
                progress.percent, progress.expected_today, progress.status_word,
            )  # fmt: skip


def _breakdowns(scope: Scope, *, small_cells: bool) -> Iterator[Cells]:
    for indicator in INDICATORS.values():
        for found in _parts(indicator, scope, small_cells=small_cells):
            for part in found.parts:
                shown = part.text if part.number is None else part.number
                yield indicator.code, str(indicator.title), found.title, part.label, shown


def _parts(indicator: Indicator, scope: Scope, *, small_cells: bool) -> list[Breakdown]:
    if not indicator.disaggregations:
        return []
    return breakdowns(indicator, scope, indicator.rows(scope), small_cells=small_cells)


def _about(asked: Question) -> Iterator[Cells]:
    yield _("Place"), asked.place
    yield _("First day of the period"), asked.scope.since or "—"
    yield _("Last day; what happened later is not looked at"), asked.scope.until
    yield _("Written on"), timezone.localdate()
    for indicator in INDICATORS.values():
        yield f"{indicator.code} {indicator.title}", str(indicator.definition)


# --- Lists ---------------------------------------------------------------------------------------


def _people(indicator: Indicator, scope: Scope, by: User) -> tuple[list[str], Iterator[Cells]]:
    """School leaders by their code alone: their names leave the house on the attendance sheet only (domain.md, R04)."""
    head = [_("Code"), _("Name"), _("Community"), _("District"), _("Province"), _("Counts"), _("Counts since"),
            _("Rule that decided")]  # fmt: skip
    return head, (
        (
            person.code, "" if person.is_school_leader else person.name_for(by), person.community.name,
            person.community.district.name, person.community.district.province.name,
            _("yes") if counts else _("no"), entry.reached_on, rule,
        )
        for entry, person, counts, rule in _listed(indicator, scope, by)
        if person
    )  # fmt: skip


def _sessions(indicator: Indicator, scope: Scope, by: User) -> tuple[list[str], Iterator[Cells]]:
    head = [_("Code"), _("Date"), _("Cycle"), _("Module"), _("Community"), _("District"), _("State"), _("Counts"),
            _("Adds")]  # fmt: skip
    return head, (
        (
            session.code, session.date, session.cycle.name, session.module.title, session.community.name,
            session.community.district.name, session.get_status_display(), _("yes") if counts else _("no"),
            entry.amount,
        )
        if session
        else ("", entry.reached_on, "", "", "", "", "", _("yes") if counts else _("no"), entry.amount)
        for entry, session, counts, _rule in _listed(indicator, scope, by)
    )  # fmt: skip


def _districts(indicator: Indicator, scope: Scope, by: User) -> tuple[list[str], Iterator[Cells]]:
    head = [_("Code"), _("District"), _("Province"), _("First session held on")]
    return head, (
        (district.code, district.name, district.province.name, entry.reached_on)
        for entry, district, _counts, _rule in _listed(indicator, scope, by)
    )


def _records(indicator: Indicator, scope: Scope, by: User) -> tuple[list[str], Iterator[Cells]]:
    """Any other kind: the columns of its list on the screen."""
    columns = KINDS[indicator.record].columns
    head = [*(str(column.heading) for column in columns), _("Counts"), _("Counts since"), _("Adds"), _("Why not")]
    return head, (
        (
            *((column.show(record, by) if record else "") for column in columns),
            _("yes") if counts else _("no"), entry.reached_on, entry.amount, rule,
        )
        for entry, record, counts, rule in _listed(indicator, scope, by)
    )  # fmt: skip


SHEETS = {"participant": _people, "workshop": _sessions, "district": _districts}


def _listed(indicator: Indicator, scope: Scope, by: User) -> Iterator[tuple[Any, Any, bool, str]]:
    """Everything once: each entry, its record, whether it counts, and the rule that decided when it does not."""
    for shelf in shelves(indicator, replace(scope, since=None)):
        for entry, record in records(indicator, shelf.entries, by):
            yield entry, record, shelf.counts, "" if shelf.counts else shelf.label


# --- Cells ---------------------------------------------------------------------------------------


def _sheet(book: Any, name: str, head: Sequence[str], rows: Iterator[Cells]) -> int:
    """How many rows were written under the head."""
    page = book.add_worksheet(name)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    page.freeze_panes(1, 0)
    for column, title in enumerate(head):
        page.set_column(column, column, max(len(title) + 2, 14))
        page.write_string(0, column, title, bold)
    number = 0
    for number, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells):
            _cell(page, number, column, value, day)
    return number


def _cell(page: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, dt.date):
        page.write_datetime(row, column, dt.datetime.combine(value, dt.time()), day)
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, column, float(value))
    elif value:
        page.write_string(row, column, CONTROL.sub("", str(value))[:LONGEST])
