"""The day on which a cycle was completed (indicators.md, section 2)."""

import datetime as dt
from decimal import Decimal

import pytest

from gvp.testing.world import add_man, hold
from participants.models import Participant
from workshops.completed import Asked, Session, completed, day_completed, lacking
from workshops.completion import modules_needed
from workshops.models import Cycle

LATER = dt.date(2026, 12, 31)


def attended(*marks: str) -> list[Session]:
    """ "8a" is module a on the 8th, "8A" a core module."""
    return [Session(dt.date(2026, 3, int(mark[:-1])), mark[-1], mark[-1].isupper(), None) for mark in marks]


@pytest.mark.parametrize(
    ("marks", "modules", "cores", "day"),
    [
        ("1a 8b", 2, 0, 8),
        ("8b 1a", 2, 0, 8),
        ("1a 8b 15c", 2, 0, 8),
        ("1a 8b 15C", 2, 1, 15),
        ("1C 8b 15a", 2, 1, 8),
        ("1a 8a", 2, 0, None),
        ("1a 8a 9b", 2, 0, 9),
        ("1a 8b", 2, 1, None),
        ("1A 8b", 2, 2, None),
        ("1A 8A 8b", 2, 1, 8),
        ("1a 1b", 2, 0, 1),
    ],
)
def test_the_last_condition_that_became_true_gives_the_day(marks, modules, cores, day):
    found = day_completed(attended(*marks.split()), Asked(modules, cores))
    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    ("modules", "share", "least", "needed"), [(8, "0.75", "6", 6), (9, "0.75", "6", 7), (12, "0.75", "6", 9),
                                              (4, "0.75", "6", 6), (0, "0.75", "0", 1), (3, "0.3333", "1", 1)]
)  # fmt: skip
def test_modules_needed_are_rounded_up_and_never_none(modules, share, least, needed):
    assert modules_needed(modules, Decimal(share), Decimal(least)) == needed


PROVINCE = "community__district__province"


def test_only_the_people_asked_about_are_listed_with_their_province_earliest_first(world):
    one, two, three = world.jauja.men
    for workshop in world.jauja.workshops[:6]:
        hold(workshop, one, two, three)
    hold(world.jauja.workshops[6], one)
    world.jauja.workshops[0].attendances.filter(participant=two).delete()
    hold(world.jauja.workshops[6], two)
    world.jauja.workshops[0].refresh_from_db()
    world.jauja.workshops[7].module = world.jauja.modules[0]
    hold(world.jauja.workshops[7], two)
    found = completed(Cycle.Kind.SENSITISATION, LATER, Participant.objects.exclude(pk=three.pk), PROVINCE)
    assert [tuple(row) for row in found] == [
        (one.pk, "1204", world.jauja.workshops[5].date),
        (two.pk, "1204", world.jauja.workshops[7].date),
    ]


def test_nobody_to_ask_about_completes_nothing(world):
    assert completed(Cycle.Kind.SENSITISATION, LATER, Participant.objects.none(), PROVINCE) == []


def test_the_nearest_cycle_is_the_one_with_least_to_come(world):
    man = world.jauja.men[0]
    for workshop in [*world.jauja.workshops[:2], *world.tayacaja.workshops[:5]]:
        hold(workshop, man)
    found = lacking(man, Cycle.Kind.SENSITISATION, LATER)
    assert (found.cycle, len(found.attended), found.cores_missing) == (world.tayacaja.cycle, 5, [])


def test_somebody_who_never_enrolled_nor_came_is_near_to_nothing(world):
    stranger = add_man(world.jauja.community, "JAU", 9)
    assert lacking(stranger, Cycle.Kind.SENSITISATION, LATER) is None
