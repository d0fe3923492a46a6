"""C1a by hand: one man of Jauja, a cycle of 8 modules of which 1 and 2 are core; 6 are needed (indicators.md, 2)."""

import datetime as dt

import pytest

from gvp.base.models import Parameter
from gvp.reporting.base import Scope
from gvp.reporting.indicators import INDICATORS
from gvp.testing.world import FIRST_DAY, add_man, hold
from participants.models import Consent
from workshops.models import Attendance, AttendanceState, Cycle, Enrolment, Module, Workshop

LATER = dt.date(2026, 12, 31)


def on(week: int) -> dt.date:
    """The date of the session of module `week`."""
    return FIRST_DAY + dt.timedelta(weeks=week)


@pytest.fixture
def man(world):
    return world.jauja.men[0]


def came_to(world, man, *modules: int, state: str = AttendanceState.PRESENT) -> None:
    for order in modules:
        hold(world.jauja.workshops[order - 1], man, state=state)


def since(until: dt.date = LATER) -> list[dt.date]:
    """The date of each man who counts."""
    return [row.reached_on for row in INDICATORS["C1a"].rows(Scope(until))]


def verdict(man, until: dt.date = LATER):
    man.refresh_from_db()
    return INDICATORS["C1a"].why(man, until)


# --- The cycle ---------------------------------------------------------------------------------


def test_six_of_eight_modules_with_both_core_ones_count_from_the_sixth(world, man):
    came_to(world, man, 1, 2, 3, 4, 5, 6)
    assert since() == [on(6)]


def test_five_modules_are_not_enough(world, man):
    came_to(world, man, 1, 2, 3, 4, 5)
    assert since() == []


def test_modules_after_the_condition_was_met_do_not_move_the_date(world, man):
    came_to(world, man, 1, 2, 3, 4, 5, 6, 7, 8)
    assert since() == [on(6)]


def test_a_missing_core_module_does_not_count_however_many_others_were_attended(world, man):
    came_to(world, man, 1, 3, 4, 5, 6, 7, 8)
    assert since() == []


def test_the_last_core_module_gives_the_date_when_it_came_last(world, man):
    Workshop.objects.filter(pk=world.jauja.workshops[1].pk).update(date=on(20))
    world.jauja.workshops[1].refresh_from_db()
    came_to(world, man, 1, 2, 3, 4, 5, 6, 7)
    assert since() == [on(20)]


@pytest.mark.parametrize(
    ("state", "expected"),
    [("present", [on(6)]), ("late", [on(6)]), ("made_up", [on(6)]), ("excused", []), ("absent", [])],
)
def test_present_late_and_made_up_is_attended_and_nothing_else(world, man, state, expected):
    came_to(world, man, 1, 2, 3, 4, 5)
    came_to(world, man, 6, state=state)
    assert since() == expected


def test_a_session_not_held_is_not_attended(world, man):
    came_to(world, man, 1, 2, 3, 4, 5, 6)
    Workshop.objects.filter(pk=world.jauja.workshops[5].pk).update(status="cancelled")
    assert since() == []


def test_the_same_module_twice_counts_once(world, man):
    came_to(world, man, 1, 2, 3, 4, 5)
    again = Workshop.objects.create(
        code="again", cycle=world.jauja.cycle, module=world.jauja.modules[4], date=on(10),
        community=world.jauja.community,
    )  # fmt: skip
    hold(again, man)
    assert since() == []


def test_a_made_up_session_counts_from_its_own_date(world, man):
    came_to(world, man, 1, 2, 3, 4, 5)
    again = Workshop.objects.create(
        code="again", cycle=world.jauja.cycle, module=world.jauja.modules[5], date=on(10),
        community=world.jauja.community,
    )  # fmt: skip
    hold(again, man, state="made_up")
    assert since() == [on(10)]


def test_sessions_after_until_are_not_looked_at(world, man):
    came_to(world, man, 1, 2, 3, 4, 5, 6)
    assert (since(on(6)), since(on(6) - dt.timedelta(days=1))) == ([on(6)], [])


def test_modules_without_a_session_yet_still_belong_to_the_curriculum(world, man):
    for n in range(9, 13):  # twelve modules ask for nine
        Module.objects.create(cycle=world.jauja.cycle, code=f"{n:02}", title="Más", order=n)
    came_to(world, man, 1, 2, 3, 4, 5, 6, 7, 8)
    assert since() == []


def test_the_share_is_rounded_up(world, man):
    Module.objects.create(cycle=world.jauja.cycle, code="09", title="Más", order=9)  # 0.75 × 9 = 6.75
    came_to(world, man, 1, 2, 3, 4, 5, 6)
    assert since() == []
    came_to(world, man, 7)
    assert since() == [on(7)]


def test_a_short_cycle_still_asks_for_the_least_number_of_modules(world, man):
    Workshop.objects.filter(module__in=world.jauja.modules[5:]).delete()
    Module.objects.filter(cycle=world.jauja.cycle, order__gt=5).delete()
    came_to(world, man, 1, 2, 3, 4, 5)
    assert since() == []


def test_a_cycle_without_modules_never_counts(world, man):
    Parameter.objects.create(key="sensitised_min_modules", value=0)
    empty = Cycle.objects.create(code="V", name="Vacío", community=world.jauja.community, starts_on=FIRST_DAY)
    Enrolment.objects.create(cycle=empty, participant=man, enrolled_on=FIRST_DAY)
    assert since() == []


def test_modules_of_two_cycles_do_not_add_up(world, man):
    came_to(world, man, 1, 2, 3)
    for workshop in world.tayacaja.workshops[3:6]:
        hold(workshop, man)
    assert since() == []


def test_two_completed_cycles_count_once_from_the_earlier(world, man):
    came_to(world, man, 1, 2, 3, 4, 5, 6)
    for workshop in world.tayacaja.workshops[:6]:
        Workshop.objects.filter(pk=workshop.pk).update(date=workshop.date - dt.timedelta(days=3))
        workshop.refresh_from_db()
        hold(workshop, man)
    assert since() == [on(6) - dt.timedelta(days=3)]


def test_a_winay_cycle_does_not_sensitise(world, man):
    Cycle.objects.filter(pk=world.jauja.cycle.pk).update(kind="winay")
    came_to(world, man, 1, 2, 3, 4, 5, 6, 7, 8)
    assert since() == []


def test_leaving_the_cycle_takes_nothing_away(world, man):
    came_to(world, man, 1, 2, 3, 4, 5, 6)
    man.enrolments.update(withdrawn_on=on(6))
    assert since() == [on(6)]


def test_changed_thresholds_decide(world, man):
    Parameter.objects.create(key="sensitised_share", value="0.5")
    Parameter.objects.create(key="sensitised_min_modules", value=4)
    came_to(world, man, 1, 2, 3, 4)
    assert since() == [on(4)]


# --- The person --------------------------------------------------------------------------------


@pytest.fixture
def complete(world, man):
    """A man who attended enough: only his own record is left to decide."""
    came_to(world, man, 1, 2, 3, 4, 5, 6)
    return man


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"group": "school_leader"}, "group"),
        ({"sex": "F"}, "sex"),
        ({"birth_year": 2009}, "age"),  # 17 in the year of registration
        ({"birth_year": 2008}, ""),
        ({"group": "school_leader", "sex": "F", "birth_year": 2012}, "group"),
        ({"sex": "F", "birth_year": 2012}, "sex"),
    ],
)
def test_the_first_rule_that_fails_decides(complete, facts, rule):
    type(complete).objects.filter(pk=complete.pk).update(**facts)
    assert (verdict(complete).rule, since()) == (rule, [] if rule else [on(6)])


def test_a_man_of_a_town_does_not_count(world, complete):
    world.jauja.community.rural = False
    world.jauja.community.save()
    assert (verdict(complete).rule, since()) == ("rural", [])


def test_without_consent_nobody_counts(complete):
    Consent.objects.filter(participant=complete).delete()
    assert (verdict(complete).rule, since()) == ("consent", [])


def test_consent_given_on_the_last_day_counts_and_the_day_after_does_not(complete):
    Consent.objects.filter(participant=complete).update(given_on=on(9))
    assert (since(on(9)), since(on(9) - dt.timedelta(days=1))) == ([on(6)], [])


def test_consent_revoked_on_the_last_day_no_longer_counts(complete):
    Consent.objects.filter(participant=complete).update(revoked_on=on(9))
    assert (since(on(9)), since(on(9) - dt.timedelta(days=1))) == ([], [on(6)])


def test_consent_given_again_after_a_revocation_counts(complete):
    Consent.objects.filter(participant=complete).update(revoked_on=on(9))
    Consent.objects.create(participant=complete, kind="registration", given_on=on(11), mode="signature")
    assert (since(on(10)), since(on(11))) == ([], [on(6)])


def test_another_consent_does_not_replace_the_one_to_be_registered(complete):
    Consent.objects.filter(participant=complete).update(kind="evaluation")
    assert since() == []


def test_a_record_merged_into_another_does_not_count(world, complete):
    complete.merged_into = world.jauja.men[1]
    complete.save()
    assert since() == []


def test_a_man_counts_in_the_province_of_his_community_at_enrolment(world, complete):
    type(complete).objects.filter(pk=complete.pk).update(current_community=world.tayacaja.community)
    count = INDICATORS["C1a"].value
    assert [count(Scope(LATER, province=code)).cumulative for code in ("1204", "0907")] == [1, 0]


def test_a_reader_of_one_province_finds_only_its_men(world, complete):
    there = Scope(LATER, among=frozenset({"0907"}))
    assert INDICATORS["C1a"].value(there).cumulative == 0


def test_period_and_cumulative_are_told_apart(world, complete):
    value = INDICATORS["C1a"].value(Scope(LATER, since=on(6) + dt.timedelta(days=1)))
    assert value.as_json() == {"in_period": 0, "cumulative": 1, "stock": None}


# --- The reasons -------------------------------------------------------------------------------


@pytest.fixture
def english(settings):
    settings.LANGUAGE_CODE = "en"


def test_the_reason_names_what_he_attended_and_what_is_missing(world, man, english):
    came_to(world, man, 1, 3, 4, 5, 6)
    assert verdict(man).reason == (
        "Attended 5 of the 6 modules needed in “Ciclo Jauja”; core module missing: 2 (Módulo 2)."
    )


def test_the_reason_says_that_he_came_to_nothing(world, english):
    stranger = add_man(world.jauja.community, "JAU", 9)
    assert verdict(stranger).reason == "Has attended no session of this kind: sensitisation workshops."


def test_the_reason_is_about_the_cycle_he_was_nearest_to_completing(world, man, english):
    came_to(world, man, 1)
    for workshop in world.tayacaja.workshops[:5]:
        hold(workshop, man)
    assert verdict(man).reason == "Attended 5 of the 6 modules needed in “Ciclo Tayacaja”."


def test_the_reason_names_the_consent_that_is_missing(complete, english):
    Consent.objects.filter(participant=complete).delete()
    assert verdict(complete, dt.date(2026, 6, 30)).reason == (
        "On 30/06/2026 there was no consent in force for: registration."
    )


def test_somebody_registered_later_was_not_there_yet(man, english):
    assert (verdict(man, FIRST_DAY - dt.timedelta(days=1)).reason) == "Was registered on 03/03/2026."


# --- The number of queries ---------------------------------------------------------------------


@pytest.mark.parametrize("men", [1, 3])
def test_rows_take_two_queries_however_many_men(world, men, django_assert_num_queries):
    for workshop in world.jauja.workshops[:6]:
        hold(workshop, *world.jauja.men[:men])
    with django_assert_num_queries(2):  # men, curricula
        assert len(INDICATORS["C1a"].rows(Scope(LATER))) == men


@pytest.mark.parametrize("cycles", [1, 3])
def test_a_verdict_takes_eight_queries_however_many_cycles(world, man, cycles, django_assert_num_queries):
    came_to(world, man, 1, 2)
    for n in range(1, cycles):
        cycle = Cycle.objects.create(code=f"K{n}", name=f"K{n}", community=world.jauja.community, starts_on=FIRST_DAY)
        Module.objects.create(cycle=cycle, code="01", title="Uno", core=True)
        Enrolment.objects.create(cycle=cycle, participant=man, enrolled_on=FIRST_DAY)
    assert Attendance.objects.count() == 2
    with django_assert_num_queries(8):
        assert INDICATORS["C1a"].why(man, LATER).rule == "cycle"
