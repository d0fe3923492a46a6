from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gvp.ops import backup


class Command(BaseCommand):
    help = "Writes the database and the uploads into one file. Store it encrypted: it holds people's data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["file"]
        if target.exists():
            raise CommandError(f"{target} exists already; choose another name.")
        if not target.parent.is_dir():
            raise CommandError(f"There is no folder {target.parent}.")
        try:
            manifest = backup.create(target)
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        size = target.stat().st_size / 1024**2
        self.stdout.write(f"{target}: {len(manifest['members']) - 1} uploads and the database, {size:.1f} MB")
