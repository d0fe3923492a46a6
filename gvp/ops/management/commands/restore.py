from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gvp.ops import backup


class Command(BaseCommand):
    help = "Puts a backup into an empty GVP. A damaged file is refused before anything is touched."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = backup.restore(options["file"])
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        self.stdout.write(f"Restored the backup of {manifest['made_at']}.")
        if not backup.same_data_key(manifest):
            self.stderr.write(
                "Its documents and phones were encrypted with another DATA_KEYS: set that key to read them."
            )
