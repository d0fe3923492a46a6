"""What waits, as one list of decisions: grouped, oldest first, limited to what one person answers for."""

import datetime as dt
import uuid

import pytest
from django.core.paginator import Paginator
from django.utils import timezone

from gvp.sync import tray
from gvp.sync.models import Operation
from gvp.sync.showing import things
from gvp.sync.tray import Asked, Waiting
from gvp.testing.furnished_field import a_dispute, a_phone, late_mark
from gvp.testing.world import add_man
from workshops.models import Attendance, Mark, Workshop

pytestmark = pytest.mark.django_db


def late(world, session, man, author=None, device=None, **facts):
    return late_mark(session, man, author or world.field, device, **{"province": world.jauja.province} | facts)


def dispute(world, session, man):
    return a_dispute(session, man, world.field, world.coordinator)


def shown(world, **asked):
    keys = Waiting(Asked(world.coordinator, **asked))[0:50]
    return things(world.coordinator, keys)


def test_what_one_phone_sent_about_one_session_is_one_thing_to_decide(world, session):
    phone, other = a_phone(world.field), a_phone(world.field)
    for man in world.jauja.men:
        late(world, session, man, device=phone)
    late(world, session, world.jauja.men[0], device=other)
    late(world, session, world.jauja.men[0], reason=Operation.Reason.OUTSIDER)
    assert sorted(len(thing.also) + 1 for thing in shown(world)) == [1, 1, 3]
    assert tray.waiting(world.coordinator) == 3


def test_the_oldest_comes_first_disputes_among_the_rest(world, session):
    now = timezone.now()
    late(world, session, world.jauja.men[0], received_at=now - dt.timedelta(days=2))
    late(world, world.jauja.workshops[1], world.jauja.men[0], received_at=now)
    row = dispute(world, session, world.jauja.men[1])
    Attendance.objects.filter(pk=row.pk).update(recorded_at=now - dt.timedelta(days=1))
    assert [thing.reason for thing in shown(world)] == ["cancelled", "dispute", "cancelled"]


def test_what_arrived_together_stands_in_the_order_in_which_it_was_written(world):
    now, man = timezone.now(), world.jauja.men[0]
    sessions = sorted(world.jauja.workshops[:3], key=lambda session: session.pk, reverse=True)
    for hours, session in zip((3, 2, 1), sessions, strict=True):
        late(world, session, man, received_at=now, captured_at=now - dt.timedelta(hours=hours))
    assert [thing.session for thing in shown(world)] == [session.pk for session in sessions]


def test_what_differs_only_in_its_reason_or_phone_stands_on_one_page_each(world, session):
    now, man = timezone.now(), world.jauja.men[0]
    for device in (a_phone(world.field), a_phone(world.field)):
        for reason in ("stale", "cancelled", "conflict"):
            late(world, session, man, device=device, reason=reason, received_at=now, captured_at=now)
    rows = Waiting(Asked(world.coordinator))
    singly = [rows[n : n + 1][0] for n in range(6)]
    assert singly == sorted(singly, key=lambda key: (key.reason, key.phone))


def test_another_province_waits_for_its_own_coordinator(world, session):
    late(world, session, world.jauja.men[0])
    dispute(world, session, world.jauja.men[1])
    who = ("coordinator", "coordinator_tayacaja", "monitoring", "administrator")
    assert [tray.waiting(world.users[role]) for role in who] == [2, 0, 2, 2]


def test_what_has_no_place_any_more_waits_for_those_who_work_with_its_author(world, session):
    late(world, session, world.jauja.men[0], province=None)
    assert [tray.waiting(world.users[role]) for role in ("coordinator", "coordinator_tayacaja")] == [1, 0]


def test_a_dispute_of_a_session_suspended_since_is_no_work(world, session):
    dispute(world, session, world.jauja.men[1])
    type(session).objects.filter(pk=session.pk).update(status="cancelled")
    assert tray.waiting(world.coordinator) == 0


def test_it_can_be_limited_to_one_reason_and_one_session(world, session):
    other = world.jauja.workshops[1]
    late(world, session, world.jauja.men[0])
    late(world, other, world.jauja.men[0], reason=Operation.Reason.STALE)
    dispute(world, session, world.jauja.men[1])
    found = [
        [thing.reason for thing in shown(world, **asked)]
        for asked in ({"reason": "stale"}, {"reason": "dispute"}, {"session": other.pk})
    ]
    assert found == [["stale"], ["dispute"], ["stale"]]
    assert tray.reasons(world.coordinator) == ["dispute", "cancelled", "stale"]


def test_a_dispute_shows_each_claim_with_its_author_moment_and_phone(world, session):
    row = dispute(world, session, world.jauja.men[1])
    written = timezone.now() - dt.timedelta(days=1)
    Mark.objects.filter(pk=row.mark_id).update(captured_at=written)
    late(world, session, world.jauja.men[1], id=row.mark_id, status="applied", reason="", device=a_phone(world.field))
    (thing,) = shown(world)
    assert [(version.value, version.who, version.captured_at, version.phone) for version in thing.versions] == [
        ("present", world.field, written, "Android, Chrome"),
        ("absent", world.coordinator, None, ""),
    ]


def test_everybody_marked_in_one_moment_stands_in_the_order_of_the_roster(world, session):
    now = timezone.now()
    for man, key in zip(world.jauja.men, sorted((uuid.uuid4() for _ in world.jauja.men), reverse=True), strict=True):
        late(world, session, man, id=key, captured_at=now)
    (thing,) = shown(world)
    assert [line.label for line in thing.lines] == [
        f"{man.name_for(world.coordinator)} · {man.code}" for man in sorted(world.jauja.men, key=lambda m: m.sort_name)
    ]


def test_what_is_stored_tells_when_it_was_written_and_on_which_phone(world, session):
    man, written = world.jauja.men[0], timezone.now() - dt.timedelta(days=1)
    mark = Mark.objects.create(workshop=session, participant=man, state="present", recorded_by=world.coordinator)
    Attendance.objects.create(
        workshop=session, participant=man, state="present", mark=mark, recorded_by=world.coordinator
    )
    late(world, session, man, reason="stale")
    facts = {"status": "applied", "reason": "", "captured_at": written, "carried_by": world.users["administrator"]}
    late(world, session, man, id=mark.pk, author=world.coordinator, device=a_phone(world.field), **facts)
    stored = shown(world)[0].versions[0]
    assert (stored.who, stored.captured_at, stored.received_at, stored.phone, stored.carried_by) == (
        world.coordinator, written, Attendance.objects.get().recorded_at, "Android, Chrome",
        world.users["administrator"],
    )  # fmt: skip


def test_the_sessions_nearest_to_the_day_are_offered_first_for_one_that_was_deleted(world):
    *others, last = world.jauja.workshops
    written = timezone.make_aware(dt.datetime.combine(last.date, dt.time(22)))  # the next day by UTC
    late(world, Workshop(pk=uuid.uuid4()), world.jauja.men[0], reason="deleted", captured_at=written)
    (thing,) = shown(world)
    near = [session for session in reversed(others) if last.date - session.date <= dt.timedelta(31)]
    assert thing.sessions == [last, *near]


def test_what_was_decided_while_the_page_was_made_is_left_out(world, session):
    operation = late(world, session, world.jauja.men[0])
    keys = Waiting(Asked(world.coordinator))[0:50]
    Operation.objects.filter(pk=operation.pk).update(status="discarded")
    assert things(world.coordinator, keys) == []


@pytest.mark.parametrize("size", [1, 3])
def test_a_page_asks_the_same_however_much_waits(world, session, size, django_assert_num_queries):
    for n in range(size):
        man = add_man(world.jauja.community, "JAU", 50 + n, world.jauja.cycle)
        late(world, session, man)
        late(world, world.jauja.workshops[n], man, reason=Operation.Reason.STALE)
        dispute(world, session, man)
    with django_assert_num_queries(9):
        assert len(shown(world)) == 1 + 2 * size


def test_what_waits_is_counted_by_one_query_and_paged_by_one(world, session, django_assert_num_queries):
    man = world.jauja.men[0]
    fixed = {
        "kind": "mark", "captured_at": timezone.now(), "author": world.field, "digest": "", "status": "review",
        "reason": "stale", "province": world.jauja.province,
    }  # fmt: skip
    Operation.objects.bulk_create(
        Operation(record=add_man(world.jauja.community, "X", 300 + n).pk if n < 3 else man.pk, **fixed)
        for n in range(6)
    )
    with django_assert_num_queries(2):
        page = Paginator(Waiting(Asked(world.coordinator)), 3).page(2)
    assert (page.paginator.count, len(page.object_list)) == (4, 1)
