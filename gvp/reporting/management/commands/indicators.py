import datetime as dt
import json
from argparse import ArgumentTypeError
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gvp.places.models import Province
from gvp.reporting.base import Indicator, Memo, Scope, Value
from gvp.reporting.figures import figure_text, main_figure, shown
from gvp.reporting.indicators import INDICATORS

Line = tuple[str, ...]


class Command(BaseCommand):
    help = "Prints every indicator for a period, of one province or of the whole programme (register.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", type=_day, required=True, metavar="DATE", help="first day of the period")
        parser.add_argument(
            "--until", type=_day, required=True, metavar="DATE", help="last day, and the day of the stock"
        )
        parser.add_argument("--province", metavar="CODE", help="INEI's code, for example 1204; all when left out")
        parser.add_argument("--format", choices=("json", "table"), default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            scope = _scope(options["since"], options["until"], options["province"])
            values = [(indicator, indicator.value(scope)) for indicator in INDICATORS.values()]
            self.stdout.write(_as_json(scope, values) if options["format"] == "json" else _as_table(scope, values))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not a date like 2026-06-30") from error


def _scope(since: dt.date, until: dt.date, province: str | None) -> Scope:
    if since > until:
        raise CommandError(_("The period ends before it begins."))
    if province is not None and not Province.objects.filter(code=province).exists():
        raise CommandError(
            _("There is no province with the code %(code)s in INEI's directory. Load it with load_ubigeo.")
            % {"code": province}
        )
    return Scope(until=until, since=since, province=province, memo=Memo())


def _as_json(scope: Scope, values: Iterable[tuple[Indicator, Value]]) -> str:
    asked = {"province": scope.province, "since": f"{scope.since}", "until": f"{scope.until}"}
    figures = {indicator.code: value.as_json() for indicator, value in values}
    return json.dumps({"scope": asked, "indicators": figures}, ensure_ascii=False, indent=1)


def _as_table(scope: Scope, values: Iterable[tuple[Indicator, Value]]) -> str:
    """Columns as wide as their widest cell; figures to the right."""
    heads = (
        "",
        _("Indicator"),
        _("In the period"),
        _("Cumulative"),
        _("On the day"),
        _("Share or mean"),
        _("Two lists"),
    )
    lines: list[Line] = [heads, *(_line(indicator, value) for indicator, value in values)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(heads))]
    return "\n".join([_title(scope), "", *(_padded(line, widths) for line in lines)])


def _title(scope: Scope) -> str:
    where = Province.objects.get(code=scope.province).name if scope.province else _("All provinces")
    assert scope.since is not None  # noqa: S101 - the command requires it
    days = {
        "since": date_format(scope.since, "SHORT_DATE_FORMAT"),
        "until": date_format(scope.until, "SHORT_DATE_FORMAT"),
    }
    return _("%(where)s, %(since)s to %(until)s") % {"where": where, **days}


def _line(indicator: Indicator, value: Value) -> Line:
    name = (indicator.code, str(indicator.title))
    if not value.is_ratio:
        return (*name, shown(value.in_period), shown(value.cumulative), shown(value.stock), "", "")
    parts = f"{shown(value.numerator)} / {shown(value.denominator)}"
    return (*name, "", "", "", figure_text(indicator, main_figure(indicator, value)) or _("no data"), parts)


def _padded(line: Line, widths: list[int]) -> str:
    words = [cell.ljust(width) for cell, width in zip(line[:2], widths, strict=False)]
    figures = [cell.rjust(width) for cell, width in zip(line[2:], widths[2:], strict=True)]
    return "  ".join(words + figures).rstrip()
