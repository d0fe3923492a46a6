"""The phone without signal: it opens with the PIN, writes down, and sends when there is signal again."""

import pytest
from django.conf import settings
from django.urls import reverse

from gvp.sync.models import Operation
from workshops.models import Attendance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_session_is_logged_without_signal_and_arrives_once(phone, world, today):
    phone.prepare()
    phone.road.cut()
    phone.at(reverse("workshops:today")).opened()
    phone.page.click(f"main a[href='{reverse('workshops:roster', args=[today.pk])}']")
    phone.page.click("#everyone")
    phone.page.fill("#id_head_count", "3")
    phone.page.click("#save")
    phone.says(unsent=1)
    assert Attendance.objects.count() == 0
    phone.road.mend()
    phone.send().says(unsent=0)
    today.refresh_from_db()
    states = list(Attendance.objects.values_list("state", flat=True))
    assert (states, today.head_count, Operation.objects.count()) == (["present"] * 3, 3, 4)


def test_nothing_on_the_phone_names_anybody_in_the_clear(phone, world, today):
    phone.prepare()
    phone.road.cut()
    phone.at(reverse("workshops:roster", args=[today.pk])).opened()
    shown = phone.page.inner_text("main")
    phone.page.click("#everyone")
    phone.page.click("#save")
    phone.says(unsent=1)
    lying_open = phone.stored()
    names = {man.first_surname for man in world.jauja.men} | {str(world.jauja.community)}
    assert ("Quispe 1" in shown, [name for name in names if name in lying_open]) == (True, [])


def test_who_reads_english_reads_it_without_signal_too(phone, today):
    cookie = {"name": settings.LANGUAGE_COOKIE_NAME, "value": "en", "url": phone.road.url}
    phone.page.context.add_cookies([cookie])
    phone.prepare()
    phone.page.wait_for_function("""async () => (await (await caches.match("/language"))?.text()) === "en" """)
    phone.road.cut()
    phone.at(reverse("workshops:today"))
    phone.page.wait_for_selector("#lock")
    assert (phone.page.inner_text("#lock h2"), phone.page.evaluate("document.documentElement.lang")) == ("Locked", "en")
