"""The donor report on the screen: accessible, never sideways, and no complaint of the content policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from gvp.testing.world import PASSWORD, hold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANSWERS = "?province=all&since=2026-01-01&until=2026-06-30&language=es"


@pytest.fixture
def donor_page(page, live_server, world):
    """A browser in which the donor has logged in; `page.complaints` holds what its console said."""
    for place in (world.jauja, world.tayacaja):
        for workshop in place.workshops:
            hold(workshop, *place.men)
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text))
    page.goto(live_server.url + reverse("accounts:login"))
    page.fill("[name=username]", world.users["donor"].username)
    page.fill("[name=password]", PASSWORD)
    page.click("button[form=login]")
    page.complaints.clear()
    return page


@pytest.mark.parametrize("size", [(360, 740), (1280, 800)])
@pytest.mark.parametrize("address", ["reporting:report", "reporting:report_page"])
def test_the_report_is_accessible_at_both_sizes(donor_page, live_server, address, size):
    donor_page.set_viewport_size({"width": size[0], "height": size[1]})
    donor_page.goto(live_server.url + reverse(address) + ANSWERS)
    found = [f"{one['id']}: {one['nodes'][0]['html']}" for one in Axe().run(donor_page).response["violations"]]
    sideways = donor_page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert (found, sideways, donor_page.complaints) == ([], False, [])


def test_the_questions_lead_to_the_page_by_keyboard_alone(donor_page, live_server):
    donor_page.goto(live_server.url + reverse("reporting:report"))
    donor_page.focus("[name=draft]")
    donor_page.keyboard.press("Space")
    donor_page.keyboard.press("Tab")
    donor_page.keyboard.press("Tab")
    donor_page.keyboard.press("Enter")
    donor_page.wait_for_url("**/informe/pagina/**")
    assert donor_page.locator("h1").inner_text() == "Informe de resultados"


def test_a_pdf_is_made_while_its_page_says_how_far_it_is(donor_page, live_server):
    donor_page.goto(live_server.url + reverse("reporting:report") + ANSWERS)
    donor_page.select_option("[name=length]", "brief")
    donor_page.click("button[form=report]")
    donor_page.wait_for_url("**/informes/documentos/")
    link = donor_page.locator("a[href*='document=']")
    link.wait_for(timeout=60_000)
    with donor_page.expect_download() as download:
        link.click()
    assert download.value.suggested_filename == "informe-programa-2026-01-01-2026-06-30-2p.pdf"
    assert donor_page.complaints == []
