"""P01–P07 and P20 by hand (indicators.md, section 5). Jauja's sessions are on the weeks 1 to 8 after FIRST_DAY."""

import datetime as dt
from decimal import Decimal

import pytest

from gvp.places.models import Community, District
from gvp.reporting.base import Memo, Scope
from gvp.reporting.indicators import INDICATORS
from gvp.testing.world import FIRST_DAY, add_man, hold
from participants.models import Consent
from workshops.models import Cycle, Workshop

LATER = dt.date(2026, 12, 31)


def on(week: int) -> dt.date:
    return FIRST_DAY + dt.timedelta(weeks=week)


def figure(code: str, until: dt.date = LATER, province: str | None = "1204", since: dt.date | None = None) -> dict:
    return INDICATORS[code].value(Scope(until, since, province)).as_json()


def parts(code: str, until: dt.date = LATER, province: str | None = "1204") -> tuple:
    found = figure(code, until, province)
    return found["numerator"], found["denominator"]


@pytest.fixture
def sessions(world):
    return world.jauja.workshops


@pytest.fixture
def men(world):
    return world.jauja.men


# --- P01 -----------------------------------------------------------------------------------------


def test_p01_divides_the_sessions_held_by_all_sessions_up_to_the_day(sessions):
    hold(sessions[0])
    Workshop.objects.filter(pk=sessions[1].pk).update(status="cancelled")
    assert parts("P01", on(3)) == (1, 3)


def test_p01_counts_a_session_where_it_was_held(world, sessions):
    hold(sessions[0])
    Workshop.objects.filter(pk=sessions[0].pk).update(community=world.tayacaja.community)
    assert (parts("P01", on(1)), parts("P01", on(1), "0907")) == ((0, 0), (1, 2))


# --- P02, P03, P04 -------------------------------------------------------------------------------


def test_p02_adds_the_minutes_of_the_sessions_held_in_hours(sessions):
    for session, minutes in zip(sessions, (50, 90, 120), strict=False):
        session.minutes = minutes
        hold(session)
    expected = {"in_period": 3.5, "cumulative": 4.3333, "stock": None}
    assert figure("P02", since=on(2)) == expected


def test_p03_weighs_the_minutes_with_the_people_who_attended(sessions, men):
    sessions[0].minutes = 90
    hold(sessions[0], *men)
    hold(sessions[1], men[0], state="excused")
    assert figure("P03")["cumulative"] == 4.5


def test_p03_keeps_attendances_whose_consent_was_revoked_later(sessions, men):
    hold(sessions[0], men[0])
    Consent.objects.all().delete()
    assert figure("P03")["cumulative"] == 2


def test_p04_is_the_mean_over_the_sessions_held_also_the_empty_ones(sessions, men):
    hold(sessions[0], *men)
    hold(sessions[1])
    value = INDICATORS["P04"].value(Scope(LATER, province="1204"))
    assert (value.numerator, value.denominator, value.share) == (3, 2, Decimal("1.5"))


def test_a_mean_without_sessions_is_no_data(world):
    assert INDICATORS["P04"].value(Scope(LATER)).share is None


# --- P05 -----------------------------------------------------------------------------------------


def test_p05_divides_the_sensitised_by_those_who_came_to_one_of_the_first_three_sessions(sessions, men):
    stays, leaves, joins_late = men
    for session in sessions[:6]:
        hold(session, stays)
    hold(sessions[2], leaves)
    hold(sessions[3], joins_late)
    assert parts("P05") == (1, 2)


def test_p05_looks_at_the_first_three_sessions_that_were_held(sessions, men):
    Workshop.objects.filter(pk=sessions[0].pk).update(status="cancelled")
    for session in sessions[1:3]:
        hold(session)
    hold(sessions[3], men[0])
    assert parts("P05") == (0, 1)


def test_p05_leaves_out_whoever_has_no_consent_in_force(sessions, men):
    hold(sessions[0], *men)
    men[0].consents.update(revoked_on=on(5))
    assert (parts("P05", on(4)), parts("P05", on(5))) == ((0, 3), (0, 2))


def test_p05_does_not_look_at_winay(world, sessions, men):
    Cycle.objects.filter(pk=world.jauja.cycle.pk).update(kind="winay")
    hold(sessions[0], *men)
    assert parts("P05") == (0, 0)


def test_p05_says_what_somebody_who_began_still_lacks(sessions, men, settings):
    settings.LANGUAGE_CODE = "en"
    hold(sessions[0], men[0])
    verdict = INDICATORS["P05"].why(men[0], LATER)
    assert (verdict.rule, verdict.reason) == (
        "sensitised", "Attended 1 of the 6 modules needed in “Ciclo Jauja”; core module missing: 2 (Módulo 2).",
    )  # fmt: skip


# --- P07 -----------------------------------------------------------------------------------------


def test_p07_counts_a_district_once_from_its_first_session(world, sessions):
    hold(sessions[1])
    hold(sessions[0])
    rows = INDICATORS["P07"].rows(Scope(LATER))
    assert [tuple(row) for row in rows] == [("120401", on(1), "1204", 1)]


def test_p07_goes_by_the_place_of_the_session_not_of_the_cycle(world, sessions):
    paca = District.objects.create(code="120499", name="Paca", province=world.jauja.province)
    Workshop.objects.filter(pk=sessions[1].pk).update(
        community=Community.objects.create(code="paca", name="Paca", district=paca)
    )
    sessions[1].refresh_from_db()
    hold(sessions[0])
    hold(sessions[1])
    assert figure("P07", since=on(2)) == {"in_period": 1, "cumulative": 2, "stock": None}


# --- P20 -----------------------------------------------------------------------------------------


def test_p20_divides_people_with_all_their_consents_by_the_people_registered(world, men):
    men[0].consents.all().delete()
    leader = add_man(world.jauja.community, "JAU", 60, group="school_leader", birth_year=2012)
    assert parts("P20") == (2, 4)
    for kind in ("guardian", "assent"):
        Consent.objects.create(participant=leader, kind=kind, given_on=on(4), mode="signature")
    assert (parts("P20"), parts("P20", on(3))) == ((3, 4), (2, 4))


def test_p20_counts_from_the_last_consent_that_was_needed(world):
    leader = add_man(world.tayacaja.community, "TAY", 60, group="school_leader", birth_year=2012)
    for kind, week in (("guardian", 2), ("assent", 4), ("image", 6)):
        Consent.objects.create(participant=leader, kind=kind, given_on=on(week), mode="signature")
    since = {row.key: row.reached_on for row in INDICATORS["P20"].rows(Scope(LATER))}
    assert since[leader.pk] == on(4)


def test_p20_leaves_out_people_registered_later_and_merged_records(world, men):
    merged = add_man(world.jauja.community, "JAU", 61, merged_into=men[0])
    later = add_man(world.jauja.community, "JAU", 62, enrolled_on=on(5))
    assert {merged.pk, later.pk}.isdisjoint(row.key for row in INDICATORS["P20"].denominator(Scope(on(4))))


# --- All of them ---------------------------------------------------------------------------------

QUERIES = {
    "C1": 11, "C1a": 2, "C1b": 11, "C1c": 11, "C1d": 11, "C2": 5, "C2a": 7, "C2b": 3, "C3": 1, "C3a": 1, "C3b": 1,
    "C3c": 1, "C4": 1, "C4a": 2, "C5": 3, "C5a": 4, "C5b": 2, "P01": 2, "P02": 1, "P03": 1, "P04": 2, "P05": 4,
    "P07": 1, "P09": 12, "P10": 11, "P11": 1, "P15": 1, "P18": 1, "P19": 1, "P20": 2,
}  # fmt: skip
TOGETHER = 45  # of one page that shows them all: what they share is asked for once


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("code", INDICATORS)
def test_a_figure_takes_the_same_queries_however_many_people_and_sessions(
    world, sessions, men, code, size, django_assert_num_queries
):
    for session in sessions[:size]:
        hold(session, *men[:size])
    with django_assert_num_queries(QUERIES[code]):
        INDICATORS[code].value(Scope(LATER, since=FIRST_DAY, province="1204"))


@pytest.mark.parametrize("size", [1, 3])
def test_all_figures_of_a_page_share_what_they_ask(world, sessions, men, size, django_assert_num_queries):
    for session in sessions[:size]:
        hold(session, *men[:size])
    scope = Scope(LATER, since=FIRST_DAY, province="1204", memo=Memo())
    with django_assert_num_queries(TOGETHER):
        for indicator in INDICATORS.values():
            indicator.value(scope)


@pytest.mark.parametrize("code", INDICATORS)
def test_a_reader_of_no_province_reads_zero(world, sessions, men, code):
    hold(sessions[0], *men)
    value = INDICATORS[code].value(Scope(LATER, among=frozenset()))
    assert (value.numerator if value.is_ratio else value.main) == 0


@pytest.mark.parametrize("code", INDICATORS)
def test_an_indicator_says_all_that_a_reader_needs(code):
    found = INDICATORS[code]
    said = (found.title, found.definition, found.unit, found.dated_on, found.placed_in, found.record, found.level)
    assert (found.code, [text for text in map(str, said) if not text]) == (code, [])
