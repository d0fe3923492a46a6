"""Actions of a network: recorded once, validated by another person, corrected with history."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from gvp.audit.models import Entry
from gvp.base.versions import version
from workshops import acting
from workshops.models import NetworkAction
from workshops.tests.outreach import act, day, make_network, stay

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(world):
    network = make_network(world.jauja)
    for man in world.jauja.men[:2]:
        stay(network, man)
    return network


@pytest.fixture
def action(world, network):
    return act(world.field, network, world.jauja, [world.jauja.men[0]], day(20))


def facts_of(action, **changed):
    names = ("date", "community", "kind", "message", "women", "men", "adolescents", "evidence")
    return {name: getattr(action, name) for name in names} | changed


def refused(call, **facts):
    with pytest.raises(ValidationError) as caught:
        call(**facts)
    return sorted(caught.value.error_dict) if hasattr(caught.value, "error_dict") else caught.value.code


def test_a_form_sent_twice_is_one_action(world, network):
    facts = {"date": day(9), "community": world.jauja.community, "kind": "visit"}
    key, leaders = uuid.uuid4(), world.jauja.men[:2]
    made = [acting.record(by=world.field, network=network, key=key, facts=facts, leaders=leaders) for _ in range(2)]
    assert (made[0], NetworkAction.objects.count(), made[0].led_by.count()) == (made[1], 1, 2)
    assert (made[0].code, made[0].recorded_by, made[0].validated) == ("R-JAU-A001", world.field, False)


def test_codes_count_on(world, network, action):
    assert act(world.field, network, world.jauja, [world.jauja.men[0]], day(21)).code == "R-JAU-A002"


def test_what_cannot_be_is_refused_at_its_field(world, network):
    men = world.jauja.men
    facts = {"date": day(9), "community": world.jauja.community, "kind": "visit"}

    def says(leaders=men[:1], **changed):
        call = {"by": world.field, "network": network, "key": uuid.uuid4(), "leaders": leaders}
        return refused(acting.record, **call, facts=facts | changed)

    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert says(date=tomorrow) == ["date"]
    assert says(leaders=[]) == ["leaders"]
    assert says(leaders=[men[2]]) == ["leaders"]
    assert says(community=world.tayacaja.community) == ["community"]


def test_a_key_belongs_to_one_network(world, network, action):
    other = make_network(world.jauja, "R-2")
    stay(other, world.jauja.men[0])
    call = {"by": world.field, "network": other, "key": action.pk, "leaders": world.jauja.men[:1]}
    assert refused(acting.record, **call, facts=facts_of(action)) == "reused"


def test_a_second_person_validates_and_it_is_undone(world, action):
    assert acting.validate(by=world.coordinator, action=action) is True
    assert acting.validate(by=world.coordinator, action=action) is False
    action.refresh_from_db()
    assert (action.validated, action.validated_by) == (True, world.coordinator)
    assert acting.undo_validation(by=world.coordinator, action=action) is True
    action.refresh_from_db()
    assert (action.validated, action.validated_by, action.validated_at) == (False, None, None)


def test_whoever_recorded_it_does_not_validate_it(world, network):
    own = act(world.coordinator, network, world.jauja, [world.jauja.men[0]], day(20))
    assert refused(acting.validate, by=world.coordinator, action=own) == "same_person"


def test_the_database_refuses_it_as_well(action):
    changes = {"validated": True, "validated_by": action.recorded_by, "validated_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        NetworkAction.objects.filter(pk=action.pk).update(**changes)


@pytest.mark.parametrize(("field", "value", "stays"), [("women", 40, False), ("message", "Otro", True)])
def test_a_correction_of_what_was_vouched_for_takes_the_validation_back(world, action, field, value, stays):
    acting.validate(by=world.coordinator, action=action)
    leaders = list(action.leaders.all())
    changed = acting.change(by=world.field, action=action, facts=facts_of(action, **{field: value}), leaders=leaders)
    action.refresh_from_db()
    assert (changed, action.validated) == ([field], stays)


def test_other_leaders_are_a_correction_too(world, action):
    changed = acting.change(by=world.field, action=action, facts=facts_of(action), leaders=world.jauja.men[1:2])
    assert (changed, list(action.leaders.all())) == (["leaders"], world.jauja.men[1:2])
    assert Entry.objects.about(action).first().detail == {"fields": ["leaders"]}


def test_a_correction_is_compared_with_what_was_seen(world, action):
    seen, leaders = version(action), list(action.leaders.all())
    acting.change(by=world.field, action=action, facts=facts_of(action, women=1), leaders=leaders, seen=seen)
    later = {"action": action, "facts": facts_of(action, men=1), "leaders": leaders, "seen": seen}
    assert refused(acting.change, by=world.coordinator, **later) == "stale"


def test_it_is_taken_out_only_while_nobody_vouches_for_it(world, action):
    acting.validate(by=world.coordinator, action=action)
    assert refused(acting.take_out, by=world.field, action=action) == "validated"
    acting.undo_validation(by=world.coordinator, action=action)
    acting.take_out(by=world.field, action=action)
    assert NetworkAction.objects.count() == 0


def test_evidence_counts_as_much_as_a_second_person(world, network, action):
    proven = act(world.field, network, world.jauja, [world.jauja.men[0]], day(21), evidence="Acta 3")
    assert list(NetworkAction.objects.validated()) == [proven]
