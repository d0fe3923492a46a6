"""Networks and their members: joining, leaving, coming back, and what is refused."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gvp.audit.models import Entry
from gvp.base.versions import version
from gvp.testing.world import FIRST_DAY
from participants.models import NetworkMembership
from workshops import networking
from workshops.tests.outreach import act, day, make_network, school_leaders, stay

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(world):
    return make_network(world.jauja)


def join(world, network, *people, on=FIRST_DAY, commitment_on=None):
    return networking.join(
        by=world.coordinator, network=network, people=people, joined_on=on, commitment_on=commitment_on
    )


def refusal(action, **facts):
    with pytest.raises(ValidationError) as refused:
        action(**facts)
    return sorted(refused.value.error_dict) if hasattr(refused.value, "error_dict") else refused.value.code


def test_a_network_is_founded_once_under_the_next_code(world):
    facts = {"name": "Red", "province": world.jauja.province, "founded_on": FIRST_DAY}
    key = uuid.uuid4()
    made = [networking.found(by=world.coordinator, key=key, facts=facts) for _ in range(2)]
    other = networking.found(by=world.coordinator, key=uuid.uuid4(), facts=facts)
    assert [network.code for network in (*made, other)] == ["JAU-R01", "JAU-R01", "JAU-R02"]


def test_men_join_once_however_often_it_is_sent(world, network):
    counts = [join(world, network, *world.jauja.men, commitment_on=FIRST_DAY) for _ in range(2)]
    assert (counts, network.memberships.count()) == ([3, 0], 3)
    assert Entry.objects.filter(target_type="participants.networkmembership", verb="created").count() == 3


def test_school_leaders_join_no_network(world, network):
    _cycle, leaders = school_leaders(world.jauja, 1)
    assert refusal(networking.join, by=world.coordinator, network=network, people=leaders, joined_on=FIRST_DAY,
                   commitment_on=None) == "group"  # fmt: skip


def test_whoever_left_joins_again_in_a_second_stay(world, network):
    man = world.jauja.men[0]
    stay(network, man, 0, 10)
    join(world, network, man, on=day(10))
    assert list(man.memberships.order_by("joined_on").values_list("joined_on", "left_on")) == [
        (day(0), day(10)),
        (day(10), None),
    ]


def test_nobody_joins_on_a_day_on_which_he_was_a_member(world, network):
    man = world.jauja.men[0]
    stay(network, man, 0, 10)
    refused = refusal(networking.join, by=world.coordinator, network=network, people=[man], joined_on=day(5),
                      commitment_on=None)  # fmt: skip
    assert refused == ["joined_on"]


def test_leaving_is_written_down_with_its_reason_and_undone(world, network):
    row = stay(network, world.jauja.men[0])
    assert networking.leave(by=world.coordinator, stay=row, on=day(9), reason="Se mudó") is True
    assert networking.leave(by=world.coordinator, stay=row, on=day(9), reason="Se mudó") is False
    row.refresh_from_db()
    assert (row.left_on, row.left_reason) == (day(9), "Se mudó")
    assert networking.undo_leaving(by=world.coordinator, stay=row) is True
    row.refresh_from_db()
    assert (row.left_on, row.left_reason) == (None, "")


def test_a_leaving_is_not_undone_over_a_second_stay(world, network):
    man = world.jauja.men[0]
    first = stay(network, man, 0, 10)
    stay(network, man, 20)
    assert refusal(networking.undo_leaving, by=world.coordinator, stay=first) == ["joined_on"]


def test_nobody_leaves_before_he_joined(world, network):
    row = stay(network, world.jauja.men[0], 5)
    assert refusal(networking.leave, by=world.coordinator, stay=row, on=day(4), reason="x") == ["on"]


def test_a_correction_is_compared_with_what_was_seen(world, network):
    row = stay(network, world.jauja.men[0], 5)
    seen = version(row)
    facts = {"joined_on": day(6), "commitment_on": day(6), "left_on": None, "left_reason": ""}
    assert networking.correct(by=world.coordinator, stay=row, facts=facts, seen=seen) == ["commitment_on", "joined_on"]
    later = facts | {"joined_on": day(7)}
    assert refusal(networking.correct, by=world.coordinator, stay=row, facts=later, seen=seen) == "stale"


def test_the_coordinator_is_one_of_the_members(world, network):
    member, stranger = world.jauja.men[:2]
    stay(network, member)
    facts = {"name": network.name, "coordinator": stranger}
    assert refusal(networking.change, by=world.coordinator, network=network, facts=facts) == ["coordinator"]
    changed = networking.change(by=world.coordinator, network=network, facts=facts | {"coordinator": member})
    assert changed == ["coordinator"]


def test_a_network_with_members_keeps_its_province(world, network):
    stay(network, world.jauja.men[0])
    facts = {"province": world.tayacaja.province}
    assert refusal(networking.change, by=world.coordinator, network=network, facts=facts) == ["province"]


def test_a_stay_is_taken_out_only_while_nothing_was_led_in_it(world, network):
    man, idle = world.jauja.men[:2]
    led, mistake = stay(network, man), stay(network, idle)
    act(world.field, network, world.jauja, [man], timezone.localdate())
    assert refusal(networking.take_out, by=world.coordinator, stay=led) == "led"
    networking.take_out(by=world.coordinator, stay=mistake)
    assert list(NetworkMembership.objects.all()) == [led]


def test_the_coordinator_is_not_taken_out(world, network):
    row = stay(network, world.jauja.men[0])
    network.coordinator = world.jauja.men[0]
    network.save()
    assert refusal(networking.take_out, by=world.coordinator, stay=row) == "coordinates"


def test_a_commitment_signed_long_before_is_a_slip(world, network):
    early = FIRST_DAY - dt.timedelta(days=400)
    refused = refusal(networking.join, by=world.coordinator, network=network, people=world.jauja.men,
                      joined_on=FIRST_DAY, commitment_on=early)  # fmt: skip
    assert refused == ["commitment_on"]
