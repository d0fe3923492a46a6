import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from gvp.ops.register.importer import import_register
from gvp.ops.register.problems import Outcome
from gvp.ops.register.workbook import MAX_FILE


class Command(BaseCommand):
    help = "Imports a register workbook (.xlsx): all of it, or nothing with a list of every problem and exit code 1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check and count, write nothing")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            outcome = import_register(_content(options["file"]), by=None, dry_run=options["dry_run"])
            for warning in outcome.warnings:
                self.stderr.write(warning)
            if options["json"]:
                self.stdout.write(json.dumps(outcome.as_json(), ensure_ascii=False))
            else:
                self._tell(outcome, options["dry_run"])
        if not outcome.ok:
            sys.exit(1)

    def _tell(self, outcome: Outcome, dry_run: bool) -> None:
        for problem in outcome.problems:
            place = " · ".join(
                str(part) for part in (problem.sheet, problem.row, problem.column, problem.value) if part
            )
            self.stdout.write(f"{place}: {problem.message}" if place else problem.message)
        if not outcome.ok:
            self.stdout.write(_("Nothing was stored. Problems: %(count)d") % {"count": len(outcome.problems)})
            return
        for sheet, created in outcome.created.items():
            self.stdout.write(
                _("%(sheet)s: %(created)d new, %(updated)d changed, %(unchanged)d unchanged")
                % {
                    "sheet": sheet,
                    "created": created,
                    "updated": outcome.updated[sheet],
                    "unchanged": outcome.unchanged[sheet],
                }
            )
        if dry_run:
            self.stdout.write(_("This was a trial: nothing was stored."))


def _content(file: Path) -> bytes:
    """The file's bytes; one byte too many is enough to know that it is too large."""
    try:
        with file.open("rb") as content:
            return content.read(MAX_FILE + 1)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
