"""Whom to apply the questionnaire to."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.testing.answers import assess
from gvp.testing.world import add_man, hold
from workshops.models import Cycle, Enrolment


@pytest.fixture(autouse=True)
def june(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: dt.date(2026, 6, 20))


def waiting(client):
    return client.get(reverse("workshops:assessments")).context["waiting"]


def codes(men):
    return [man.person.code for man in men]


def test_men_are_listed_by_what_is_due(world, login):
    measured, late, fresh = world.jauja.men
    assess(measured, "baseline", dt.date(2026, 3, 5))
    for session in world.jauja.workshops[:8]:
        hold(session, measured, late)
    found = waiting(login(world.field))
    assert (codes(found.endlines), codes(found.baselines), codes(found.others)) == (
        [measured.code], [fresh.code], [late.code],
    )  # fmt: skip


def test_colleagues_cycles_are_not_listed(world, login):
    other = Cycle.objects.create(
        code="K-2", name="Otro", community=world.jauja.community, starts_on=dt.date(2026, 3, 3)
    )
    man = add_man(world.jauja.community, "JAU", 60)
    Enrolment.objects.create(cycle=other, participant=man, enrolled_on=dt.date(2026, 3, 3))
    assert man.code not in codes(waiting(login(world.field)).baselines)
    assert man.code in codes(waiting(login(world.coordinator)).baselines)


def test_one_cycle_can_be_chosen(world, login):
    client = login(world.coordinator)
    chosen = client.get(reverse("workshops:assessments"), {"cycle": str(world.jauja.cycle.pk)}).context["chosen"]
    assert chosen == world.jauja.cycle
    assert client.get(reverse("workshops:assessments"), {"cycle": "nada"}).context["chosen"] is None


@pytest.mark.parametrize("men", [1, 3])
def test_queries_do_not_grow_with_men(world, login, men, django_assert_num_queries):
    client = login(world.field)
    for n in range(men):
        add_man(world.jauja.community, "JAU", 60 + n, world.jauja.cycle)
    with django_assert_num_queries(14):
        waiting(client)
