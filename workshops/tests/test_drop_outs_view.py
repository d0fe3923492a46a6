"""The page of those who stopped coming."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.testing.world import add_man, hold
from workshops.models import Cycle, Workshop

URL = reverse("workshops:drop_outs")


@pytest.fixture
def gone(world):
    """Two sessions of this month that the first man missed."""
    for n, days in ((0, 10), (1, 3)):
        day = timezone.localdate() - dt.timedelta(days=days)
        Workshop.objects.filter(code=f"K-JAU-0{n + 1}").update(date=day)
        hold(Workshop.objects.get(code=f"K-JAU-0{n + 1}"), *world.jauja.men[1:])
    man = world.jauja.men[0]
    man.phone = "+51987654321"
    man.save()
    return man


@pytest.mark.parametrize("role", ["coordinator", "monitoring", "administrator"])
def test_it_shows_who_stopped_coming_with_the_phone_masked(world, login, gone, role):
    page = login(world.users[role]).get(URL).content.decode()
    assert ("Quispe 1 Huamán, Ficticio" in page, "•••••321" in page, "987654321" in page) == (True, True, False)
    assert reverse("reporting:person", args=[gone.pk]) in page


def test_another_province_sees_nobody(world, login, gone):
    response = login(world.users["coordinator_tayacaja"]).get(URL)
    assert (response.context["groups"], 'class="empty"' in response.content.decode()) == ([], True)


@pytest.mark.parametrize("role", ["field", "donor"])
def test_field_staff_and_donors_do_not_open_it(world, login, role):
    assert login(world.users[role]).get(URL).status_code == 403


def test_it_is_only_read(world, login):
    assert login(world.coordinator).post(URL).status_code == 405


def test_a_school_leader_has_neither_name_nor_phone_nor_link(world, login, gone):
    Cycle.objects.filter(pk=world.jauja.cycle.pk).update(kind="winay")
    leader = add_man(
        world.jauja.community,
        "JAU",
        60,
        world.jauja.cycle,
        group="school_leader",
        given_names="Lucía",
        phone="+51911111111",
    )
    page = login(world.coordinator).get(URL).content.decode()
    assert ("L. Q. H." in page, "Lucía" in page, "•••••111" in page, str(leader.pk) in page) == (
        True,
        False,
        False,
        False,
    )


def test_it_costs_the_same_for_one_and_for_three(world, login, gone, django_assert_num_queries):
    client = login(world.coordinator)
    client.get(URL)
    with django_assert_num_queries(8):
        client.get(URL)
    for n in (40, 41):
        add_man(world.jauja.community, "JAU", n, world.jauja.cycle)
    with django_assert_num_queries(8):
        assert client.get(URL).context["people"] == 3
