"""What was decided by hand, as one list: each tap once, each with its way back."""

import datetime as dt
import uuid

import pytest
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone

from gvp.sync.decisions import Taps, decisions
from gvp.sync.models import Operation
from gvp.testing.furnished_field import a_dispute, late_mark
from workshops import deciding
from workshops.models import AttendanceState

pytestmark = pytest.mark.django_db
NOON = timezone.make_aware(dt.datetime(2026, 4, 20, 12))


def arrived(world, man, at, status="discarded"):
    facts = {"status": status, "decided_at": at, "decided_by": world.coordinator, "province": world.jauja.province}
    return late_mark(world.jauja.workshops[0], man, world.field, None, **facts)


def marked(world, n, man):
    """Two people marked him differently, and the coordinator has decided it."""
    row = a_dispute(world.jauja.workshops[n], man, world.field, world.coordinator)
    return deciding.decide(by=world.coordinator, attendance=row, state=AttendanceState.ABSENT, key=uuid.uuid4())


def shown(user):
    return decisions(user, Taps(user)[0:50])


def test_what_one_tap_decided_is_one_line_the_latest_first(world):
    for man in world.jauja.men:
        arrived(world, man, NOON)
    later = arrived(world, world.jauja.men[0], NOON + dt.timedelta(hours=1), status="applied")
    dispute = marked(world, 1, world.jauja.men[1])
    found = shown(world.coordinator)
    assert [one.undo for one in found][:2] == [
        reverse("sync:undecide_dispute", args=[dispute.pk]),
        reverse("sync:undecide", args=[later.pk]),
    ]
    assert [(one.verdict, one.stands, one.says) for one in found[1:]] == [
        ("aceptado", True, f"1 marca de asistencia · {world.field}"),
        ("descartado", False, f"3 marcas de asistencia · {world.field}"),
    ]


def test_the_oldest_decision_about_two_marks_is_reached_by_paging(world):
    first = marked(world, 0, world.jauja.men[0])
    for n in (1, 2, 3):
        marked(world, n, world.jauja.men[0])
    pages = Paginator(Taps(world.coordinator), 2)
    assert (pages.count, pages.page(2)[1].dispute) == (4, first.pk)


def test_what_was_undone_is_no_decision_any_more(world):
    decision = marked(world, 0, world.jauja.men[0])
    taps = Taps(world.coordinator)[0:50]
    deciding.undo(by=world.coordinator, decision=decision)
    assert (decisions(world.coordinator, taps), shown(world.coordinator)) == ([], [])


def test_other_provinces_are_not_told(world):
    arrived(world, world.jauja.men[0], NOON)
    marked(world, 1, world.jauja.men[0])
    roles = ("coordinator", "coordinator_tayacaja", "monitoring")
    assert [len(Taps(world.users[role])) for role in roles] == [2, 0, 2]


@pytest.mark.parametrize("size", [1, 3])
def test_a_page_asks_the_same_however_much_was_decided(world, size, django_assert_num_queries):
    for n in range(size):
        arrived(world, world.jauja.men[n], NOON + dt.timedelta(hours=n))
        marked(world, n + 1, world.jauja.men[n])
    with django_assert_num_queries(4):
        assert len(shown(world.coordinator)) == 2 * size
    assert Operation.objects.count() == size
