"""Who gets past the lock of a phone, and who does not."""

import pytest
from django.conf import settings
from django.urls import reverse

from gvp.sync import devices
from gvp.sync.models import Device
from gvp.sync.tests.handset import PIN
from gvp.testing.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COVERED = "() => getComputedStyle(document.querySelector('main')).visibility"


@pytest.fixture
def locked(phone, today):
    """Prepared, left alone on the list of today, with one record unsent."""
    phone.prepare().at(reverse("workshops:today"))
    phone.page.route("**/campo/envios/", lambda route: route.abort())
    phone.write_down(today).says(unsent=1)
    phone.page.evaluate("localStorage.setItem('gvp-touched', '1')")
    phone.page.reload()
    phone.page.wait_for_selector("#lock[open]")
    return phone


def covered(phone):
    phone.page.wait_for_selector("#lock[open]")
    return phone.page.evaluate(COVERED)


def test_whoever_forgot_the_pin_gets_no_further_than_the_password(locked):
    locked.page.click("#lock [data-do=forgot]")
    locked.page.wait_for_url("**/entrar/**")
    goes_on = locked.page.locator("main .notice a").count()
    locked.at(reverse("workshops:today")).page.wait_for_url("**/entrar/**")
    assert (goes_on, locked.count("entries")) == (0, 1)


def test_the_password_opens_what_the_pin_would(locked, world):
    locked.page.click("#lock [data-do=forgot]")
    locked.page.wait_for_url("**/entrar/**")
    locked.page.fill("#id_username", world.field.username)
    locked.page.fill("#id_password", PASSWORD)
    locked.page.press("#id_password", "Enter")
    locked.page.wait_for_url(f"**{reverse('workshops:today')}")
    locked.says(unsent=1)
    marks = [cookie for cookie in locked.page.context.cookies() if cookie["name"] == "entrada"]
    assert (locked.page.evaluate(COVERED), locked.page.locator("#lock[open]").count(), marks) == ("visible", 0, [])


def test_coming_from_the_login_page_without_a_password_opens_nothing(locked):
    locked.page.goto(locked.road.url + reverse("workshops:today"), referer=locked.road.url + reverse("accounts:login"))
    assert covered(locked) == "hidden"


def test_without_signal_a_forgotten_pin_leaves_the_lock_and_the_login_as_they_are(locked):
    locked.road.cut()
    locked.page.click("#lock [data-do=forgot]")
    locked.page.wait_for_function("() => document.querySelector('.lock-said').textContent")
    names = {cookie["name"] for cookie in locked.page.context.cookies()}
    assert (covered(locked), settings.SESSION_COOKIE_NAME in names) == ("hidden", True)


def test_locked_by_hand_it_stays_locked_when_the_page_is_opened_anew(phone):
    phone.prepare().at(reverse("sync:phone")).opened()
    phone.page.click("[data-do=lock]")
    phone.page.wait_for_selector("#lock[open]")
    phone.at(reverse("workshops:today"))
    assert covered(phone) == "hidden"


WRAPS = "return (await store.all('meta')).filter((kept) => kept.wrapped).length"


def test_a_colleagues_pin_is_refused_on_a_shared_phone(phone, world):
    phone.prepare()
    phone.enter(world.coordinator).at(reverse("sync:prepare"))
    became = phone.call("return [await pins.choosePin(given[0]), await pins.choosePin('730516')]", PIN)
    assert (became, phone.call(WRAPS)) == (["taken", "kept"], 2)


@pytest.mark.parametrize("logged_in", [True, False])
def test_a_withdrawn_phone_keeps_nobodys_lists_and_all_that_is_unsent(locked, world, logged_in):
    locked.enter(world.coordinator).at(reverse("workshops:cycles"))
    devices.revoke(by=world.users["administrator"], device=Device.objects.get().pk)
    if logged_in:
        locked.enter(world.coordinator)
    else:
        locked.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    state = locked.call("await key.greet(); return [key.heard.state, Boolean(await key.key({ask: false}))]")
    left = {store: locked.count(store) for store in ("pages", "facts", "entries")}
    assert (state, left, locked.call(WRAPS)) == (["revoked", False], {"pages": 0, "facts": 0, "entries": 1}, 0)
