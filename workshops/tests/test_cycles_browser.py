"""The coordinator's pages in a real browser: accessible, never sideways, and all of it by keyboard."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from gvp.testing.world import add_man, hold
from workshops.models import Cycle, Enrolment, Workshop

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = {"given_names": "Juan Crisóstomo Hermenegildo", "first_surname": "De la Cruz-Hinostroza Ñaupari"}


@pytest.fixture
def as_user(page, live_server, login):
    """`as_user(user)` opens a browser in which this person has logged in."""

    def open_page(user):
        cookie = login(user).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        return page

    return open_page


@pytest.fixture
def busy(world):
    """A cycle as it looks in its third month: long names, all kinds of sessions and marks."""
    for n in (40, 41):
        add_man(world.jauja.community, "JAU", n, world.jauja.cycle, **LONG)
    add_man(world.jauja.community, "JAU", 50, **LONG)
    today = timezone.localdate()
    for n, session in enumerate(world.jauja.workshops[:5]):
        session.date = today - dt.timedelta(weeks=5 - n)
        hold(session, *world.jauja.men)
    hold(world.jauja.workshops[4], world.jauja.men[0], state="excused")
    Workshop.objects.filter(code="K-JAU-06").update(status="cancelled", cancelled_reason="Lluvia " * 20)
    Workshop.objects.filter(code="K-JAU-07").update(
        date=today, original_date=today - dt.timedelta(days=1), rescheduled_reason="Faena comunal " * 9
    )
    Enrolment.objects.filter(participant=world.jauja.men[2]).update(withdrawn_on=today)
    return world


def pages(world):
    cycle, session = [world.jauja.cycle.pk], [world.jauja.workshops[7].pk]
    enrolment = Enrolment.objects.get(participant=world.jauja.men[0]).pk
    return [
        reverse("workshops:cycles"),
        reverse("workshops:cycle_new"),
        *(reverse(f"workshops:{name}", args=cycle) for name in (
            "cycle", "cycle_edit", "modules", "matrix", "enrol", "session_new", "series",
        )),
        *(reverse(f"workshops:{name}", args=session) for name in (
            "session_edit", "session_cancel", "session_reschedule",
        )),
        reverse("workshops:withdraw", args=[enrolment]),
        reverse("workshops:drop_outs"),
    ]  # fmt: skip


def problems(page):
    found = [f"{one['id']}: {one['nodes'][0]['html']}" for one in Axe().run(page).response["violations"]]
    wider = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return found + ["sideways"] * wider


@pytest.mark.parametrize("size", [(360, 740), (1280, 800)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(size, busy, as_user, live_server):
    page = as_user(busy.coordinator)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    found = {}
    for address in pages(busy):
        page.goto(live_server.url + address)
        if complaints := problems(page):
            found[address] = complaints
    assert found == {}


def test_the_closing_practice_is_accessible(busy, as_user, live_server):
    Cycle.objects.filter(pk=busy.jauja.cycle.pk).update(kind="winay")
    busy.coordinator.sees_minors = True
    busy.coordinator.save()
    page = as_user(busy.coordinator)
    page.goto(live_server.url + reverse("workshops:practice", args=[busy.jauja.cycle.pk]))
    assert problems(page) == []


def test_the_matrix_scrolls_in_its_own_box_and_keeps_names_in_sight(busy, as_user, live_server):
    page = as_user(busy.coordinator)
    page.goto(live_server.url + reverse("workshops:matrix", args=[busy.jauja.cycle.pk]))
    box = page.locator(".matrix-box")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    edge = box.bounding_box()["x"]
    box.evaluate("box => box.scrollTo(400, 0)")
    name = page.locator("tbody th").first.bounding_box()
    assert edge <= name["x"] <= edge + 2


def tab_to(page, selector):
    """Press the tabulator until this is in focus, as somebody without a mouse does."""
    for _ in range(90):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by keyboard")


def type_into(page, selector, text):
    tab_to(page, selector)
    page.keyboard.type(text)


def enter(page, selector):
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_cycle_and_its_sessions_are_made_by_keyboard_alone(world, as_user, live_server):
    page = as_user(world.coordinator)
    page.goto(live_server.url + reverse("workshops:cycles"))
    enter(page, f"a[href='{reverse('workshops:cycle_new')}']")
    type_into(page, "[name=name]", "Ciclo de teclado")
    type_into(page, "[name=community]", "Comunidad Jauja")
    tab_to(page, "[name=facilitators]")
    page.keyboard.press("Space")
    enter(page, "button[form=cycle]")
    cycle = Cycle.objects.get(name="Ciclo de teclado")
    type_into(page, "[name=form-1-title]", "Cuidar en la casa")
    enter(page, "#modules button.primary")
    enter(page, f"a[href='{reverse('workshops:series', args=[cycle.pk])}']")
    enter(page, "button[form=series]")
    every_two_weeks = [timezone.localdate() + dt.timedelta(weeks=2 * n) for n in range(8)]
    assert list(cycle.workshops.order_by("date").values_list("date", flat=True)) == every_two_weeks
    assert (cycle.modules.get(order=2).title, cycle.facilitators.count()) == ("Cuidar en la casa", 1)
