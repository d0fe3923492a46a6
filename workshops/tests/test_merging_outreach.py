"""Memberships, led actions and replications follow a person when records are merged, and come back when undone."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gvp.testing.world import FIRST_DAY, add_man
from participants import merging
from participants.models import Network, NetworkMembership, Participant
from workshops import acting
from workshops.models import ActionLeader, NetworkAction, Replication, ReplicationLeader

pytestmark = pytest.mark.django_db


def day(n):
    return FIRST_DAY + dt.timedelta(days=n)


@pytest.fixture
def network(world):
    return Network.objects.create(code="R-1", name="Red", province=world.jauja.province, founded_on=FIRST_DAY)


@pytest.fixture
def pair(world):
    return world.jauja.men[:2]


def stay(network, person, joined, left=None, **facts):
    left_on = None if left is None else day(left)
    return NetworkMembership.objects.create(
        network=network, participant=person, joined_on=day(joined), left_on=left_on, **facts
    )


def merge(world, pair):
    return merging.merge(by=world.coordinator, survivor=pair[0], absorbed=pair[1])


def undo(world, done):
    return merging.unmerge(by=world.coordinator, merge=done)


def stays(person):
    rows = person.memberships.order_by("joined_on")
    return [((row.joined_on - FIRST_DAY).days, row.left_on and (row.left_on - FIRST_DAY).days) for row in rows]


def snapshot():
    models = (NetworkMembership, ActionLeader, ReplicationLeader, Network)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_stay_apart_from_the_others_moves_as_it_is(world, network, pair):
    stay(network, pair[0], 0, 10)
    stay(network, pair[1], 20)
    before = snapshot()
    done = merge(world, pair)
    assert stays(pair[0]) == [(0, 10), (20, None)]
    undo(world, done)
    assert snapshot() == before


def test_two_stays_at_once_become_one_with_the_earlier_commitment(world, network, pair):
    stay(network, pair[0], 5, commitment_on=day(9))
    stay(network, pair[1], 0, 30, commitment_on=day(2), left_reason="se mudó")
    before = snapshot()
    done = merge(world, pair)
    united = pair[0].memberships.get()
    assert (united.joined_on, united.commitment_on, united.left_on, united.left_reason) == (day(0), day(2), None, "")
    undo(world, done)
    assert snapshot() == before


def test_a_stay_that_bridges_two_takes_both_in(world, network, pair):
    """The record kept left and came back; the other one says that he was there all the time."""
    stay(network, pair[0], 0, 10)
    stay(network, pair[0], 30)
    stay(network, pair[1], 5)
    before = snapshot()
    done = merge(world, pair)
    assert stays(pair[0]) == [(0, None)]
    undo(world, done)
    assert (snapshot(), stays(pair[0])) == (before, [(0, 10), (30, None)])


def test_the_file_of_the_commitment_is_not_lost(world, network, pair):
    stay(network, pair[0], 0)
    stay(network, pair[1], 3, commitment_file="documents/x.jpg")
    before = snapshot()
    done = merge(world, pair)
    assert str(pair[0].memberships.get().commitment_file) == "documents/x.jpg"
    undo(world, done)
    assert snapshot() == before


def test_whoever_coordinates_a_network_coordinates_it_under_the_record_kept(world, network, pair):
    Network.objects.filter(pk=network.pk).update(coordinator=pair[1])
    done = merge(world, pair)
    network.refresh_from_db()
    assert network.coordinator == pair[0]
    undo(world, done)
    network.refresh_from_db()
    assert network.coordinator == pair[1]


def act(world, network, code, *leaders):
    action = NetworkAction.objects.create(
        code=code, network=network, date=day(1), community=world.jauja.community, kind="talk"
    )
    for leader in leaders:
        ActionLeader.objects.create(action=action, participant=leader)
    return action


def test_an_action_led_under_both_records_was_led_by_one_man(world, network, pair):
    both, other = act(world, network, "A-1", *pair), act(world, network, "A-2", pair[1])
    before = snapshot()
    done = merge(world, pair)
    assert sorted(ActionLeader.objects.values_list("action", "participant")) == sorted(
        [(both.pk, pair[0].pk), (other.pk, pair[0].pk)]
    )
    undo(world, done)
    assert snapshot() == before


def test_undoing_leaves_out_the_leader_of_an_action_that_is_gone(world, network, pair):
    action = act(world, network, "A-1", *pair)
    done = merge(world, pair)
    acting.take_out(by=world.coordinator, action=action)
    undo(world, done)
    assert ActionLeader.objects.count() == 0


def test_replications_follow_school_leaders(world):
    at_school = {"school": world.jauja.school, "grade": "5", "section": "A"}
    facts = {"group": Participant.Group.SCHOOL_LEADER, "birth_year": 2012} | at_school
    leaders = [add_man(world.jauja.community, "JAU", n, **facts) for n in (61, 62)]
    replication = Replication.objects.create(
        code="I-R1", date=day(1), school=world.jauja.school, grade="5", section="A", minutes=45
    )
    ReplicationLeader.objects.create(replication=replication, participant=leaders[1])
    before = snapshot()
    done = merge(world, leaders)
    assert ReplicationLeader.objects.get().participant == leaders[0]
    undo(world, done)
    assert snapshot() == before


lengths = st.integers(min_value=0, max_value=12)


@st.composite
def histories(draw):
    """Stays of one man in one network, never two at once; the last one may be open."""
    at, found = draw(lengths), []
    for _ in range(draw(st.integers(min_value=0, max_value=3))):
        left = at + draw(lengths)
        found.append([at, left])
        at = left + 1 + draw(lengths)
    if found and draw(st.booleans()):
        found[-1][1] = None
    return found


class AbandonedError(Exception):
    """Ends a hypothesis example by rolling it back."""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=histories(), other=histories())
def test_whatever_the_stays_he_is_a_member_on_the_same_days_and_undoing_restores_every_row(
    world, network, pair, kept, other
):
    try:
        with transaction.atomic():
            for person, history in zip(pair, (kept, other), strict=True):
                for joined, left in history:
                    stay(network, person, joined, left)
            before = snapshot()
            done = merge(world, pair)
            inside = {n for n in range(80) for a, b in [*kept, *other] if a <= n and (b is None or n <= b)}
            assert {n for n in range(80) for a, b in stays(pair[0]) if a <= n and (b is None or n <= b)} == inside
            undo(world, done)
            assert snapshot() == before
            raise AbandonedError
    except AbandonedError:
        return
