from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Brings the database up to date: tables, UBIGEO and, with DEMO=1, the demonstration. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("load_ubigeo", stdout=self.stdout)
        if settings.DEMO:
            call_command("demo", stdout=self.stdout)
