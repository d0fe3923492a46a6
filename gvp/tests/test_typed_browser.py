"""The login ends while somebody writes on a phone."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse

from gvp.testing.world import PASSWORD
from workshops.models import Attendance

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(page, live_server, login, world):
    """A browser in which field staff has logged in. `phone.at(path)` opens a page of ours."""
    cookie = login(world.field).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.at = lambda path: page.goto(live_server.url + path)
    return page


def test_a_roster_saved_too_late_waits_on_the_phone_and_is_sent_after_the_login(phone, world):
    session = world.jauja.workshops[0]
    phone.at(reverse("workshops:roster", args=[session.pk]))
    phone.click("#everyone")
    phone.fill("#id_head_count", "3")
    Session.objects.all().delete()
    phone.click("#save")
    phone.fill("#id_username", "field")
    assert Attendance.objects.count() == 0
    phone.fill("#id_password", PASSWORD)
    phone.click(".primary-bar .button.primary")
    phone.wait_for_url("**/informe/")
    phone.wait_for_selector(".outbox[data-count='0']")
    session.refresh_from_db()
    assert (session.head_count, list(Attendance.objects.values_list("state", flat=True))) == (3, ["present"] * 3)


# Notes an answer that led elsewhere when the page has had its time to do something with it.
NOTING = """() => {
  const { fetch } = window;
  window.fetch = async (...given) => {
    const answer = await fetch(...given);
    const read = answer.clone().text();
    if (answer.redirected) read.then(() => setTimeout(() => { window.redirected = true; }));
    return answer;
  };
}"""


@pytest.mark.parametrize(
    ("name", "typed_into"), [("participants:register", "first_surname"), ("workshops:walk_in", "q")]
)
def test_a_search_after_the_login_ended_puts_no_login_page_into_the_form(phone, world, name, typed_into):
    named = [world.jauja.workshops[0].pk] if name.startswith("workshops") else []
    phone.at(reverse(name, args=named))
    Session.objects.all().delete()
    phone.evaluate(NOTING)
    with phone.expect_response("**/entrar/**"):
        phone.locator(f"[name={typed_into}]").first.press_sequentially("Quispe")
    phone.wait_for_function("() => window.redirected")
    assert phone.locator("#login, [name=password]").count() == 0
