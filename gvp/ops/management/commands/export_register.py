import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gvp.ops.register.exporter import export_register


class Command(BaseCommand):
    help = "Writes the whole register into one workbook (.xlsx). Store it encrypted: it holds people's data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"]
        try:
            unfinished = os.open(
                target.with_name(target.name + ".unfinished"), os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600
            )
        except OSError as error:
            raise CommandError(f"{target}: {error.strerror}") from error
        with os.fdopen(unfinished, "w+b") as file:
            counts = export_register(file, by=None, reason="export_register")
        os.replace(target.with_name(target.name + ".unfinished"), target)
        for sheet, count in counts.items():
            self.stdout.write(f"{sheet}: {count}")
