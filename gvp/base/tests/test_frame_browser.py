"""The frame in a real browser: accessible, never sideways, and gone at one tap."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from gvp.base.models import HelpLine
from gvp.testing.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def as_user(page, live_server):
    """`as_user(user)` logs the browser in by the form and returns its page."""

    def log_in(user):
        page.goto(f"{live_server.url}/cuenta/entrar/")
        page.fill("[name=username]", user.username)
        page.fill("[name=password]", PASSWORD)
        page.click("button[form=login]")
        page.goto(f"{live_server.url}/ayuda/")
        return page

    return log_in


def complaints(page):
    return [f"{found['id']}: {found['nodes'][0]['html']}" for found in Axe().run(page).response["violations"]]


def sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def addresses(world):
    man = world.jauja.men[0].pk
    return [
        reverse("base:help_card"),
        reverse("base:gallery"),
        reverse("accounts:password"),
        reverse("participants:list"),
        reverse("participants:register"),
        reverse("participants:edit", args=[man]),
        reverse("participants:consents", args=[man]),
        reverse("participants:duplicates"),
        reverse("participants:merge", args=[man, world.jauja.men[1].pk]),
        reverse("reporting:person", args=[man]),
        reverse("ops:import_register"),
        reverse("ops:export_register"),
        "/no-existe/",
    ]


@pytest.mark.parametrize("size", [(360, 740), (1280, 800)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(size, world, as_user, live_server):
    HelpLine.objects.create(name="Línea 100", contact="100", description="Gratuita")
    page = as_user(world.coordinator)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    found = {}
    for address in addresses(world):
        page.goto(live_server.url + address)
        if problems := complaints(page) + ["sideways"] * sideways(page):
            found[address] = problems
    assert found == {}


def test_the_dark_scheme_of_field_pages_is_accessible(world, as_user, live_server):
    page = as_user(world.field)
    page.emulate_media(color_scheme="dark")
    page.goto(live_server.url + reverse("participants:register"))
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(28, 24, 19)"
    assert complaints(page) == []


def test_the_login_is_accessible(page, live_server, db):
    page.goto(f"{live_server.url}/cuenta/entrar/")
    assert (complaints(page), sideways(page)) == ([], False)


def test_the_first_tab_skips_to_the_content(world, as_user):
    page = as_user(world.field)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_menu_opens_by_keyboard_on_a_phone(world, as_user):
    page = as_user(world.coordinator)
    people = page.get_by_role("link", name="Personas", exact=True)
    assert not people.is_visible()
    page.locator(".menu > summary").press("Enter")
    assert people.is_visible()


def test_the_menu_lies_open_on_a_desk(world, as_user):
    page = as_user(world.coordinator)
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.get_by_role("link", name="Personas", exact=True).is_visible()


@pytest.mark.parametrize("way", ["tap", "escape"])
def test_the_quick_exit_replaces_the_page(way, world, as_user):
    page = as_user(world.field)
    page.route("https://www.senamhi.gob.pe/**", lambda route: route.fulfill(body="El tiempo"))
    before = page.evaluate("history.length")
    if way == "tap":
        page.click("#exit")
    else:
        for _ in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url("https://www.senamhi.gob.pe/")
    assert page.evaluate("history.length") == before


def test_the_form_asks_a_school_leader_other_things_than_a_man(world, as_user, live_server):
    page = as_user(world.field)
    page.goto(live_server.url + reverse("participants:register"))
    phone, school = page.locator("details.only-man > summary"), page.locator("[name=school]")
    assert (phone.is_visible(), school.is_visible()) == (True, False)
    page.check("[name=group][value=school_leader]")
    assert (phone.is_visible(), school.is_visible()) == (False, True)


def test_after_a_mistake_the_summary_has_the_focus(world, as_user, live_server):
    page = as_user(world.field)
    page.goto(live_server.url + reverse("participants:register"))
    page.click("button[form=person]")
    page.wait_for_selector("#error-summary")
    page.wait_for_function("document.activeElement.id === 'error-summary'")


def test_the_main_action_of_a_field_page_is_within_reach_of_the_thumb(world, as_user, live_server):
    page = as_user(world.field)
    page.goto(live_server.url + reverse("participants:register"))
    box = page.locator("button[form=person]").bounding_box()
    assert box["y"] > 740 / 2
    assert box["y"] + box["height"] <= 740
    assert box["height"] >= 48
