"""Readers outside the team have whole quarters."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from gvp.reporting.base import scope_for
from gvp.reporting.cutoff import quarter_begins, quarter_ended, quarter_ends
from gvp.reporting.report import document
from gvp.reporting.report.asked import Asked
from gvp.reporting.report.data import build
from gvp.reporting.tests.made import sensitise, train

TODAY = dt.date(2026, 11, 24)
PAGES = ("/informes/tablero/", "/informes/contribuciones/5/", "/informes/indicadores/C1a/")
CURVE = re.compile(r'<svg class="(?:spark|curve)".*?</svg>', re.DOTALL)


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


@pytest.mark.parametrize(
    ("day", "ends"),
    [
        (dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        (dt.date(2026, 6, 30), dt.date(2026, 6, 30)),
        (dt.date(2028, 2, 29), dt.date(2028, 3, 31)),
        (dt.date(2026, 12, 31), dt.date(2026, 12, 31)),
    ],
)
def test_the_last_day_of_a_quarter(day, ends):
    assert quarter_ends(day) == ends


def test_two_neighbouring_days_are_one_answer_to_whoever_opens_no_records(world):
    days = [dt.date(2026, 11, 9), dt.date(2026, 11, 10)]
    scopes = [scope_for(world.users["donor"], since=day, until=day) for day in days]
    assert {(scope.since, scope.until) for scope in scopes} == {(dt.date(2026, 7, 1), dt.date(2026, 9, 30))}


def test_the_team_has_the_days_it_asks_for(world):
    day = dt.date(2026, 11, 9)
    scope = scope_for(world.coordinator, since=day, until=day)
    assert (scope.since, scope.until) == (day, day)


def three_weeks_later(*places):
    """From 7 to 28 April: the day on which whoever came to six sessions began to count."""
    for workshop in (workshop for place in places for workshop in place.workshops):
        workshop.date += dt.timedelta(weeks=3)
        workshop.save()


def test_no_curve_tells_outsiders_on_which_day_of_a_quarter_people_began_to_count(world, login, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *given: TODAY)
    sensitise(world.jauja, *world.jauja.men)
    train(world.tayacaja)

    def drawn(role):
        client = login(world.users[role])
        return [CURVE.findall(client.get(page).content.decode()) for page in PAGES]

    before = {role: drawn(role) for role in ("donor", "monitoring")}
    three_weeks_later(world.jauja, world.tayacaja)
    after = {role: drawn(role) for role in ("donor", "monitoring")}
    assert ([len(found) for found in after["donor"]], after["donor"]) == ([5, 1, 1], before["donor"])
    told_apart = [was != now for was, now in zip(before["monitoring"], after["monitoring"], strict=True)]
    assert told_apart == [True, True, True]


def test_no_curve_of_a_report_tells_it_either_whoever_makes_it(world):
    train(world.jauja)

    def drawn():
        asked = Asked(since=dt.date(2026, 4, 1), until=dt.date(2026, 5, 20), language="es")
        return CURVE.findall(document.html(build(user=world.coordinator, asked=asked, today=TODAY)))

    before = drawn()
    three_weeks_later(world.jauja)
    assert (bool(before), drawn()) == (True, before)
