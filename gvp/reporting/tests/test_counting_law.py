"""The counting law (indicators.md, section 1) over registers nobody thought of."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gvp.reporting.base import Scope, in_period, total
from gvp.reporting.cells import cells
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.people import excluded, registered
from gvp.reporting.tests.naive import Facts as ByHand
from gvp.reporting.tests.random_world import DAY, END, PROVINCES, START, facts, register

pytestmark = pytest.mark.django_db

LISTS = [indicator for indicator in INDICATORS.values() if indicator.kind != "ratio"]
RATIOS = [indicator for indicator in INDICATORS.values() if indicator.kind == "ratio"]
ABOUT_PEOPLE = [indicator for indicator in INDICATORS.values() if indicator.rules]
SCOPES = [Scope(END), *(Scope(END, province=code) for code in PROVINCES)]
some = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def same(one, other) -> bool:
    """Hours are divided by 60 and may differ in the twentieth decimal."""
    return round(one - other, 9) == 0


@some
@given(facts(), DAY)
def test_rows_are_those_counted_by_hand(found, until):
    with register(found):
        by_hand = ByHand()
        for code, expected in (("C1a", by_hand.sensitised(until)), ("C5", by_hand.trained(until))):
            assert {row.key: row.reached_on for row in INDICATORS[code].rows(Scope(until))} == expected


@some
@given(facts(revocations=False, late_consents=False), st.lists(DAY, max_size=3))
def test_consecutive_periods_add_up_to_the_cumulative_figure(found, cuts):
    days = sorted({START - dt.timedelta(days=1), *cuts, END})
    with register(found):
        for indicator in LISTS:
            periods = [
                indicator.value(Scope(until, since=before + dt.timedelta(days=1))).in_period
                for before, until in pairwise(days)
            ]
            assert same(sum(periods), indicator.value(Scope(END)).cumulative)


@some
@given(facts(), DAY)
def test_provinces_add_up_to_the_programme(found, until):
    with register(found):
        for indicator in LISTS:
            whole = indicator.value(Scope(until)).cumulative
            parts = [indicator.value(Scope(until, province=code)).cumulative for code in PROVINCES]
            assert same(sum(parts), whole)
        for indicator in RATIOS:
            values = [indicator.value(Scope(until, province=code)) for code in (None, *PROVINCES)]
            for part in ("numerator", "denominator"):
                whole, *parts = [getattr(value, part) for value in values]
                assert sum(parts) == whole


@some
@given(facts())
def test_cells_add_up_to_the_figure(found):
    with register(found):
        for scope in SCOPES:
            for indicator in LISTS:
                rows = indicator.rows(scope)
                for dimension in indicator.disaggregations:
                    assert same(total(cells(indicator, rows, dimension)), total(rows))


@some
@given(facts(), DAY)
def test_everybody_registered_is_either_counted_or_left_out_by_one_rule_and_each_verdict_agrees(found, until):
    with register(found):
        everybody = list(registered(Scope(until)))
        for indicator in ABOUT_PEOPLE:
            since = {row.key: row.reached_on for row in indicator.rows(Scope(until))}
            left_out = dict(excluded(indicator, Scope(until)))
            assert sorted([*since, *left_out]) == sorted(person.pk for person in everybody)
            assert set(left_out.values()) <= {rule.key for rule in indicator.rules}
            for person in everybody:
                verdict = indicator.why(person, until)
                assert verdict.counted == (person.pk in since)
                assert (verdict.reached_on, verdict.rule) == (since.get(person.pk), left_out.get(person.pk, ""))


@some
@given(facts(revocations=False), DAY, DAY)
def test_a_cumulative_figure_never_falls_while_no_consent_is_revoked(found, one, other):
    with register(found):
        for indicator in LISTS:
            earlier, later = (indicator.value(Scope(until)).cumulative for until in sorted((one, other)))
            assert earlier <= later


@some
@given(facts(), DAY)
def test_nothing_counts_from_a_day_after_the_last_one_and_rows_come_in_order(found, until):
    with register(found):
        for indicator in INDICATORS.values():
            lists = [indicator.rows, *([indicator.denominator] if indicator in RATIOS else [])]
            for days in ([row.reached_on for row in rows(Scope(until))] for rows in lists):
                assert days == sorted(days)
                assert all(day <= until for day in days)


@some
@given(facts(), DAY, DAY)
def test_the_period_is_the_part_of_the_list_that_lies_in_it(found, since, until):
    scope = Scope(until, since=since)
    with register(found):
        for indicator in LISTS:
            rows, value = indicator.rows(scope), indicator.value(scope)
            assert (value.in_period, value.cumulative) == (total(in_period(rows, scope)), total(rows))
            assert [row for row in rows if row.reached_on >= since] == in_period(rows, scope)


@some
@given(facts(), DAY)
def test_the_numerator_of_a_share_is_part_of_its_denominator(found, until):
    with register(found):
        for code in ("P01", "P05", "P20"):
            share = INDICATORS[code]
            inner, outer = ({row.key for row in part(Scope(until))} for part in (share.numerator, share.denominator))
            assert inner <= outer
