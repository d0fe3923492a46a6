"""Pictures of a phone on its field day: prepared with signal, locked, without signal, and back in town.

A real Chromium with its service worker, at the end of a road that is cut: gvp/testing/proxy.py.
"""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.urls import reverse
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from gvp.testing.proxy import Road

PIN = "482915"  # of nobody: the demonstration's people are invented
Save = Callable[[Image.Image, Path], None]


def take(log_in: Callable[[str], BrowserContext], url: str, session: str, folder: Path, save: Save) -> None:
    """`log_in` opens the phone of field staff at an address; `session`: path of the roster to log."""
    with Road(urlsplit(url).port or sys.exit("The address needs its port.")) as road:
        page = log_in(road.url).new_page()
        shoot = lambda name: save(Image.open(io.BytesIO(page.screenshot())), folder / f"{name}.png")  # noqa: E731
        _prepare(page, road, shoot)
        road.cut()
        _in_the_village(page, road, session, shoot)
        road.mend()
        _back_in_town(page, shoot)


def _prepare(page: Page, road: Road, shoot: Callable[[str], None]) -> None:
    page.goto(road.url + reverse("sync:prepare"))
    page.click(".primary-bar .button.primary")
    page.fill("#pin-once", PIN)
    page.fill("#pin-again", PIN)
    page.click("#choose-pin .primary")
    page.wait_for_selector("#prepared .ok")
    shoot("prepare")


def _in_the_village(page: Page, road: Road, session: str, shoot: Callable[[str], None]) -> None:
    """Everybody came but one; saved, and the list looked at again."""
    page.goto(road.url + session)
    page.wait_for_selector("#lock[open]")
    shoot("lock")
    _unlock(page)
    page.click("#everyone")
    page.locator(".people .tap").nth(1).click()
    page.fill("[name=head_count]", "25")
    page.click("#save")
    page.wait_for_selector(".outbox[data-count]:not([data-count='0'])")
    for path, name in ((session, "roster-offline"), (reverse("sync:phone"), "phone-unsent")):
        page.goto(road.url + path)
        _unlock(page)
        shoot(name)


def _unlock(page: Page) -> None:
    page.fill("#lock-pin", PIN)
    page.press("#lock-pin", "Enter")
    page.wait_for_selector("#lock", state="hidden")
    page.wait_for_selector("main h1")


def _back_in_town(page: Page, shoot: Callable[[str], None]) -> None:
    page.click("#outbox [data-do=send], #outbox button:visible")
    page.wait_for_selector(".outbox[data-count='0']", timeout=60_000)
    shoot("phone-sent")
