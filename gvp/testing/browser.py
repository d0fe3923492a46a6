"""What a test asks of a page in Chromium: is it accessible, does it fit, does it complain, what does it weigh."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
ZOOMED = {"width": 320, "height": 400}  # CSS pixels of a window 640 wide at 200 %

# A line for each rule that is broken, with the first element that breaks it; what else axe-core tells stays there.
BROKEN_RULES = """async () => (await axe.run({resultTypes: ["violations"]})).violations
    .map(({id, nodes}) => `${id}: ${nodes[0].html.slice(0, 160)}`)"""

FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
# What sticks out, outermost first, for the message of a failing test; what scrolls by itself may hold wide things.
STICKING_OUT = """() => [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .filter(e => { for (let p = e.parentElement; p; p = p.parentElement)
        if (p !== document.documentElement && getComputedStyle(p).overflowX !== 'visible') return false; return true; })
    .slice(0, 3).map(e => e.outerHTML.slice(0, 90))"""


def enter(page: Any, live_server: Any, user: Any) -> Any:
    """Log the browser in without the form."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    return page


def violations(page: Any) -> list[str]:
    """One line per rule of axe-core that the page breaks, with the first element that does."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(BROKEN_RULES)
    return found


def sideways(page: Any, size: dict[str, int]) -> list[str]:
    """What makes the page scroll sideways at this size; empty when it fits."""
    page.set_viewport_size(size)
    return [] if page.evaluate(FITS) else [f"sideways at {size['width']}: {page.evaluate(STICKING_OUT)}"]


@contextmanager
def complaints(page: Any) -> Iterator[list[str]]:
    """Errors of scripts, of the Content-Security-Policy and of files that are missing, while the block runs."""
    heard: list[str] = []

    def listen(message: Any) -> None:
        if message.type == "error":
            heard.append(message.text[:200])

    def fail(error: Any) -> None:
        heard.append(str(error)[:200])

    page.on("console", listen)
    page.on("pageerror", fail)
    try:
        yield heard
    finally:
        page.remove_listener("console", listen)
        page.remove_listener("pageerror", fail)


def loaded_bytes(page: Any, url: str) -> int:
    """Bytes over the wire for the page and everything it loads, headers included; nothing comes from the cache."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(url, wait_until="networkidle")
    session.detach()
    return int(sum(sizes))
