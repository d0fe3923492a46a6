"""The map of districts: what was reached where, and for whom small numbers are hidden."""

import datetime as dt

import pytest
from django.utils import timezone

from gvp.reporting.tests.made import more_men, sensitise, train
from gvp.reporting.tests.works import LATE, act, join, network, replicate

URL = "/informes/mapa/"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *given: LATE + dt.timedelta(days=5))


def lines(response):
    """By district its numbers as shown."""
    return {
        line.name: [figure.text for figure in line.figures] for place, _map in response.context["places"]
        for line in place.lines
    }  # fmt: skip


def test_each_district_has_sessions_men_leaders_and_replications(world, login):
    sensitise(world.jauja, *world.jauja.men)
    red = network(world.jauja)
    join(red, *world.jauja.men[:2])
    act(red, world.jauja, world.jauja.men[0])
    replicate(world.jauja, train(world.tayacaja), code="X-1")
    found = login(world.users["monitoring"]).get(URL)
    assert lines(found) == {"Jauja": ["6", "3", "1", "1"], "Tayacaja": ["6", "0", "0", "0"]}


def test_the_map_shows_the_measure_asked_for_and_keeps_it_with_another_province(world, login):
    sensitise(world.jauja, *world.jauja.men)
    found = login(world.users["monitoring"]).get(URL, {"measure": "men"})
    assert [drawn.title for _place, drawn in found.context["places"]] == ["En 1 de 1 distrito.", "En 0 de 1 distrito."]
    assert [chip.query for chip in found.context["asked"].place_chips][1] == "province=1204&period=year&measure=men"


def test_a_measure_that_does_not_exist_shows_the_first(world, login):
    assert login(world.users["monitoring"]).get(URL, {"measure": "x"}).context["measure"].key == "sessions"


def test_a_coordinator_sees_the_own_province_only(world, login):
    client = login(world.coordinator)
    assert list(lines(client.get(URL))) == ["Jauja"]
    assert client.get(URL, {"province": "0907"}).status_code == 404


def test_donors_see_no_small_number_of_men_and_no_leaders(world, login, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *given: dt.date(2026, 7, 1))  # a quarter is over
    sensitise(world.jauja, *world.jauja.men)
    found = login(world.users["donor"]).get(URL)
    assert [measure.key for measure, _query in found.context["measures"]] == ["sessions", "men", "replications"]
    assert lines(found)["Jauja"] == ["6", "n.d.", "0"]


def test_field_staff_have_no_map(world, login):
    assert login(world.field).get(URL).status_code == 403


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_depend_on_the_number_of_people(world, login, size, django_assert_num_queries):
    sensitise(world.jauja, *more_men(world.jauja, size))
    client = login(world.users["monitoring"])
    with django_assert_num_queries(17):
        client.get(URL)
