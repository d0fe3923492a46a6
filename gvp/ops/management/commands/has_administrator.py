import sys
from typing import Any

from django.core.management.base import BaseCommand

from gvp.accounts.models import User
from gvp.accounts.roles import Administrator


class Command(BaseCommand):
    help = "Exits 0 when an active administrator exists, 1 otherwise; for the start script."

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(0 if User.objects.filter(role=Administrator.key, is_active=True).exists() else 1)
