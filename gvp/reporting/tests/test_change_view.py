"""The page of the measurement, and the list man by man."""

import pytest
from django.urls import reverse

from gvp.reporting.tests.before_and_after import DOWN, LOST, STILL, UP, measure

ALL = {"period": "all"}


@pytest.fixture
def men(world):
    return measure(world.jauja, UP, STILL, DOWN, LOST)


def change(client, **asked):
    return client.get(reverse("reporting:change"), ALL | asked)


def verdicts(client, **asked):
    return client.get(reverse("reporting:verdicts"), ALL | asked)


def test_page_tells_the_measurement_of_the_place(men, world, login):
    page = change(login(world.users["monitoring"]))
    assert page.context["told"].headline == "1 de 3"
    assert "los cambios no pueden atribuirse solo al programa" in page.content.decode()


def test_province_limits_it(men, world, login):
    assert change(login(world.users["monitoring"]), province="0907").context["told"].headline == "0 de 0"


def test_donor_sees_no_small_cell_and_no_way_to_the_men(men, world, login):
    page = change(login(world.users["donor"]))
    assert [told.text for told in page.context["told"].outcomes] == ["1", "n.d.", "n.d.", "1"]
    assert reverse("reporting:verdicts") not in page.content.decode()


def test_each_man_has_his_verdict_with_its_reason(men, world, login):
    rows = verdicts(login(world.coordinator)).context["men"]
    told = {row.person: (row.outcome.value, row.reason) for row in rows}
    up, still, down, _lost = men
    assert told == {
        up: ("favourable", "Mejoró en masculinidad y en otra dimensión, y no empeoró en ninguna."),
        still: ("no_change", "No mejoró en masculinidad lo que pide el umbral."),
        down: ("unfavourable", "Empeoró en una dimensión."),
    }


def test_list_can_be_of_one_verdict(men, world, login):
    client = login(world.coordinator)
    assert [row.person for row in verdicts(client, verdict="unfavourable").context["men"]] == [men[2]]
    assert verdicts(client, verdict="mejor").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_men(world, login, count, django_assert_num_queries):
    measure(world.jauja, *[UP] * count)
    client = login(world.coordinator)
    with django_assert_num_queries(24):
        change(client)
    with django_assert_num_queries(19):
        assert len(verdicts(client).context["men"]) == count
