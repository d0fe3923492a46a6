from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gvp.accounts.models import User
from gvp.ops import demo
from gvp.ops.demo import users


class Command(BaseCommand):
    help = "Loads the demonstration programme, with one login per role. Safe to repeat. Only with DEMO=1."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration has published passwords: it only runs with DEMO=1.")
        made = demo.load()
        self.stdout.write("The demonstration is loaded." if made else "The demonstration is here already.")
        for user in User.objects.filter(username__in=users.TEAM).order_by("username"):
            password = users.PASSWORD if user.check_password(users.PASSWORD) else "(changed)"
            self.stdout.write(f"  {user.username:<22} {password:<14} {user.role_.label}")
