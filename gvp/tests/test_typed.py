"""The login ends while somebody fills a form in: what was typed comes back, to that person alone."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from gvp.base import typed
from gvp.testing.world import PASSWORD
from participants.models import Participant
from workshops.models import Attendance

pytestmark = pytest.mark.django_db
TYPED = {"given_names": "Ficticio Andrés", "first_surname": "Ñahui", "birth_year": "1981"}


def come_in(client, username):
    client.post(reverse("accounts:login"), {"username": username, "password": PASSWORD})


def token(page):
    """What {% keeps_typed %} wrote on this page."""
    return re.search(r'name="typed_by" value="([^"]+)"', page.content.decode())[1]


@pytest.fixture
def register(world, client):
    """The registration form, typed into after the login had ended; and sent."""

    def sent(**changed):
        come_in(client, "field")
        url = reverse("participants:register")
        page = client.get(url)
        client.logout()
        return client.post(url, TYPED | {"typed_by": token(page), "csrfmiddlewaretoken": "x"} | changed)

    return sent


def shown(client, page="participants:register"):
    form = client.get(reverse(page)).context["form"]
    return {name: form[name].value() or "" for name in TYPED}


EMPTY = dict.fromkeys(TYPED, "")


def test_a_registration_comes_back_filled_in_and_is_not_stored(register, client):
    answer = register()
    come_in(client, "field")
    page = client.get(answer.url.partition("next=")[2])
    form = page.context["form"]
    assert {name: form[name].value() for name in TYPED} == TYPED
    assert [message.level_tag for message in page.context["messages"]] == ["warning"]
    assert not Participant.objects.filter(first_surname="Ñahui").exists()


def test_it_comes_back_once(register, client):
    register()
    come_in(client, "field")
    assert (shown(client), shown(client)) == (TYPED, EMPTY)


def test_somebody_else_who_logs_in_on_the_same_phone_does_not_see_it(register, client):
    register()
    come_in(client, "coordinator")
    assert (typed.NOTE in client.session, shown(client)) == (False, EMPTY)


def test_it_waits_ten_minutes(register, client, monkeypatch):
    register()
    come_in(client, "field")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + typed.SECONDS + 1)
    assert shown(client) == EMPTY


def test_it_waits_unreadable_in_a_session_of_ten_minutes(register, client):
    register()
    stored = Session.objects.get(pk=client.session.session_key)
    assert ("ahui" in str(stored.get_decoded()), client.session.get_expiry_age()) == (False, typed.SECONDS)


def test_after_the_login_the_session_lasts_as_long_as_any_other(register, client, settings):
    register()
    come_in(client, "field")
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


@pytest.mark.parametrize("forged", ["", "x", "WyJ4IiwieCJd:1:x"])
def test_without_a_page_of_ours_nothing_is_put_aside(register, client, forged):
    register(typed_by=forged)
    assert typed.NOTE not in client.session


def test_a_form_too_long_for_a_person_is_not_put_aside(register, client):
    register(given_names="x" * typed.LONGEST)
    assert typed.NOTE not in client.session


def test_a_roster_comes_back_with_its_ticks_and_saves_with_one_tap(world, client):
    come_in(client, "field")
    session, man = world.jauja.workshops[0], world.jauja.men[1]
    url = reverse("workshops:roster", args=[session.pk])
    page = client.get(url)
    tickets = {f"ticket-{row.person.pk}": row.ticket for row in page.context["rows"]}
    counts = {name: "" for field in ("head_count", "signatures", "unregistered", "note")
              for name in (field, f"initial-{field}")}  # fmt: skip
    ticked = tickets | counts | {f"state-{man.pk}": "late", "head_count": "7", "typed_by": token(page)}
    client.logout()
    answer = client.post(url, ticked)
    come_in(client, "field")
    page = client.get(answer.url.partition("next=")[2])
    back = {row.person: (row.state, row.ticket) for row in page.context["rows"]}
    assert back == {
        person: ("late" if person == man else "", tickets[f"ticket-{person.pk}"]) for person in world.jauja.men
    }
    assert (page.context["form"]["head_count"].value(), Attendance.objects.count()) == ("7", 0)
    client.post(url, ticked)
    assert list(Attendance.objects.values_list("participant", "state")) == [(man.pk, "late")]


def test_a_man_who_just_arrived_comes_back_to_the_page_of_the_search(world, client):
    come_in(client, "field")
    session = world.jauja.workshops[0]
    page = client.get(reverse("workshops:walk_in", args=[session.pk]))
    client.logout()
    url = reverse("workshops:walk_in_register", args=[session.pk])
    answer = client.post(url, TYPED | {"typed_by": token(page)})
    come_in(client, "field")
    form = client.get(answer.url.partition("next=")[2]).context["form"]
    assert {name: form[name].value() for name in TYPED} == TYPED


def test_a_correction_comes_back(world, client):
    come_in(client, "coordinator")
    url = reverse("participants:edit", args=[world.jauja.men[0].pk])
    page = client.get(url)
    client.logout()
    client.post(url, TYPED | {"typed_by": token(page)})
    come_in(client, "coordinator")
    form = client.get(url).context["form"]
    assert {name: form[name].value() for name in TYPED} == TYPED


def test_a_login_in_another_tab_does_not_lose_the_form_of_this_one(world):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.field, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("participants:register")
    page = browser.get(url)
    answer = browser.post(url, TYPED | {"typed_by": token(page), "csrfmiddlewaretoken": "of the former login"})
    assert (answer.status_code, answer.url) == (302, url)
    assert shown(browser) == TYPED


def test_a_form_from_elsewhere_is_still_refused(world):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.field, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.post(reverse("participants:register"), TYPED).status_code == 403
