from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gvp.ops import reference


class Command(BaseCommand):
    help = "Writes docs/reference from the code: indicators, settings, permissions, register."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = [
            path.name
            for path, text in reference.texts().items()
            if not path.exists() or path.read_text(encoding="utf-8") != text
        ]
        if options["check"] and stale:
            raise CommandError(f"Out of date: {', '.join(stale)}. Run: manage.py reference")
        if not options["check"]:
            for path, text in reference.texts().items():
                path.write_text(text, encoding="utf-8")
        self.stdout.write("up to date" if options["check"] else f"written: {', '.join(stale) or 'nothing had changed'}")
