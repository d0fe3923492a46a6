"""A coordinator decides with one key each, in a real browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from gvp.sync.models import Operation
from gvp.testing.browser import DESK, enter
from gvp.testing.furnished_field import a_dispute, a_phone, late_mark
from workshops.models import Attendance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tray(world, page, live_server):
    """A dispute, then a late mark for a held session that has changed; in front of the coordinator."""
    session, man = world.jauja.workshops[0], world.jauja.men[0]
    a_dispute(session, man, world.field, world.coordinator)
    late_mark(
        session, world.jauja.men[1], world.field, a_phone(world.field), reason="stale", province=world.jauja.province
    )
    page.set_viewport_size(DESK)
    enter(page, live_server, world.coordinator).goto(live_server.url + reverse("sync:review"))
    return page


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def state():
    return (
        Attendance.objects.get(mark__isnull=False, participant__code="JAU-0001").state,
        Attendance.objects.filter(disputed=True).count(),
        Operation.objects.get().status,
    )


def test_each_thing_is_decided_with_one_key_and_the_next_one_is_there(tray):
    press(tray, "j")
    with tray.expect_navigation():
        press(tray, "2")
    with tray.expect_navigation():
        press(tray, "d")
    expect(tray.locator(".empty")).to_be_visible()
    assert state() == ("absent", 0, "discarded")


def test_u_takes_the_last_decision_back(tray):
    press(tray, "ArrowDown", "ArrowDown")
    with tray.expect_navigation():
        press(tray, "2")
    assert state() == ("present", 1, "applied")
    with tray.expect_navigation():
        press(tray, "u")
    assert state() == ("present", 1, "review")


def test_switched_off_the_keys_do_nothing_and_it_is_remembered(tray):
    tray.get_by_role("button", name="Teclas: sí").click()
    tray.reload()
    press(tray, "j", "2", "d")
    expect(tray.get_by_role("button", name="Teclas: no")).to_be_visible()
    assert state() == ("present", 1, "review")


def test_no_key_decides_before_a_thing_was_chosen(tray):
    press(tray, "1", "d")
    assert (tray.locator(".thing").count(), state()) == (2, ("present", 1, "review"))
