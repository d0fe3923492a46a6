from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from gvp.sync.forgetting import forget_decided


class Command(BaseCommand):
    help = "Brings the database up to date: tables, UBIGEO, what is over; with DEMO=1, demonstration. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("load_ubigeo", stdout=self.stdout)
        forget_decided(now=timezone.now())
        if settings.DEMO:
            call_command("demo", stdout=self.stdout)
