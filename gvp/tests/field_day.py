"""A phone that can die, the road and the server of a day in the field, for the tests that live through one."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from gvp.sync.tests.handset import PIN, Handset
from gvp.testing.chromium import Chromium
from gvp.testing.proxy import Road
from gvp.testing.serving import Server
from gvp.testing.world import PASSWORD

PATIENCE = 60_000  # ms, on machines that do much else
TAKE = reverse("sync:take")


class FieldDay(Handset):
    """`page` is the screen of the phone as it is now."""

    def __init__(self, server: Server, road: Road, chromium: Chromium) -> None:
        self.server, self.road, self.chromium = server, road, chromium
        self.switch_on()

    def switch_on(self) -> None:
        self.page: Any = self.chromium.on()
        self.page.set_default_timeout(PATIENCE)

    def dies(self) -> None:
        """The battery is empty; and what was remembered of the login is gone when it has been charged."""
        self.chromium.dies()
        self.switch_on()
        self.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    def log_in(self, user: Any) -> None:
        self.at(reverse("accounts:login"))
        self.page.fill("[name=username]", user.username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("#outbox[data-count]")

    def leaves(self) -> None:
        """Behind the last hill: no signal, and at the other end of it no server either."""
        self.road.cut()
        self.server.kill()

    def returns(self, rate: int | None, latency: float) -> None:
        """One bar."""
        self.server.start()
        self.road.rate, self.road.latency = rate, latency
        self.road.mend()

    def home(self, pin: str = PIN) -> None:
        """The icon on the first screen, and the PIN."""
        self.at(reverse("workshops:today"))
        self.opened(pin)
