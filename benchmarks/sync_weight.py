"""What field work costs a prepaid phone, in Chromium at the end of a proxy that counts: 1 kB is 1000 bytes.

Heads are counted with the bodies. Answers are counted as nginx sends them (docs/how-to/deploy.md), compressed; what the
phone sends is counted as it goes, which the phone itself has compressed.
"""

import os
import shutil
from typing import Any

from benchmarks.harness import Result

MEN = 25


def run() -> list[Result]:
    chromium = shutil.which("chromium")
    if not chromium:
        print("  Chromium is not installed: not measured.")
        return []
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs an event loop in this thread
    from playwright.sync_api import sync_playwright

    from gvp.testing.proxy import Road
    from gvp.testing.serving import Server
    from gvp.testing.world import build

    world = build()
    session = _session(world)
    quiet = ["--disable-gpu", "--disable-background-networking"] + ["--no-sandbox"] * (os.geteuid() == 0)
    with Server() as server, Road(server.port) as road, sync_playwright() as playwright:
        server.start()
        browser = playwright.chromium.launch(executable_path=chromium, args=quiet)
        phone = browser.new_context(viewport={"width": 360, "height": 740}, locale="es-PE").new_page()
        results = _measure(phone, road, world, session)
        browser.close()
    return results


def _session(world: Any) -> Any:
    """One today for twenty-five men; nothing else is due."""
    import datetime as dt

    from django.utils import timezone

    from gvp.testing.world import add_man
    from workshops.models import Workshop

    place, today = world.jauja, timezone.localdate()
    for n in range(10, 7 + MEN):
        add_man(place.community, "JAU", n, place.cycle)
    Workshop.objects.update(date=today + dt.timedelta(days=60))
    Workshop.objects.filter(pk=place.workshops[0].pk).update(date=today)
    return place.workshops[0]


def _measure(page: Any, road: Any, world: Any, session: Any) -> list[Result]:
    from django.urls import reverse

    from gvp.sync.tests.handset import Handset

    phone = Handset(page, road).enter(world.field)
    phone.at(reverse("workshops:today"))
    page.evaluate("async () => { await navigator.serviceWorker.ready }")
    page.wait_for_load_state("networkidle")
    first, requests = sum(passed.packed for passed in road.passed), len(road.passed)
    phone.prepare()
    prepared = sum(passed.packed for passed in road.passed) - first
    phone.at(reverse("workshops:roster", args=[session.pk]))
    page.click("#everyone")
    page.fill("#id_head_count", str(MEN))
    page.click("#save")
    page.wait_for_url("**/informe/")
    sent = sum(passed.sent for passed in road.to(reverse("sync:take")))
    stored = session.attendances.count()
    whole = f"Hoy and all of the program, {requests} requests"
    return [
        Result("first load that works without signal, compressed", first / 1000, "kB", 120, whole),
        Result("preparing one session, with help and manual, compressed", prepared / 1000, "kB"),
        Result(f"sent for a session of {MEN}, compressed by the phone", sent / 1000, "kB", 4, f"{stored} stored"),
    ]
