"""Enrolling, leaving, coming back, the closing practice."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from gvp.audit.models import Entry
from gvp.testing.world import FIRST_DAY, add_man, hold
from workshops import enrolling
from workshops.models import Cycle, Enrolment

DAY = dt.date(2026, 4, 7)


@pytest.fixture
def newcomers(world):
    return [add_man(world.jauja.community, "JAU", n) for n in (21, 22)]


@pytest.fixture
def enrolment(world):
    return Enrolment.objects.get(participant=world.jauja.men[0])


@pytest.fixture
def winay(world):
    Cycle.objects.filter(pk=world.jauja.cycle.pk).update(kind="winay")
    world.jauja.cycle.refresh_from_db()
    return world.jauja.cycle


def enrol(world, people, **changes):
    wanted = {"by": world.coordinator, "cycle": world.jauja.cycle, "people": people, "enrolled_on": DAY} | changes
    return enrolling.enrol(**wanted)


def test_many_are_enrolled_at_once_and_a_resend_changes_nothing(world, newcomers):
    assert [enrol(world, newcomers), enrol(world, newcomers)] == [2, 0]
    assert sorted(world.jauja.cycle.enrolments.values_list("enrolled_on", flat=True)) == [FIRST_DAY] * 3 + [DAY] * 2
    assert [entry.detail["enrolled"] for entry in Entry.objects.about(world.jauja.cycle)] == [2]


def test_who_was_enrolled_keeps_the_first_day(world, newcomers):
    assert enrol(world, [*newcomers, world.jauja.men[0]]) == 2
    assert world.jauja.men[0].enrolments.get().enrolled_on == FIRST_DAY


def test_a_cycle_for_men_enrols_no_school_leader(world):
    leader = add_man(world.jauja.community, "JAU", 23, group="school_leader")
    with pytest.raises(ValidationError) as refused:
        enrol(world, [leader])
    assert refused.value.code == "group"


def test_a_merged_record_is_not_enrolled(world, newcomers):
    newcomers[0].merged_into = newcomers[1]
    with pytest.raises(ValidationError) as refused:
        enrol(world, newcomers)
    assert (refused.value.code, world.jauja.cycle.enrolments.count()) == ("group", 3)


def test_leaving_is_written_once_and_undone(world, enrolment):
    left = [enrolling.withdraw(by=world.coordinator, enrolment=enrolment, on=DAY) for _ in range(2)]
    back = [enrolling.rejoin(by=world.coordinator, enrolment=enrolment) for _ in range(2)]
    enrolment.refresh_from_db()
    assert (left, back, enrolment.withdrawn_on) == ([True, False], [True, False], None)
    entries = Entry.objects.about(enrolment).order_by("id")
    assert [entry.detail for entry in entries] == [{"withdrawn_on": "2026-04-07"}, {"withdrawn_on": ""}]


@pytest.mark.parametrize("on", [FIRST_DAY - dt.timedelta(days=1), FIRST_DAY + dt.timedelta(days=6)])
def test_nobody_leaves_before_enrolling_or_before_a_session_attended(world, enrolment, on):
    hold(world.jauja.workshops[0], world.jauja.men[0])
    with pytest.raises(ValidationError) as refused:
        enrolling.withdraw(by=world.coordinator, enrolment=enrolment, on=on)
    assert set(refused.value.error_dict) == {"on"}


def test_the_closing_practice_is_written_for_many_and_taken_back(world, winay):
    done = list(winay.enrolments.all()[:2])
    changed = [
        enrolling.set_practice(by=world.coordinator, cycle=winay, enrolments=done, on=on) for on in (DAY, DAY, None)
    ]
    assert (changed, winay.enrolments.filter(practice_on__isnull=False).count()) == ([2, 0, 2], 0)
    assert Entry.objects.about(winay).count() == 2


def test_only_winay_has_a_closing_practice(world, enrolment):
    with pytest.raises(ValidationError) as refused:
        enrolling.set_practice(by=world.coordinator, cycle=world.jauja.cycle, enrolments=[enrolment], on=DAY)
    assert refused.value.code == "kind"


def test_nobody_practises_before_enrolling(world, winay):
    early = FIRST_DAY - dt.timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        enrolling.set_practice(by=world.coordinator, cycle=winay, enrolments=winay.enrolments.all(), on=early)
    assert set(refused.value.error_dict) == {"on"}


def test_an_enrolment_of_another_cycle_is_left_alone(world, winay):
    stranger = world.tayacaja.cycle.enrolments.first()
    assert enrolling.set_practice(by=world.coordinator, cycle=winay, enrolments=[stranger], on=DAY) == 0
