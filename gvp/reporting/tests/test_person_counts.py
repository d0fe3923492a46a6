"""What a person's page says about the indicators he or she counts for."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.reporting.indicators import INDICATORS
from gvp.testing.world import FIRST_DAY, hold
from participants.models import Network, NetworkMembership


def counts(login, user, man) -> dict:
    response = login(user).get(reverse("reporting:person", args=[man.pk]))
    told = [*response.context["counts"], *response.context["other_group"]]
    return {indicator.code: verdict for indicator, verdict in told}


def test_a_sensitised_man_counts_since_his_sixth_module(world, login):
    man = world.jauja.men[0]
    for workshop in world.jauja.workshops[:6]:
        hold(workshop, man)
    found = counts(login, world.coordinator, man)
    counted, unmeasured = (True, ""), (False, "baseline")
    assert {code: (verdict.counted, verdict.rule) for code, verdict in found.items()} == {
        "C1": unmeasured, "C1a": counted, "C1b": unmeasured, "C1c": unmeasured, "C1d": unmeasured,
        "C2": (False, "member"), "C2a": (False, "member"), "C5": (False, "group"), "C5a": (False, "group"),
        "P05": counted, "P09": unmeasured, "P10": unmeasured, "P20": counted,
    }  # fmt: skip
    assert found["C1a"].reached_on == world.jauja.workshops[5].date


def test_the_page_names_the_indicator_and_the_rule_that_decided(world, login):
    man = world.jauja.men[0]
    hold(world.jauja.workshops[0], man)
    page = login(world.coordinator).get(reverse("reporting:person", args=[man.pk])).content.decode()
    verdict = INDICATORS["C1a"].why(man, timezone.localdate())
    assert str(INDICATORS["C1a"].title) in page
    assert verdict.reason in page


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_takes_the_same_queries_however_much_was_attended(world, login, size, django_assert_num_queries):
    man = world.jauja.men[0]
    for workshop in world.jauja.workshops[:size]:
        hold(workshop, man)
    client = login(world.coordinator)
    with django_assert_num_queries(57):
        client.get(reverse("reporting:person", args=[man.pk]))


def test_from_a_members_page_an_action_he_led_is_one_tap_away(world, login):
    man = world.jauja.men[0]
    network = Network.objects.create(code="R", name="Red", province=world.jauja.province, founded_on=FIRST_DAY)
    stay = NetworkMembership.objects.create(network=network, participant=man, joined_on=FIRST_DAY)
    page, there = reverse("reporting:person", args=[man.pk]), reverse("workshops:action_new", args=[network.pk])
    client = login(world.coordinator)
    assert f"{there}?leader={man.pk}" in client.get(page).content.decode()
    stay.left_on = FIRST_DAY
    stay.save()
    assert there not in client.get(page).content.decode()
