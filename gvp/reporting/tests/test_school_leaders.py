"""C5 by hand: one leader of Jauja in a Wiñay cycle of 8 modules, 1 and 2 core; 6 are needed (indicators.md, 2)."""

import datetime as dt

import pytest

from gvp.base.models import Parameter
from gvp.reporting.base import Scope
from gvp.reporting.indicators import INDICATORS
from gvp.testing.world import FIRST_DAY, add_man, hold
from participants.models import Consent
from workshops.models import Cycle, Enrolment

LATER = dt.date(2026, 12, 31)


def on(week: int) -> dt.date:
    return FIRST_DAY + dt.timedelta(weeks=week)


@pytest.fixture
def leader(world):
    """Complete in everything: six modules, practice in the week of the third, three consents."""
    Cycle.objects.filter(pk=world.jauja.cycle.pk).update(kind="winay")
    found = add_man(
        world.jauja.community, "JAU", 50, world.jauja.cycle, group="school_leader", sex="F", birth_year=2012,
        school=world.jauja.school, grade="2", section="B",
    )  # fmt: skip
    for kind in ("guardian", "assent"):
        Consent.objects.create(participant=found, kind=kind, given_on=FIRST_DAY, mode="signature")
    Enrolment.objects.filter(participant=found).update(practice_on=on(3))
    for workshop in world.jauja.workshops[:6]:
        hold(workshop, found)
    return found


def since(until: dt.date = LATER) -> list[dt.date]:
    return [row.reached_on for row in INDICATORS["C5"].rows(Scope(until))]


def verdict(leader, until: dt.date = LATER):
    leader.refresh_from_db()
    return INDICATORS["C5"].why(leader, until)


def test_the_last_module_gives_the_date_when_the_practice_came_before(leader):
    assert since() == [on(6)]


def test_the_practice_gives_the_date_when_it_came_last(leader):
    leader.enrolments.update(practice_on=on(9))
    assert (since(), since(on(9) - dt.timedelta(days=1))) == ([on(9)], [])


def test_without_the_closing_practice_nobody_is_trained(leader):
    leader.enrolments.update(practice_on=None)
    assert since() == []


def test_the_practice_of_another_cycle_does_not_count(world, leader):
    leader.enrolments.update(practice_on=None)
    Cycle.objects.filter(pk=world.tayacaja.cycle.pk).update(kind="winay")
    Enrolment.objects.create(cycle=world.tayacaja.cycle, participant=leader, enrolled_on=FIRST_DAY, practice_on=on(3))
    assert since() == []


@pytest.mark.parametrize("kind", ["registration", "guardian", "assent"])
def test_each_of_the_three_consents_is_needed(leader, kind):
    Consent.objects.filter(participant=leader, kind=kind).delete()
    assert (verdict(leader).rule, since()) == ("consent", [])


@pytest.mark.parametrize("kind", ["registration", "guardian", "assent"])
def test_each_of_the_three_consents_ends_with_its_revocation(leader, kind):
    Consent.objects.filter(participant=leader, kind=kind).update(revoked_on=on(9))
    assert (since(on(9)), since(on(9) - dt.timedelta(days=1))) == ([], [on(6)])


def test_a_core_module_is_needed(world, leader):
    leader.attendances.filter(workshop=world.jauja.workshops[0]).delete()
    hold(world.jauja.workshops[6], leader)
    assert since() == []


def test_the_schools_own_thresholds_decide(world, leader):
    Parameter.objects.create(key="sensitised_share", value="1")
    Parameter.objects.create(key="school_share", value="0.5")
    leader.attendances.filter(workshop=world.jauja.workshops[5]).delete()
    assert since() == [on(5)]  # half of eight is four, but no fewer than five


def test_a_man_is_not_a_school_leader(leader):
    type(leader).objects.filter(pk=leader.pk).update(group="man")
    assert (verdict(leader).rule, since()) == ("group", [])


def test_a_sensitisation_cycle_does_not_train(world, leader):
    Cycle.objects.filter(pk=world.jauja.cycle.pk).update(kind="sensitisation")
    assert since() == []


def test_the_community_of_a_school_leader_may_be_a_town(world, leader):
    world.jauja.community.rural = False
    world.jauja.community.save()
    assert since() == [on(6)]


def test_the_reason_names_the_practice_that_is_missing(leader, settings):
    settings.LANGUAGE_CODE = "en"
    leader.enrolments.update(practice_on=None)
    assert verdict(leader).reason == (
        "Attended 6 of the 6 modules needed in “Ciclo Jauja”; the closing practice is missing."
    )


def test_the_reason_names_all_consents_that_are_missing(leader, settings):
    settings.LANGUAGE_CODE = "en"
    Consent.objects.filter(participant=leader, kind__in=["guardian", "assent"]).delete()
    assert verdict(leader, dt.date(2026, 6, 30)).reason == (
        "On 30/06/2026 there was no consent in force for: guardian's consent, own assent."
    )


def test_rows_take_three_queries(leader, django_assert_num_queries):
    with django_assert_num_queries(3):
        assert len(INDICATORS["C5"].rows(Scope(LATER))) == 1
