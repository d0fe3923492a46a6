from typing import Any

from django.core.management.base import BaseCommand

from gvp.places import ubigeo


class Command(BaseCommand):
    help = "Loads INEI's regions, provinces and districts. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = ubigeo.load()
        self.stdout.write(", ".join(f"{name}: {count}" for name, count in counts.items()))
