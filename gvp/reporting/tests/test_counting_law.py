"""The counting law (indicators.md, section 1) over registers nobody thought of."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gvp.reporting.base import Memo, Scope, in_period, total
from gvp.reporting.cells import cells
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.people import excluded, registered, verdicts
from gvp.reporting.tests import by_hand, naive_lists
from gvp.reporting.tests.random_world import DAY, END, PROVINCES, START, facts, known_by, register

pytestmark = pytest.mark.django_db

RATIOS = [indicator for indicator in INDICATORS.values() if indicator.kind == "ratio"]
LISTS = [indicator for indicator in INDICATORS.values() if indicator.kind != "ratio"]
OVER_TIME = [indicator for indicator in LISTS if indicator.kind != "day"]
# The largest head count of a group in a year is no sum over the periods of that year (C5b).
ADDITIVE = [indicator for indicator in OVER_TIME if indicator.code != "C5b"]
ABOUT_PEOPLE = [indicator for indicator in INDICATORS.values() if indicator.rules]
PLACES = (None, *PROVINCES)
some = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
few = settings(some, max_examples=4)  # of what asks for every figure several times


def asked(until: dt.date, since: dt.date | None = None, province: str | None = None) -> Scope:
    return Scope(until, since, province, memo=Memo())


def figures(until: dt.date) -> list:
    """Every figure of the whole and of each province."""
    scopes = [asked(until, START + dt.timedelta(days=30), place) for place in PLACES]
    return [{code: found.value(scope).as_json() for code, found in INDICATORS.items()} for scope in scopes]


def same(one, other) -> bool:
    """Hours are divided by 60 and may differ in the twentieth decimal."""
    return round(one - other, 9) == 0


@some
@given(facts(), DAY)
def test_rows_are_those_counted_by_hand(found, until):
    with register(found):
        scope = asked(until)
        for code, expected in by_hand.counted(until).items():
            assert (code, {row.key: row.reached_on for row in INDICATORS[code].rows(scope)}) == (code, expected)
        for code, expected in by_hand.shares(until).items():
            lists = INDICATORS[code].numerator(scope), INDICATORS[code].denominator(scope)
            assert (code, *({row.key for row in rows} for rows in lists)) == (code, *expected)
        assert INDICATORS["C5b"].value(scope).cumulative == naive_lists.peers(dt.date.min, until)


@some
@given(facts(revocations=False, late_consents=False, endings=False), st.lists(DAY, max_size=3))
def test_consecutive_periods_add_up_to_the_cumulative_figure(found, cuts):
    days = sorted({START - dt.timedelta(days=1), *cuts, END})
    with register(found, frozen=True):
        scopes = [asked(until, before + dt.timedelta(days=1)) for before, until in pairwise(days)]
        whole = asked(END)
        for indicator in ADDITIVE:
            assert same(sum(indicator.value(scope).in_period for scope in scopes), indicator.value(whole).cumulative)


@few
@given(facts(), DAY)
def test_provinces_add_up_to_the_program(found, until):
    with register(found):
        whole, *parts = [asked(until, province=place) for place in PLACES]
        for indicator in LISTS:
            of_no_province = total(row for row in indicator.rows(whole) if not row.province)
            amounts = [total(indicator.rows(scope)) for scope in parts]
            assert same(sum(amounts, start=of_no_province), total(indicator.rows(whole)))
        for indicator in RATIOS:
            for part in ("numerator", "denominator"):
                amounts = [getattr(indicator.value(scope), part) for scope in parts]
                assert sum(amounts) == getattr(indicator.value(whole), part)


@few
@given(facts())
def test_cells_add_up_to_the_figure(found):
    with register(found):
        for scope in (asked(END, province=place) for place in PLACES):
            for indicator in INDICATORS.values():
                rows = indicator.rows(scope)
                for dimension in indicator.disaggregations:
                    assert same(total(cells(indicator, rows, dimension)), total(rows))


@some
@given(facts(), DAY)
def test_everybody_registered_is_either_counted_or_left_out_by_one_rule_and_each_verdict_agrees(found, until):
    with register(found):
        scope = asked(until)
        everybody = list(registered(scope))
        since, left_out = {}, {}
        for indicator in ABOUT_PEOPLE:
            code = indicator.code
            since[code] = {row.key: row.reached_on for row in indicator.rows(scope)}
            left_out[code] = dict(excluded(indicator, scope))
            assert sorted([*since[code], *left_out[code]]) == sorted(person.pk for person in everybody)
            assert set(left_out[code].values()) <= {rule.key for rule in indicator.rules}
        for person in everybody:
            for indicator, verdict in verdicts(ABOUT_PEOPLE, person, until):
                day = since[indicator.code].get(person.pk)
                rule = left_out[indicator.code].get(person.pk, "")
                assert (verdict.counted, verdict.reached_on, verdict.rule) == (day is not None, day, rule)
                assert bool(verdict.reason) == (day is None)


@some
@given(facts(revocations=False, endings=False), DAY, DAY)
def test_a_cumulative_figure_never_falls_while_no_consent_is_revoked(found, one, other):
    with register(found, frozen=True):
        for indicator in OVER_TIME:
            earlier, later = (indicator.value(asked(until)).cumulative for until in sorted((one, other)))
            assert earlier <= later


@few
@given(facts(), st.integers(5, 110).map(lambda days: START + dt.timedelta(days=days)))
def test_facts_of_later_days_change_nothing(found, until):
    with register(found):
        with_them = figures(until)
    with register(known_by(found, until)):
        assert figures(until) == with_them


@few
@given(facts(), DAY)
def test_the_order_in_which_facts_arrive_is_irrelevant(found, until):
    with register(found):
        forwards = figures(until)
    with register(found, backwards=True):
        assert figures(until) == forwards


@some
@given(facts(), DAY)
def test_nothing_counts_from_a_day_after_the_last_one_and_rows_come_in_order(found, until):
    with register(found):
        scope = asked(until)
        for indicator in INDICATORS.values():
            lists = [indicator.rows, indicator.ever, *([indicator.denominator] if indicator in RATIOS else [])]
            for days in ([row.reached_on for row in rows(scope)] for rows in lists):
                assert days == sorted(days)
                assert all(day <= until for day in days)


@some
@given(facts(), DAY, DAY)
def test_the_period_is_the_part_of_the_list_that_lies_in_it(found, since, until):
    with register(found):
        scope = asked(until, since)
        for indicator in ADDITIVE:
            rows, value = indicator.ever(scope), indicator.value(scope)
            assert (value.in_period, value.cumulative) == (total(in_period(rows, scope)), total(rows))


@some
@given(facts(), DAY)
def test_what_stands_on_the_day_is_part_of_what_ever_counted(found, until):
    with register(found):
        scope = asked(until)
        for indicator in LISTS:
            rows, ever = ({row.key for row in listed} for listed in (indicator.rows(scope), indicator.ever(scope)))
            assert rows <= ever
            value = indicator.value(scope)
            assert value.stock is None or value.stock == len(rows)


@some
@given(facts(), DAY)
def test_the_numerator_of_a_share_is_part_of_its_denominator(found, until):
    with register(found):
        scope = asked(until)
        for share in (indicator for indicator in RATIOS if str(indicator.unit) == "%"):
            inner, outer = ({row.key for row in part(scope)} for part in (share.numerator, share.denominator))
            assert inner <= outer
