"""What phones brought on one day: from whom, about what, at once or later."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.sync.arrivals import arrivals
from gvp.sync.models import Operation
from gvp.sync.tests.test_review_view import words
from gvp.testing.furnished_field import late_mark

pytestmark = pytest.mark.django_db
URL = reverse("sync:arrived")
NOON = timezone.make_aware(dt.datetime(2026, 4, 20, 12))
DAY = NOON.date()


def arrived(world, session, author=None, late=dt.timedelta(0), **facts):
    known = {
        "received_at": NOON, "captured_at": NOON - late, "status": "applied", "reason": "",
        "province": world.jauja.province,
    }  # fmt: skip
    return late_mark(session, world.jauja.men[0], author or world.field, None, **known | facts)


def test_by_author_and_session_with_how_many_were_written_without_signal(world):
    session = world.jauja.workshops[0]
    arrived(world, session, late=dt.timedelta(hours=5))
    arrived(world, session, late=dt.timedelta(hours=4))
    arrived(world, session, kind="counts", status="review", reason="stale")
    arrived(world, world.jauja.workshops[1], author=world.coordinator)
    found = {author.who: author for author in arrivals(world.coordinator, DAY)}
    (one,) = found[world.field].arrivals
    assert (found[world.field].facts, found[world.field].late, one.late, one.review) == (3, 2, 2, 1)
    assert one.says == "1 cambio del conteo · 2 marcas de asistencia"
    assert one.url == reverse("workshops:report", args=[session.pk])
    assert one.written_from == NOON - dt.timedelta(hours=5)
    assert found[world.coordinator].late == 0


def test_what_came_together_stands_in_the_order_it_was_written(world):
    sessions = sorted(world.jauja.workshops[:3], key=lambda session: session.pk, reverse=True)
    for hours, session in zip((3, 2, 1), sessions, strict=True):
        arrived(world, session, late=dt.timedelta(hours=hours))
    (author,) = arrivals(world.coordinator, DAY)
    assert [one.url for one in author.arrivals] == [
        reverse("workshops:report", args=[session.pk]) for session in sessions
    ]


def test_two_who_sent_at_the_same_moment_are_told_by_name(world):
    for author in sorted((world.field, world.coordinator), key=lambda user: user.pk):
        arrived(world, world.jauja.workshops[0], author=author)
    assert [author.who for author in arrivals(world.coordinator, DAY)] == [world.coordinator, world.field]


def test_what_of_it_waits_leads_to_the_tray_of_that_record_and_from_there_to_all(world, login):
    client, gone = login(world.coordinator), uuid.uuid4()
    arrived(world, world.jauja.workshops[0], record=gone, status="review", reason="deleted")
    arrived(world, world.jauja.workshops[1], status="review", reason="stale")
    page = client.get(f"{URL}?dia=2026-04-20").content.decode()
    way = f"{reverse('sync:review')}?sesion={gone}"
    assert f'href="{way}">1 por revisar' in page
    tray = client.get(way)
    assert ([thing.reason for thing in tray.context["things"]], "Ver todo" in words(tray)) == (["deleted"], True)


def test_a_day_is_lima_s(world):
    late_evening = timezone.make_aware(dt.datetime(2026, 4, 20, 23, 50))
    arrived(world, world.jauja.workshops[0], received_at=late_evening)
    assert [len(arrivals(world.coordinator, DAY + dt.timedelta(days=n))) for n in (-1, 0, 1)] == [0, 1, 0]


def test_other_provinces_are_not_told(world):
    arrived(world, world.jauja.workshops[0])
    roles = ("coordinator", "coordinator_tayacaja", "monitoring")
    assert [len(arrivals(world.users[role], DAY)) for role in roles] == [1, 0, 1]


def test_what_is_gone_is_told_without_a_link(world, login):
    arrived(world, world.jauja.workshops[0], record=uuid.uuid4())
    text = words(login(world.coordinator).get(f"{URL}?dia=2026-04-20"))
    assert "un registro que ya no está o que usted no puede abrir 1 marca de asistencia" in text


@pytest.mark.parametrize("size", [1, 3])
def test_a_day_asks_the_same_however_much_arrived(world, size, django_assert_num_queries):
    for session in world.jauja.workshops[:size]:
        arrived(world, session)
        arrived(world, session, author=world.coordinator, kind="walk_in_count")
    with django_assert_num_queries(3):
        assert sum(len(author.arrivals) for author in arrivals(world.coordinator, DAY)) == 2 * size


@pytest.mark.parametrize("typed", ["", "x", "2026-02-30", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_is_today(world, login, typed):
    assert login(world.coordinator).get(URL, {"dia": typed}).context["day"] == timezone.localdate()


def test_an_empty_day_says_so(world, login):
    assert "Ese día no llegó nada desde los teléfonos." in words(login(world.coordinator).get(f"{URL}?dia=2026-04-19"))
    assert Operation.objects.count() == 0
