"""The admin in Chromium: no rule of the CSP is broken, axe finds nothing, nothing scrolls sideways at 360 px."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page

from gvp.ops.tests.admin_world import every_page, fill
from workshops.models import Cycle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def browse(page: Page, live_server, world, client):
    """`browse(address)` opens a page as an administrator; `browse.complaints` is what the browser said."""
    world.users["administrator"].sees_minors = True
    world.users["administrator"].save()
    client.force_login(world.users["administrator"], backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    def open_page(address: str) -> Page:
        page.goto(live_server.url + address)
        return page

    open_page.complaints = []
    page.on("console", lambda message: open_page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: open_page.complaints.append(str(error)))
    return open_page


def test_every_page_of_the_admin_on_a_phone(browse, world):
    found = {}
    for address in every_page(fill(world)):
        page = browse(address)
        violations = [violation["id"] for violation in Axe().run(page).response["violations"]]
        sideways = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        if violations or sideways or browse.complaints:
            found[address] = (violations, sideways, list(browse.complaints))
        browse.complaints.clear()
    assert found == {}


def test_a_community_is_found_by_typing(browse, world):
    page = browse(reverse("admin:workshops_cycle_add"))
    page.locator(".field:has(#id_community) .select2-selection").click()
    page.locator(".select2-search__field").fill("Tayacaja")
    page.locator(".select2-results__option", has_text="Comunidad Tayacaja").click()
    page.fill("#id_code", "K-9")
    page.fill("#id_name", "Ciclo nuevo")
    page.fill("#id_starts_on", "2026-03-03")
    page.locator("[name=_save]").click()
    page.wait_for_url("**/workshops/cycle/")
    assert Cycle.objects.get(code="K-9").community == world.tayacaja.community
    assert browse.complaints == []
