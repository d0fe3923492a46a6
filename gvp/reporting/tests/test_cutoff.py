"""Readers outside the team have whole quarters."""

import datetime as dt

import pytest

from gvp.reporting.base import scope_for
from gvp.reporting.cutoff import quarter_begins, quarter_ended


@pytest.mark.parametrize(
    ("day", "begins", "ended"),
    [
        (dt.date(2026, 11, 24), dt.date(2026, 10, 1), dt.date(2026, 9, 30)),
        (dt.date(2026, 9, 30), dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
        (dt.date(2026, 9, 29), dt.date(2026, 7, 1), dt.date(2026, 6, 30)),
        (dt.date(2026, 12, 31), dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
        (dt.date(2027, 2, 1), dt.date(2027, 1, 1), dt.date(2026, 12, 31)),
    ],
)
def test_quarters(day, begins, ended):
    assert (quarter_begins(day), quarter_ended(day)) == (begins, ended)


def test_two_neighbouring_days_are_one_answer_to_whoever_opens_no_records(world):
    days = [dt.date(2026, 11, 9), dt.date(2026, 11, 10)]
    scopes = [scope_for(world.users["donor"], since=day, until=day) for day in days]
    assert {(scope.since, scope.until) for scope in scopes} == {(dt.date(2026, 7, 1), dt.date(2026, 9, 30))}


def test_the_team_has_the_days_it_asks_for(world):
    day = dt.date(2026, 11, 9)
    scope = scope_for(world.coordinator, since=day, until=day)
    assert (scope.since, scope.until) == (day, day)
