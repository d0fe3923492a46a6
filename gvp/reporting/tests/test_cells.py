import datetime as dt

import pytest

from gvp.reporting.base import Row, Scope
from gvp.reporting.cells import DIMENSIONS, PARTS, Cell, cells
from gvp.reporting.indicators import INDICATORS
from gvp.testing.world import add_man, hold

DAY = dt.date(2026, 5, 4)
LATER = dt.date(2026, 12, 31)


def parts(code: str, rows: list[Row], dimension: str) -> list[tuple]:
    return [(cell.key, cell.amount) for cell in cells(INDICATORS[code], rows, dimension)]


def person(world, n: int, place: str = "jauja", **facts) -> Row:
    there = getattr(world, place)
    found = add_man(there.community, "X", n, **facts)
    return Row(found.pk, DAY, there.province.pk)


def test_people_by_province_by_name(world):
    rows = [person(world, 90, "tayacaja"), person(world, 91), person(world, 92)]
    assert cells(INDICATORS["C1a"], rows, "province") == [Cell("1204", "Jauja", 2), Cell("0907", "Tayacaja", 1)]


def test_people_by_district_of_their_community(world):
    assert parts("C1a", [person(world, 90), person(world, 91)], "district") == [("120401", 2)]


@pytest.mark.parametrize(
    ("born", "band"),
    [(2008, "18–29"), (1997, "18–29"), (1996, "30–44"), (1982, "30–44"), (1981, "45–59"), (1967, "45–59"),
     (1966, "60+"), (1930, "60+")],
)  # fmt: skip
def test_men_by_age_on_the_day_on_which_they_began_to_count(world, born, band):
    found = dict(parts("C1a", [person(world, 90, birth_year=born)], "age"))
    assert found == {"18–29": 0, "30–44": 0, "45–59": 0, "60+": 0} | {band: 1}


@pytest.mark.parametrize(("born", "band"), [(2015, "11–13"), (2013, "11–13"), (2012, "14–17"), (2009, "14–17"),
                                            (2008, "other"), (2016, "other")])  # fmt: skip
def test_school_leaders_have_their_own_bands(world, born, band):
    found = dict(parts("C5", [person(world, 90, birth_year=born)], "age"))
    assert found == {"11–13": 0, "14–17": 0, "other": 0} | {band: 1}


def test_a_man_who_began_to_count_before_his_eighteenth_year_has_no_band(world):
    assert parts("C1a", [person(world, 90, birth_year=2010)], "age")[-1] == ("", 1)


def test_whoever_did_not_say_his_language_is_no_data(world):
    rows = [person(world, 90, language="qu"), person(world, 91)]
    assert parts("C1a", rows, "language") == [("es", 0), ("qu", 1), ("other", 0), ("", 1)]


def test_without_anybody_the_bands_are_there_with_zeros(world):
    assert parts("C5", [], "sex") == [("M", 0), ("F", 0)]


def test_hours_by_district_are_those_of_the_sessions_held_there(world):
    hold(world.jauja.workshops[0])
    hold(world.tayacaja.workshops[0])
    rows = INDICATORS["P02"].rows(Scope(LATER))
    assert parts("P02", rows, "district") == [("120401", 2), ("090701", 2)]


def test_every_declared_dimension_has_a_name_and_can_be_taken_apart():
    declared = {dimension for indicator in INDICATORS.values() for dimension in indicator.disaggregations}
    assert declared == set(DIMENSIONS) == set(PARTS)


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("dimension", "queries"), [("province", 1), ("district", 2), ("age", 1), ("language", 1)])
def test_cells_take_the_same_queries_however_many_people(world, dimension, queries, size, django_assert_num_queries):
    rows = [person(world, 90 + n) for n in range(size)]
    with django_assert_num_queries(queries):
        cells(INDICATORS["C1a"], rows, dimension)
