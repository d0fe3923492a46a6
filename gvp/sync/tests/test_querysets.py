"""Who sees which phones and what came from them."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from gvp.accounts.models import User
from gvp.sync.greeting import Greeting, greet
from gvp.sync.models import Device, Operation, Seat

pytestmark = pytest.mark.django_db


def arrived(author, province=None, **facts):
    return Operation.objects.create(
        kind="mark", record=uuid.uuid4(), captured_at=timezone.now(), author=author, province=province,
        digest="0" * 64, **facts,
    )  # fmt: skip


@pytest.fixture
def rows(world):
    """One of each province, and one without a place from each of its field staff."""
    return {
        "jauja": arrived(world.users["field_tayacaja"], world.jauja.province),
        "tayacaja": arrived(world.field, world.tayacaja.province),
        "from jauja": arrived(world.field),
        "from tayacaja": arrived(world.users["field_tayacaja"]),
    }


SEEN = {
    "field": {"tayacaja", "from jauja"},
    "coordinator": {"jauja", "from jauja"},
    "coordinator_tayacaja": {"tayacaja", "from tayacaja"},
    "monitoring": {"jauja", "tayacaja", "from jauja", "from tayacaja"},
    "administrator": {"jauja", "tayacaja", "from jauja", "from tayacaja"},
    "donor": set(),
}


@pytest.mark.parametrize(("role", "seen"), SEEN.items(), ids=SEEN)
def test_a_province_a_colleague_without_a_place_or_for_field_staff_what_they_sent(world, rows, role, seen):
    found = set(Operation.objects.visible_to(world.users[role]))
    assert {name for name, row in rows.items() if row in found} == seen


def test_whoever_works_in_two_provinces_is_seen_once(world):
    world.field.provinces.add(world.tayacaja.province)
    world.coordinator.provinces.add(world.tayacaja.province)
    row = arrived(world.field)
    assert list(Operation.objects.visible_to(world.coordinator)) == [row]


def test_phones_are_seen_by_those_who_work_with_their_people(world):
    for role in ("field", "field_tayacaja"):
        greet(user=world.users[role], said=Greeting(uuid.uuid4()), now=timezone.now())
    seen = {
        role: (Seat.objects.visible_to(user).count(), Device.objects.visible_to(user).count())
        for role, user in world.users.items()
    }
    one, all_, none = (1, 1), (2, 2), (0, 0)
    assert seen == {
        "field": one, "field_tayacaja": one, "coordinator": one, "coordinator_tayacaja": one, "monitoring": all_,
        "administrator": all_, "donor": none,
    }  # fmt: skip


def test_a_day_is_that_of_lima(world):
    night = timezone.make_aware(dt.datetime(2026, 3, 31, 23, 30))
    row = arrived(world.field, received_at=night)
    assert list(Operation.objects.arrived_on(dt.date(2026, 3, 31))) == [row]
    assert list(Operation.objects.arrived_on(dt.date(2026, 4, 1))) == []


def test_what_waits_is_in_review(world):
    waits = arrived(world.field, status="review", reason="stale")
    arrived(world.field)
    arrived(world.field, status="discarded", reason="stale")
    assert list(Operation.objects.in_review()) == [waits]


def test_two_tabs_that_greet_at_once_make_one_seat(world, monkeypatch):
    """Both have looked before either has made it."""
    said, now = Greeting(uuid.uuid4()), timezone.now()
    first = greet(user=world.field, said=said, now=now)
    monkeypatch.setattr("gvp.sync.greeting._seat", lambda user, device: None)
    assert greet(user=world.field, said=said, now=now).wrapped_key == first.wrapped_key
    assert (Seat.objects.count(), User.objects.filter(pk=world.field.pk).count()) == (1, 1)
