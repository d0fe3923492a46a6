"""What a page of figures is asked: province and days, read from the address."""

import datetime as dt

import pytest
from django.http import Http404, QueryDict
from django.utils import timezone

from gvp.reporting.question import periods, question

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *given: TODAY)


def ask(user, text=""):
    return question(QueryDict(text), user)


def test_nothing_asked_is_the_whole_program_this_year(world):
    asked = ask(world.users["monitoring"])
    assert (asked.province, asked.scope.since, asked.scope.until) == (None, dt.date(2026, 1, 1), TODAY)


def test_a_coordinator_begins_with_the_own_province(world):
    asked = ask(world.coordinator)
    assert (asked.province, asked.scope.province, asked.place_chips) == (world.jauja.province, "1204", [])


def test_a_coordinator_with_two_provinces_chooses_between_them(world):
    world.coordinator.provinces.add(world.tayacaja.province)
    asked = ask(world.coordinator, "province=0907")
    assert [(chip.label, chip.on) for chip in asked.place_chips] == [("Jauja", False), ("Tayacaja", True)]


def test_a_coordinator_without_province_is_shown_no_figures(world):
    world.coordinator.provinces.clear()
    asked = ask(world.coordinator)
    assert (asked.province, asked.scope.provinces) == (None, frozenset())


@pytest.mark.parametrize("code", ["0907", "9999", "x", "0 or 1=1"])
def test_a_province_the_reader_may_not_ask_about_is_not_found(world, code):
    with pytest.raises(Http404):
        ask(world.coordinator, f"province={code}")


def test_donors_ask_about_any_followed_province(world):
    assert ask(world.users["donor"], "province=0907").scope.province == "0907"


def test_a_province_that_is_not_followed_is_not_found(world):
    world.tayacaja.province.followed = False
    world.tayacaja.province.save()
    with pytest.raises(Http404):
        ask(world.users["donor"], "province=0907")


@pytest.mark.parametrize(
    ("key", "since"), [("year", dt.date(2026, 1, 1)), ("12m", dt.date(2025, 11, 25)), ("all", None)]
)
def test_ready_periods_end_today(world, key, since):
    asked = ask(world.users["monitoring"], f"period={key}")
    assert (asked.scope.since, asked.scope.until, asked.period) == (since, TODAY, key)


def test_an_unknown_period_is_this_year(world):
    assert ask(world.users["monitoring"], "period=century").period == "year"


def test_twelve_months_back_from_a_leap_day():
    assert periods(dt.date(2028, 2, 29))[1].since == dt.date(2027, 3, 1)


def test_days_of_ones_own_are_both_inclusive_and_stay_in_the_address(world):
    asked = ask(world.users["monitoring"], "province=1204&since=2026-03-01&until=2026-06-30")
    assert (asked.scope.since, asked.scope.until, asked.period) == (dt.date(2026, 3, 1), dt.date(2026, 6, 30), "")
    assert asked.query() == "province=1204&since=2026-03-01&until=2026-06-30"
    assert asked.span == "01/03/2026–30/06/2026"


def test_only_a_last_day_asks_for_everything_until_then(world):
    asked = ask(world.users["monitoring"], "until=2026-06-30")
    assert (asked.scope.since, asked.scope.until) == (None, dt.date(2026, 6, 30))
    assert asked.query() == "until=2026-06-30"


@pytest.mark.parametrize(
    "days",
    ["since=2026-06-30&until=2026-03-01", "since=31/02/2026", "until=2027-01-01", "until=1999-12-31", "since=%00"],
)
def test_days_that_cannot_be_are_explained_and_this_year_is_shown(world, days):
    asked = ask(world.users["monitoring"], days)
    assert (bool(asked.days.errors), asked.period, asked.scope.until) == (True, "year", TODAY)


def test_days_in_peruvian_order_are_understood(world):
    asked = ask(world.users["monitoring"], "since=02/03/2026&until=03/04/2026")
    assert (asked.scope.since, asked.scope.until) == (dt.date(2026, 3, 2), dt.date(2026, 4, 3))
