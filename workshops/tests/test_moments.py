"""What the workshops tell about the days on which men attended."""

import datetime as dt

import pytest
from django.utils import timezone

from gvp.testing.world import add_man, hold
from participants.models import Participant
from participants.moments import Moments, moments_of
from workshops.models import Cycle

UNTIL = dt.date(2026, 12, 31)


def test_second_session_and_the_day_he_was_sensitised(world):
    man, other = world.jauja.men[:2]
    days = [hold(session, man).date for session in world.jauja.workshops[:6]]
    hold(world.jauja.workshops[6], other)
    assert moments_of(Participant.objects.all(), UNTIL) == {man.pk: Moments(days[1], days[5]), other.pk: Moments()}


def test_nothing_after_the_last_day_and_no_absence_is_looked_at(world):
    man = world.jauja.men[0]
    days = [hold(session, man).date for session in world.jauja.workshops[:2]]
    hold(world.jauja.workshops[2], man, state="absent")
    assert moments_of(Participant.objects.all(), days[1] - dt.timedelta(days=1)) == {man.pk: Moments()}
    assert moments_of(Participant.objects.all(), UNTIL) == {man.pk: Moments(days[1])}


def test_sessions_of_winay_are_none_of_his(world):
    man = world.jauja.men[0]
    Cycle.objects.filter(pk=world.jauja.cycle.pk).update(kind=Cycle.Kind.WINAY)
    hold(world.jauja.workshops[0], man)
    assert moments_of(Participant.objects.all(), UNTIL) == {}


@pytest.mark.parametrize("men", [1, 3])
def test_queries_do_not_grow_with_people(world, men, django_assert_num_queries):
    hold(world.jauja.workshops[0], *[add_man(world.jauja.community, "JAU", 60 + n) for n in range(men)])
    with django_assert_num_queries(3):
        assert len(moments_of(Participant.objects.all(), timezone.localdate())) == men
