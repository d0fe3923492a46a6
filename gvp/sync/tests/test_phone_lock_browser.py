"""Who gets past the lock of a phone, and who does not."""

import pytest
from django.conf import settings
from django.urls import reverse

from gvp.sync import devices
from gvp.sync.models import Device, Seat
from gvp.sync.tests.handset import PIN
from gvp.testing.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GREETING = "**/campo/saludo/"
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


def left_for_the_nameless_page(phone):
    phone.page.wait_for_url(f"**{reverse('sync:phone')}")
    phone.page.wait_for_selector("[data-alert=revoked]:not([hidden])")


def withdraw(world):
    devices.revoke(by=world.users["administrator"], device=Device.objects.get().pk)


def test_an_open_page_leaves_its_names_when_it_hears_that_its_phone_was_withdrawn(phone, world, today):
    with phone.page.expect_response(GREETING):
        phone.at(reverse("workshops:roster", args=[today.pk]))
    withdraw(world)
    phone.write_down(today)
    left_for_the_nameless_page(phone)
    assert (phone.page.get_by_text("Quispe").count(), phone.count("entries")) == (0, 1)


def test_the_locked_shell_hears_in_town_that_its_phone_was_withdrawn(phone, world, today):
    phone.prepare()
    phone.road.cut()
    phone.at(reverse("workshops:today")).page.wait_for_selector("#lock[open]")
    withdraw(world)
    phone.road.mend()
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    left_for_the_nameless_page(phone)
    left = {store: phone.count(store) for store in ("pages", "facts")}
    assert (left, phone.call(WRAPS)) == ({"pages": 0, "facts": 0}, 0)


def test_whoever_logs_in_on_a_withdrawn_phone_works_on_with_signal(phone, world, today):
    phone.prepare()
    withdraw(world)
    phone.enter(world.field).at(reverse("workshops:today"))
    left_for_the_nameless_page(phone)
    phone.at(reverse("workshops:today"))
    phone.page.wait_for_selector("[data-alert=revoked]:not([hidden])")
    assert phone.page.locator(".days > li").count() > 0


def test_the_login_that_the_browser_still_has_does_not_open_a_locked_shell(phone, today):
    phone.prepare().at(reverse("sync:phone")).page.wait_for_selector("#lock[open]")
    answer = phone.call("const answer = await key.greet(); return [Boolean(answer.key), key.heard.state]")
    assert (answer, phone.call("return Boolean(await key.key({ask: false}))")) == ([True, "ok"], False)


def test_a_locked_shell_tells_the_server_what_is_unsent(phone, today):
    phone.prepare().at(reverse("workshops:today"))
    phone.page.route("**/campo/envios/", lambda route: route.abort())
    phone.write_down(today).says(unsent=1)
    phone.at(reverse("sync:phone")).page.wait_for_selector("#lock[open]")
    phone.call("await key.greet()")
    assert Seat.objects.get().unsent == 1


# Somebody else's fifth wrong PIN comes between the look and the note.
BETWEEN = """
  const { get } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.get = function (name) {
    const request = get.call(this, name);
    if (!String(name).startsWith("person:")) return request;
    IDBObjectStore.prototype.get = get;
    const { db } = this.transaction;
    request.addEventListener("success", () => {
      const dropped = { ...request.result, wrapped: null };
      db.transaction("meta", "readwrite").objectStore("meta").put(dropped);
    });
    return request;
  };
  await key.greet();
"""


def test_a_greeting_does_not_bring_back_what_is_dropped_in_that_moment(phone):
    phone.prepare()
    phone.call(BETWEEN)
    assert phone.call(WRAPS) == 0


WRAPS = "return (await store.all('meta')).filter((kept) => kept.wrapped).length"


def test_a_colleagues_pin_is_refused_on_a_shared_phone(phone, world):
    phone.prepare()
    phone.enter(world.coordinator).at(reverse("sync:prepare"))
    became = phone.call("return [await pins.choosePin(given[0]), await pins.choosePin('730516')]", PIN)
    assert (became, phone.call(WRAPS)) == (["taken", "kept"], 2)


@pytest.mark.parametrize("logged_in", [True, False])
def test_a_withdrawn_phone_keeps_nobodys_lists_and_all_that_is_unsent(locked, world, logged_in):
    with locked.page.expect_response(GREETING):
        locked.enter(world.coordinator).at(reverse("workshops:cycles"))
    withdraw(world)
    if logged_in:
        locked.enter(world.coordinator)
    else:
        locked.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    locked.page.evaluate("() => { import('/static/js/sync/key.js').then((key) => key.greet()); }")
    left_for_the_nameless_page(locked)
    state = locked.call("await key.greet(); return [key.heard.state, Boolean(await key.key({ask: false}))]")
    left = {store: locked.count(store) for store in ("pages", "facts", "entries")}
    assert (state, left, locked.call(WRAPS)) == (["revoked", False], {"pages": 0, "facts": 0, "entries": 1}, 0)
