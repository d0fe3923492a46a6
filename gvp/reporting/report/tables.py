"""The tables of a report as sheets of a workbook: names, heads and rows of numbers, dates and text."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from gvp.reporting.base import plain
from gvp.reporting.report.data import Edition
from gvp.reporting.report.lines import Line

Sheet = dict[str, Any]  # {"name": …, "head": [titles], "rows": [[cells]]}: ready for JSON


def tables(report: Edition) -> list[Sheet]:
    """In the language that is active. Dates as ISO text, so that a sealed report keeps them."""
    sheets = [
        _sheet(_("About"), [_("What"), _("Value")], _about(report)),
        _sheet(_("Indicators"), _indicator_head(), _indicators(report)),
        _sheet(_("Process"), _indicator_head(), _processes(report)),
        _sheet(_("Breakdowns"), [_("Code"), _("By"), _("Place"), _("Part of it"), _("Number")], _parts(report)),
        _sheet(
            _("Change"),
            [_("Domain"), _("Men"), _("Improved"), _("Unchanged"), _("Worsened"), _("Net"),
             _("Share improved (interval of 95%)"), _("Mean change (interval of 95%)"), _("Effect size"),
             _("Threshold"), _("Alpha, baseline"), _("Alpha, endline")],
            _change(report),
        ),
        _sheet(
            _("Deviations"),
            [_("Code"), _("Expected"), _("Reached"), _("Off by, percent"), _("Why")],
            _deviations(report),
        ),
        _sheet(
            _("Materials"),
            [_("Material"), _("Kind"), _("Language"), _("Place"), _("Made with"), _("Final on"), _("Transfers"),
             _("Institutions")],
            _materials(report),
        ),
        _sheet(
            _("Transfers"),
            [_("Date"), _("Material"), _("Institution"), _("Sector"), _("Copies"), _("Hand-over act")],
            _transfers(report),
        ),
        _sheet(_("Acts of plans"), [_("Plan"), _("Province"), _("Date"), _("State"), _("Document")], _acts(report)),
        _sheet(
            _("Deadlines of plans"), [_("Plan"), _("Deadline"), _("Action"), _("Institution"), _("Overdue")],
            _deadlines(report),
        ),
        _sheet(
            _("Sessions"), [_("Province"), _("District"), _("Planned"), _("Held"), _("People")], _sessions(report)
        ),
        _sheet(_("Quality"), [_("What was looked at"), _("Found"), _("What it means")], report.quality),
        _sheet(
            _("Finance"), [_("Budget line"), _("Budget"), _("Spent"), _("Remaining"), _("Share spent")],
            ([item.name, *item.texts] for item in report.finance),
        ),
    ]  # fmt: skip
    return [sheet for sheet in sheets if sheet["rows"]]


def _sheet(name: str, head: list[str], rows: Iterable[Any]) -> Sheet:
    return {"name": name, "head": head, "rows": [list(row) for row in rows]}


def _about(report: Edition) -> list[list[Any]]:
    about = report.about
    return [
        [_("Title"), report.title],
        [_("Donor"), about.donor],
        [_("Grant number"), about.grant_number],
        [_("Place"), report.place],
        [_("First day of the period"), report.asked.since.isoformat()],
        [_("Data cut-off"), report.asked.until.isoformat()],
        [_("Version"), report.version],
        [_("Record"), report.record],
        *([_("Note"), report.warning] for _one in [report.warning] if report.warning),
    ]


def _indicator_head() -> list[str]:
    return [
        _("Code"), _("Indicator"), _("Place"), _("Unit"), _("Baseline"), _("Baseline on"), _("Target"), _("Expected"),
        _("In the period"), _("Figure"), _("Part"), _("Whole"), _("% of the target"), _("State"),
    ]  # fmt: skip


def _indicators(report: Edition) -> Iterator[list[Any]]:
    return (_figure(line, report) for row in report.framework for line in row.group)


def _processes(report: Edition) -> Iterator[list[Any]]:
    return (_figure(line, report) for group in report.processes for line in group)


def _figure(line: Line, report: Edition) -> list[Any]:
    value, progress = line.value, line.progress
    began = progress.baseline_on.isoformat() if progress.baseline_on else ""
    numbers = (progress.target, progress.expected_today, value.in_period, progress.value,
               value.numerator, value.denominator)  # fmt: skip
    whole = report.place if report.asked.province else _("the whole program")
    return [
        line.indicator.code, str(line.indicator.title), line.place or whole, str(line.indicator.unit),
        plain(progress.baseline), began, *map(plain, numbers), progress.percent, progress.status_word,
    ]  # fmt: skip


def _parts(report: Edition) -> Iterator[list[Any]]:
    for table in report.breakdowns:
        rows = [(row.label, row.cells) for row in table.rows]
        if len(rows) > 1:
            rows.append((_("Total"), table.totals))
        for label, cells in rows:
            for column, cell in zip(table.columns, cells, strict=True):
                yield [table.code, table.title, label, column, cell.text if cell.amount is None else plain(cell.amount)]


def _change(report: Edition) -> Iterator[list[Any]]:
    for row in report.change.domains if report.change else []:
        yield [row.line.name, row.n, *row.counts, row.net, row.share, row.mean, row.effect, row.threshold, *row.alphas]


def _deviations(report: Edition) -> Iterator[list[Any]]:
    return ([each.code, each.expected, each.line.cumulative, each.off, each.note] for each in report.deviations)


def _materials(report: Edition) -> Iterator[list[Any]]:
    for row in report.materials.made:
        final_on = row.final_on.isoformat() if row.final_on else ""
        yield [row.title, row.kind, row.language, row.place, row.makers, final_on, row.transfers, row.receivers]


def _transfers(report: Edition) -> Iterator[list[Any]]:
    for row in report.materials.transfers:
        act = (row.act or _("scan on file")) if row.proven else _("no act")
        yield [row.date.isoformat(), row.material, row.institution, row.sector, row.copies, act]


def _acts(report: Edition) -> Iterator[list[Any]]:
    for plan in report.plans:
        for act in plan.acts:
            yield [plan.title, plan.province, act.date.isoformat(), act.state, act.document or _("declared only")]


def _deadlines(report: Edition) -> Iterator[list[Any]]:
    for plan in report.plans:
        for each in plan.deadlines:
            yield [
                plan.title,
                each.date.isoformat(),
                each.action,
                each.responsible,
                _("yes") if each.overdue else _("no"),
            ]


def _sessions(report: Edition) -> Iterator[list[Any]]:
    for province in report.sessions:
        for row in province.districts:
            yield [province.province, row.district, row.planned, row.held, row.people]
