"""What waits in the tray is applied, discarded, put back; each decision once, and written down."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gvp.audit.models import Entry
from gvp.sync import reviewing
from gvp.sync.models import Operation
from gvp.testing.furnished_field import late_mark
from workshops import planning
from workshops.models import Attendance, Mark, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(world):
    """Suspended while the phone was without signal."""
    found = world.jauja.workshops[0]
    planning.cancel(by=world.coordinator, workshop=found, reason="Lluvia")
    return found


@pytest.fixture
def waits(world, session):
    return late_mark(session, world.jauja.men[0], world.field, None, province=world.jauja.province)


def decide(action, world, operation, **more):
    return action(by=world.coordinator, operation=operation.pk, **more)


def refusal(action, world, operation, **more):
    with pytest.raises(ValidationError) as refused:
        decide(action, world, operation, **more)
    return refused.value.code


def state(operation):
    operation.refresh_from_db()
    return operation.status, operation.decision, operation.decided_by and operation.decided_by.username


def test_taken_the_session_is_restored_and_the_mark_is_its_author_s(world, session, waits):
    assert decide(reviewing.apply, world, waits) is True
    session.refresh_from_db()
    row = Attendance.objects.get(workshop=session)
    assert (session.status, row.state, row.recorded_by, row.mark_id) == ("held", "absent", world.field, waits.pk)
    assert state(waits) == ("applied", "applied", "coordinator")


def test_taken_back_the_session_is_suspended_again_and_the_mark_is_gone(world, session, waits):
    decide(reviewing.apply, world, waits)
    assert decide(reviewing.undo, world, waits) is True
    session.refresh_from_db()
    assert (session.status, session.cancelled_reason, Mark.objects.count(), Attendance.objects.count()) == (
        "cancelled", "Lluvia", 0, 0,
    )  # fmt: skip
    assert state(waits) == ("review", "", None)


def test_what_was_taken_back_can_be_taken_again(world, waits):
    decide(reviewing.apply, world, waits)
    decide(reviewing.undo, world, waits)
    decide(reviewing.apply, world, waits)
    assert Attendance.objects.get().state == "absent"


def test_discarded_nothing_changes_and_it_can_be_put_back(world, session, waits):
    decide(reviewing.discard, world, waits)
    session.refresh_from_db()
    assert (session.status, Mark.objects.count(), state(waits)) == (
        "cancelled", 0, ("discarded", "discarded", "coordinator"),
    )  # fmt: skip
    assert decide(reviewing.undo, world, waits) is True
    assert state(waits) == ("review", "", None)


@pytest.mark.parametrize("action", [reviewing.apply, reviewing.discard])
def test_a_decision_sent_twice_is_one(world, waits, action):
    assert [decide(action, world, waits) for _ in range(2)] == [True, False]
    assert Entry.objects.about(waits).count() == 1


def test_whoever_decides_otherwise_too_late_is_told(world, waits):
    decide(reviewing.discard, world, waits)
    assert refusal(reviewing.apply, world, waits) == "decided"


def test_undone_twice_is_undone_once(world, waits):
    decide(reviewing.discard, world, waits)
    assert [decide(reviewing.undo, world, waits) for _ in range(2)] == [True, False]


def test_what_never_waited_is_corrected_on_its_page(world, session):
    plain = late_mark(session, world.jauja.men[0], world.field, None, status="applied", reason="")
    assert refusal(reviewing.undo, world, plain) == "direct"


def test_what_somebody_has_changed_since_is_not_undone(world, session, waits):
    decide(reviewing.apply, world, waits)
    Attendance.objects.update(state="present")
    assert refusal(reviewing.undo, world, waits) == "changed"
    assert state(waits) == ("applied", "applied", "coordinator")


def test_a_coordinator_of_another_province_finds_nothing(world, waits):
    with pytest.raises(Operation.DoesNotExist):
        reviewing.apply(by=world.users["coordinator_tayacaja"], operation=waits.pk)


def test_every_decision_stands_in_the_log_with_its_province_and_no_name(world, waits):
    decide(reviewing.apply, world, waits)
    decide(reviewing.undo, world, waits)
    lines = Entry.objects.about(waits).order_by("at", "pk")
    assert [(line.by, line.province, line.detail) for line in lines] == [
        (world.coordinator, "1204", {"status": "applied"}),
        (world.coordinator, "1204", {"status": "review"}),
    ]


def test_what_was_for_a_deleted_session_goes_into_another(world):
    gone, other = uuid.uuid4(), world.jauja.workshops[2]
    waits = late_mark(Workshop(pk=gone), world.jauja.men[0], world.field, None, reason="deleted")
    assert refusal(reviewing.apply, world, waits) == "deleted"
    decide(reviewing.apply, world, waits, record=other.pk)
    assert Attendance.objects.get(workshop=other).state == "absent"


def test_taken_back_from_another_session_it_belongs_to_its_own_again(world):
    gone, other = uuid.uuid4(), world.jauja.workshops[2]
    waits = late_mark(Workshop(pk=gone), world.jauja.men[0], world.field, None, reason="deleted")
    places = []
    for action, more in ((reviewing.apply, {"record": other.pk}), (reviewing.undo, {})):
        decide(action, world, waits, **more)
        waits.refresh_from_db()
        places.append((waits.record, waits.province_id, Attendance.objects.filter(workshop=other).count()))
    assert places == [(other.pk, "1204", 1), (gone, None, 0)]


@pytest.mark.parametrize("facts", [{"reason": "cancelled"}, {"kind": "assessment"}])
def test_only_what_was_for_a_deleted_session_goes_into_another(world, facts):
    facts = {"reason": "deleted", "province": world.jauja.province} | facts
    waits = late_mark(world.jauja.workshops[0], world.jauja.men[0], world.field, None, **facts)
    assert refusal(reviewing.apply, world, waits, record=world.jauja.workshops[2].pk) == "elsewhere"


def test_what_no_version_of_the_program_reads_any_more_is_not_taken(world, session):
    waits = late_mark(session, world.jauja.men[0], world.field, None, version=99, province=world.jauja.province)
    assert refusal(reviewing.apply, world, waits) == "version"


def test_what_was_decided_by_one_tap_is_found_together(world, session):
    now = timezone.now()
    first, second, apart = (
        late_mark(session, man, world.field, None, province=world.jauja.province, captured_at=now + dt.timedelta(n))
        for n, man in enumerate(world.jauja.men)
    )
    for operation in (first, second):
        decide(reviewing.discard, world, operation, at=now)
    decide(reviewing.discard, world, apart)
    first.refresh_from_db()
    assert reviewing.decided_with(first) == [second.pk, first.pk]
