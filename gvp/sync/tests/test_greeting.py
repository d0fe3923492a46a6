"""The phone and the server introduce themselves."""

import base64
import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gvp.sync.greeting import Greeting, _store
from gvp.sync.models import Device, Seat

pytestmark = pytest.mark.django_db
URL = reverse("sync:greeting")
PHONE = uuid.UUID("00000000-0000-4000-8000-000000000001")


def greet(client, **said):
    return client.post(URL, {"device": str(PHONE)} | said, content_type="application/json")


def test_the_first_greeting_makes_a_seat_and_releases_its_key(world, login):
    said = greet(login(world.field), label="Chrome en Android", version="1.0").json()
    seat = Seat.objects.get(device=PHONE, user=world.field)
    assert (said["gvp"], said["author"], said["revoked"]) == (1, str(world.field.pk), False)
    assert len(base64.b64decode(said["key"])) == 32
    assert (seat.device.label, seat.device.app_version) == ("Chrome en Android", "1.0")
    assert said["key"] not in seat.wrapped_key


def test_the_key_stays_the_same_and_is_another_for_another_person(world, login):
    first, again = greet(login(world.field)).json()["key"], greet(login(world.field)).json()["key"]
    assert (first == again, first == greet(login(world.coordinator)).json()["key"]) == (True, False)


def test_the_key_lives_three_days_from_the_last_greeting(world, login):
    said = greet(login(world.field)).json()
    left = dt.datetime.fromisoformat(said["expires_at"]) - dt.datetime.fromisoformat(said["now"])
    assert left == dt.timedelta(hours=72)
    Device.objects.update(last_seen_at=timezone.now() - dt.timedelta(hours=1))
    Seat.objects.update(expires_at=timezone.now())
    assert dt.datetime.fromisoformat(greet(login(world.field)).json()["expires_at"]) > timezone.now()


def test_a_revoked_phone_gets_no_key(world, login):
    greet(login(world.field))
    Device.objects.update(revoked_at=timezone.now(), revoked_by=world.coordinator)
    said = greet(login(world.field)).json()
    assert (said["key"], said["revoked"]) == (None, True)


def test_what_the_phone_says_of_itself_is_kept(world, login):
    oldest, ahead = timezone.now() - dt.timedelta(days=2), timezone.now() + dt.timedelta(minutes=20)
    greet(login(world.field), unsent=3, oldest=oldest.isoformat(), clock=ahead.isoformat(), lost=2)
    seat = Seat.objects.get()
    assert (seat.unsent, seat.oldest_unsent_at, seat.lost) == (3, oldest, 2)
    assert 1195 <= seat.skew_seconds <= 1200


def test_a_greeting_that_says_nothing_new_writes_nothing(world, login, django_assert_num_queries):
    client = login(world.field)
    greet(client)
    session, user, seat = 1, 1, 1
    with django_assert_num_queries(session + user + seat):
        greet(client)


def test_a_phone_that_lost_something_once_does_not_write_at_every_greeting(world, login, django_assert_num_queries):
    client = login(world.field)
    greet(client, lost=2)
    session, user, seat = 1, 1, 1
    with django_assert_num_queries(session + user + seat):
        greet(client)
    assert Seat.objects.get().lost == 2


def test_a_phone_that_is_revoked_in_that_moment_gets_no_key(world, login):
    greet(login(world.field))
    seat = Seat.objects.select_related("device").get()
    Device.objects.update(revoked_at=timezone.now(), revoked_by=world.coordinator)
    _store(seat, Greeting(PHONE), timezone.now() + dt.timedelta(hours=1))
    assert (seat.device.revoked_at is None, Seat.objects.get().expires_at) == (False, seat.expires_at)


def test_without_a_login_the_answer_says_where_to_log_in(client, world):
    answer = greet(client)
    assert (answer.status_code, answer.json()) == (
        401,
        {"gvp": 1, "error": "login", "login": reverse("accounts:login")},
    )


def test_a_revoked_phone_is_told_so_without_a_login_and_no_other_is(world, login):
    client = Client()
    greet(login(world.field))
    told = [greet(client).json()]
    Device.objects.update(revoked_at=timezone.now(), revoked_by=world.coordinator)
    told += [greet(client).json(), greet(client, device=str(uuid.uuid4())).json(), greet(client, device="x").json()]
    assert [answer.get("revoked") for answer in told] == [None, True, None, None]
    assert {answer["error"] for answer in told} == {"login"}


def test_whoever_logs_no_attendance_is_told_so(world, login):
    answer = greet(login(world.users["donor"]))
    assert (answer.status_code, answer.json()["error"]) == (403, "role")


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"device": "x"}, "device"),
        ({"device": None}, "device"),
        ({"unsent": -1}, "unsent"),
        ({"unsent": True}, "unsent"),
        ({"oldest": "ayer"}, "oldest"),
        ({"clock": "2026-11-25T10:00:00"}, "clock"),
        ({"label": "\0"}, "label"),
        ({"label": "\ud800"}, "label"),
    ],
)
def test_nonsense_is_refused_by_name_and_stores_nothing(world, login, said, wrong):
    answer = greet(login(world.field), **said)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [wrong])
    assert Device.objects.count() == 0


def test_a_get_says_who_is_logged_in_and_sets_the_token(world, login):
    answer = login(world.field).get(URL)
    assert (answer.json()["author"], "csrftoken" in answer.cookies) == (str(world.field.pk), True)


def test_a_foreign_page_cannot_greet(world):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.field, backend="django.contrib.auth.backends.ModelBackend")
    answer = greet(strict)
    assert (answer.status_code, answer.json()) == (403, {"gvp": 1, "error": "csrf"})
