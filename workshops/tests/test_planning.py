"""Planning, changing, cancelling, moving and deleting sessions."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gvp.audit.models import Entry
from gvp.testing.world import FIRST_DAY, hold
from workshops import planning
from workshops.models import Attendance, Evidence, Module, Workshop

DAY = dt.date(2026, 6, 2)


def place(world):
    return {"starts_at": dt.time(18), "minutes": 90, "community": world.jauja.community, "facilitator": "Rosa Ficticia"}


def plan(world, key=None, **changes):
    facts = {"module": world.jauja.modules[0], "date": DAY} | place(world) | changes
    return planning.plan(by=world.coordinator, cycle=world.jauja.cycle, key=key or uuid.uuid4(), facts=facts)


def series(world, weeks=1, first_on=DAY):
    return planning.plan_series(
        by=world.coordinator, cycle=world.jauja.cycle, first_on=first_on, every=dt.timedelta(weeks=weeks),
        facts=place(world),
    )  # fmt: skip


@pytest.fixture
def session(world):
    return world.jauja.workshops[0]


def details(thing):
    return [entry.detail for entry in Entry.objects.about(thing).order_by("id")]


def test_a_session_gets_the_next_code_of_its_cycle(world):
    assert [plan(world).code, plan(world).code] == ["K-JAU-09", "K-JAU-10"]


def test_codes_that_somebody_typed_are_passed_over(world):
    Workshop.objects.filter(code="K-JAU-08").update(code="K-JAU-R1")
    assert plan(world).code == "K-JAU-08"


def test_a_session_sent_twice_is_planned_once(world):
    key = uuid.uuid4()
    assert plan(world, key) == plan(world, key)
    assert Workshop.objects.filter(cycle=world.jauja.cycle).count() == 9


def test_no_session_comes_before_its_cycle(world):
    with pytest.raises(ValidationError) as refused:
        plan(world, date=FIRST_DAY - dt.timedelta(days=1))
    assert set(refused.value.error_dict) == {"date"}


def test_no_session_teaches_a_module_of_another_cycle(world):
    with pytest.raises(ValidationError) as refused:
        plan(world, module=world.tayacaja.modules[0])
    assert set(refused.value.error_dict) == {"module"}


@pytest.mark.parametrize("weeks", [1, 2])
def test_a_series_plans_each_module_that_has_no_session(world, weeks):
    Workshop.objects.filter(cycle=world.jauja.cycle, module__order__gt=5).delete()
    Workshop.objects.filter(code="K-JAU-02").update(status="cancelled")
    planned = [(s.module.order, s.date, s.code) for s in series(world, weeks)]
    assert planned == [
        (2, DAY, "K-JAU-06"),
        (6, DAY + dt.timedelta(weeks=weeks), "K-JAU-07"),
        (7, DAY + dt.timedelta(weeks=2 * weeks), "K-JAU-08"),
        (8, DAY + dt.timedelta(weeks=3 * weeks), "K-JAU-09"),
    ]


def test_a_series_sent_twice_plans_nothing_more(world):
    Workshop.objects.filter(cycle=world.jauja.cycle).delete()
    assert [len(series(world)), len(series(world))] == [8, 0]
    assert len(details(world.jauja.cycle)) == 1


def test_a_change_names_its_fields(world, session):
    facts = {"minutes": 45, "facilitator": session.facilitator}
    assert planning.change(by=world.coordinator, workshop=session, facts=facts) == ["minutes"]
    assert (planning.change(by=world.coordinator, workshop=session, facts=facts), details(session)) == (
        [],
        [{"fields": ["minutes"]}],
    )


def test_a_planned_session_is_not_moved_without_a_reason(world, session):
    with pytest.raises(ValidationError) as refused:
        planning.change(by=world.coordinator, workshop=session, facts={"date": DAY})
    assert set(refused.value.error_dict) == {"date"}


def test_the_date_of_a_session_held_is_corrected_to_the_past_only(world, session):
    hold(session)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(ValidationError):
        planning.change(by=world.coordinator, workshop=session, facts={"date": tomorrow})
    assert planning.change(by=world.coordinator, workshop=session, facts={"date": DAY}) == ["date"]


def test_cancelling_keeps_the_reason_and_undoing_forgets_it(world, session):
    done = [planning.cancel(by=world.coordinator, workshop=session, reason="Lluvia") for _ in range(2)]
    session.refresh_from_db()
    assert (done, session.status, session.cancelled_reason) == ([True, False], "cancelled", "Lluvia")
    undone = [planning.restore(by=world.coordinator, workshop=session) for _ in range(2)]
    session.refresh_from_db()
    assert (undone, session.status, session.cancelled_reason) == ([True, False], "planned", "")
    assert details(session) == [{"status": "cancelled"}, {"status": "planned"}]


def test_a_session_that_was_held_is_not_cancelled(world, session):
    hold(session, world.jauja.men[0])
    with pytest.raises(ValidationError):
        planning.cancel(by=world.coordinator, workshop=session, reason="Lluvia")
    session.refresh_from_db()
    assert session.status == "held"


def test_a_planned_session_with_people_marked_is_not_cancelled(world, session):
    Attendance.objects.create(workshop=session, participant=world.jauja.men[0], state="present")
    with pytest.raises(ValidationError):
        planning.cancel(by=world.coordinator, workshop=session, reason="Lluvia")


def test_the_first_date_stays_however_often_a_session_moves(world, session):
    first = session.date
    for days in (3, 5):
        planning.reschedule(by=world.coordinator, workshop=session, date=first + dt.timedelta(days), reason="Lluvia")
    session.refresh_from_db()
    assert (session.original_date, session.date) == (first, first + dt.timedelta(days=5))


def test_moving_to_the_same_day_twice_is_one_move(world, session):
    done = [planning.reschedule(by=world.coordinator, workshop=session, date=DAY, reason="Lluvia") for _ in range(2)]
    assert (done, details(session)) == ([True, False], [{"date": ["2026-03-10", "2026-06-02"]}])


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_only_a_planned_session_moves(world, session, status):
    Workshop.objects.filter(pk=session.pk).update(status=status)
    with pytest.raises(ValidationError) as refused:
        planning.reschedule(by=world.coordinator, workshop=session, date=DAY, reason="Lluvia")
    assert refused.value.code == "status"


def test_a_session_planned_by_mistake_is_deleted_and_the_log_remembers_its_code(world, session):
    key = session.pk
    planning.delete(by=world.coordinator, workshop=session)
    assert Workshop.objects.filter(pk=key).count() == 0
    assert Entry.objects.filter(target_id=str(key)).values_list("verb", "detail__code").get() == ("deleted", "K-JAU-01")


@pytest.mark.parametrize("hangs_on_it", ["attendance", "evidence", "held", "cancelled"])
def test_a_session_with_anything_hanging_on_it_stays(world, session, hangs_on_it):
    if hangs_on_it == "attendance":
        Attendance.objects.create(workshop=session, participant=world.jauja.men[0], state="absent")
    elif hangs_on_it == "evidence":
        Evidence.objects.create(workshop=session, file="evidence/lista.jpg")
    else:
        Workshop.objects.filter(pk=session.pk).update(status=hangs_on_it)
    with pytest.raises(ValidationError):
        planning.delete(by=world.coordinator, workshop=session)
    assert Workshop.objects.filter(pk=session.pk).count() == 1


def test_a_cancelled_session_leaves_its_module_without_one(world, session):
    planning.cancel(by=world.coordinator, workshop=session, reason="Lluvia")
    assert list(planning.without_session(world.jauja.cycle)) == [Module.objects.get(pk=session.module_id)]
