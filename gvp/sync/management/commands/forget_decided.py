from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from gvp.sync.forgetting import forget_decided


class Command(BaseCommand):
    help = "Empties what was decided in the tray longer ago than the parameter decided_days. Run it every night."

    def handle(self, *args: Any, **options: Any) -> None:
        n = forget_decided(now=timezone.now())
        self.stdout.write(f"Emptied: {n}")
