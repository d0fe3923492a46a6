"""The rule that says who stopped coming."""

import datetime as dt

import pytest

from gvp.testing.world import add_man, hold
from participants import merging
from workshops.dropouts import drop_outs
from workshops.models import Attendance, Enrolment, Workshop

TODAY = dt.date(2026, 5, 20)  # after the eighth session of the world


def held(world, n, *present, state="present"):
    return hold(world.jauja.workshops[n - 1], *present, state=state)


def mark(world, n, person, state):
    Attendance.objects.create(workshop=world.jauja.workshops[n - 1], participant=person, state=state)


def gone(world, user=None, today=TODAY):
    """Code of each drop-out with the days of the sessions missed, in the order of the page."""
    groups = drop_outs(user or world.coordinator, today)
    return [(c.person.code, [miss.date for miss in c.missed]) for group in groups for c in group.cases]


def day(world, n):
    return world.jauja.workshops[n - 1].date


@pytest.fixture
def man(world):
    """The first man came to sessions 1 and 2; his two companions came to all four."""
    man, *others = world.jauja.men
    for n in (1, 2):
        held(world, n, man, *others)
    for n in (3, 4):
        held(world, n, *others)
    return man


def case(world, today=TODAY):
    [group] = drop_outs(world.coordinator, today)
    [found] = group.cases
    return found


def test_two_sessions_missed_in_a_row_make_a_drop_out(world, man):
    assert gone(world) == [("JAU-0001", [day(world, 4), day(world, 3)])]


def test_one_missed_session_does_not(world, man):
    mark(world, 3, man, "present")
    assert gone(world) == []


def test_two_missed_sessions_with_one_attended_in_between_do_not(world, man):
    held(world, 5, *world.jauja.men)
    assert gone(world) == []


def test_a_third_one_counts_as_well(world, man):
    held(world, 5, *world.jauja.men[1:])
    assert gone(world) == [("JAU-0001", [day(world, 5), day(world, 4), day(world, 3)])]


@pytest.mark.parametrize("state", ["absent", "excused"])
def test_marked_absent_or_excused_is_missed_like_not_marked(world, man, state):
    mark(world, 4, man, state)
    assert [miss.state for miss in case(world).missed] == [state, ""]


def test_an_excused_absence_is_shown_as_such(world, man):
    mark(world, 3, man, "excused")
    assert [miss.excused for miss in case(world).missed] == [False, True]


@pytest.mark.parametrize("state", ["present", "late", "made_up"])
def test_whoever_came_late_or_made_it_up_has_not_missed(world, man, state):
    mark(world, 4, man, state)
    assert gone(world) == []


def test_a_make_up_session_of_the_module_cancels_the_miss(world, man):
    make_up(world, 3, day(world, 4) + dt.timedelta(days=1), man)
    assert gone(world) == []


def test_a_module_attended_earlier_is_not_missed_when_it_is_repeated(world, man):
    """Session 4 repeats module 2 for those who lacked it."""
    Workshop.objects.filter(code="K-JAU-04").update(module=world.jauja.modules[1])
    assert gone(world) == []


def make_up(world, module, on, *people):
    session = Workshop.objects.create(
        code="K-JAU-R1", cycle=world.jauja.cycle, module=world.jauja.modules[module - 1], date=on,
        community=world.jauja.community,
    )  # fmt: skip
    return hold(session, *people)


def test_cancelled_and_planned_sessions_are_passed_over(world, man):
    Workshop.objects.filter(code="K-JAU-03").update(status="cancelled")
    assert gone(world) == []
    held(world, 5, *world.jauja.men[1:])
    assert gone(world) == [("JAU-0001", [day(world, 5), day(world, 4)])]


def test_who_enrolled_after_those_sessions_has_not_missed_them(world, man):
    add_man(world.jauja.community, "JAU", 30, world.jauja.cycle, enrolled_on=day(world, 4))
    assert [code for code, _days in gone(world)] == ["JAU-0001"]


def test_who_never_came_has_missed_every_session_since_enrolling(world, man):
    add_man(world.jauja.community, "JAU", 30, world.jauja.cycle, enrolled_on=day(world, 2))
    assert gone(world)[0] == ("JAU-0030", [day(world, 4), day(world, 3), day(world, 2)])


def test_who_left_the_cycle_is_no_drop_out(world, man):
    Enrolment.objects.filter(participant=man).update(withdrawn_on=day(world, 3))
    assert gone(world) == []


def test_a_closed_cycle_is_not_looked_at(world, man):
    world.jauja.cycle.closes_on = TODAY - dt.timedelta(days=1)
    world.jauja.cycle.save()
    assert gone(world) == []
    assert gone(world, today=TODAY - dt.timedelta(days=1)) != []


def test_a_session_of_today_counts_once_the_person_is_marked(world, man):
    today = day(world, 4)
    assert gone(world, today=today) == []
    mark(world, 4, man, "absent")
    assert gone(world, today=today) == [("JAU-0001", [day(world, 4), day(world, 3)])]


def test_attendance_under_a_merged_record_is_attendance(world, man):
    double = add_man(world.jauja.community, "JAU", 31, world.jauja.cycle)
    mark(world, 4, double, "present")
    merging.merge(by=world.coordinator, survivor=man, absorbed=double)
    assert gone(world) == []


def test_another_province_is_not_seen(world, man):
    assert gone(world, user=world.users["coordinator_tayacaja"]) == []
    assert gone(world, user=world.users["monitoring"]) == gone(world)


def test_attending_another_cycle_is_another_matter(world, man):
    hold(world.tayacaja.workshops[7], man)
    assert len(gone(world)) == 1


def test_who_can_still_complete_is_told_with_what(world, man):
    """Eight modules, six needed: two attended, four still to be held, both core ones among those attended."""
    found = case(world)
    assert (found.attended, found.more, found.within_reach, found.needs_make_up) == (2, 4, 4, False)


def test_one_module_less_and_only_a_make_up_session_helps(world, man):
    held(world, 5, *world.jauja.men[1:])
    assert (case(world).more, case(world).within_reach, case(world).needs_make_up) == (4, 3, True)


def test_a_planned_make_up_session_brings_the_module_within_reach(world, man):
    held(world, 5, *world.jauja.men[1:])
    Workshop.objects.create(
        code="K-JAU-R1", cycle=world.jauja.cycle, module=world.jauja.modules[2], date=TODAY,
        community=world.jauja.community,
    )  # fmt: skip
    assert (case(world).within_reach, case(world).needs_make_up) == (4, False)


def test_a_core_module_that_is_over_is_named(world, man):
    Attendance.objects.filter(participant=man).delete()
    mark(world, 2, man, "present")
    assert [module.title for module in case(world).out_of_reach] == ["Módulo 1"]


def test_who_has_completed_comes_last(world, man):
    for n in (5, 6):
        held(world, n, *world.jauja.men)
    other = add_man(world.jauja.community, "JAU", 32, world.jauja.cycle, enrolled_on=day(world, 5))
    for n in (3, 4):
        mark(world, n, man, "present")
    for n in (7, 8):
        held(world, n, *world.jauja.men[1:])
    groups = drop_outs(world.coordinator, TODAY)
    assert [(c.person.code, c.completed) for c in groups[0].cases] == [(other.code, False), ("JAU-0001", True)]


def test_the_cycle_with_the_person_most_at_risk_comes_first(world, man):
    for n in range(3):
        hold(world.tayacaja.workshops[n], *world.tayacaja.men[1:])
    groups = drop_outs(world.users["monitoring"], TODAY)
    assert [group.cycle.code for group in groups] == ["K-TAY", "K-JAU"]


def test_it_costs_the_same_for_one_and_for_three(world, man, django_assert_num_queries):
    with django_assert_num_queries(6):
        drop_outs(world.coordinator, TODAY)
    for n in (40, 41):
        add_man(world.jauja.community, "JAU", n, world.jauja.cycle)
    with django_assert_num_queries(6):
        assert len(drop_outs(world.coordinator, TODAY)[0].cases) == 3
