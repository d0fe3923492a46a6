"""Replications: recorded once, counted when they are long and large enough."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gvp.base.versions import version
from workshops import replicating
from workshops.models import Replication
from workshops.tests.outreach import day, replicate, school_leaders

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaders(world):
    return school_leaders(world.jauja)[1]


def facts_of(replication, **changed):
    names = ("date", "grade", "section", "module", "minutes", "responsible", "women", "men")
    return {name: getattr(replication, name) for name in names} | changed


def refused(call, **facts):
    with pytest.raises(ValidationError) as caught:
        call(**facts)
    return sorted(caught.value.error_dict) if hasattr(caught.value, "error_dict") else caught.value.code


def test_a_form_sent_twice_is_one_replication(world, leaders):
    facts = {"date": day(30), "grade": "5", "section": "B", "minutes": 45, "women": 9, "men": 8}
    call = {"by": world.field, "school": world.jauja.school, "key": uuid.uuid4(), "leaders": leaders}
    made = [replicating.record(**call, facts=facts) for _ in range(2)]
    assert (made[0], Replication.objects.count(), made[0].led_by.count()) == (made[1], 1, 2)
    assert (made[0].code, made[0].recorded_by) == ("I-JAU-R001", world.field)


def test_only_school_leaders_lead_one_and_never_tomorrow(world, leaders):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    facts = {"date": day(30), "grade": "5", "section": "B", "minutes": 45}
    call = {"by": world.field, "school": world.jauja.school, "key": uuid.uuid4()}
    assert refused(replicating.record, **call, facts=facts, leaders=world.jauja.men[:1]) == ["leaders"]
    assert refused(replicating.record, **call, facts=facts, leaders=[]) == ["leaders"]
    assert refused(replicating.record, **call, facts=facts | {"date": tomorrow}, leaders=leaders) == ["date"]


@pytest.mark.parametrize(
    ("minutes", "girls", "boys", "reasons"), [(30, 3, 2, 0), (29, 3, 2, 1), (30, 2, 2, 1), (10, 0, 0, 2)]
)
def test_what_it_lacks_agrees_with_what_counts(world, leaders, minutes, girls, boys, reasons):
    made = replicate(world.field, world.jauja, leaders, minutes=minutes, women=girls, men=boys)
    assert len(replicating.shortcomings(made)) == reasons
    assert Replication.objects.valid().exists() == (reasons == 0)


@pytest.mark.parametrize(
    ("typed", "kept"), [("5.º", "5"), ("5to", "5"), (" 5° ", "5"), ("5", "5"), ("1° primaria", "1° primaria")]
)
def test_one_grade_is_written_one_way(typed, kept):
    assert replicating.tidy_grade(typed) == kept


@pytest.mark.parametrize(("typed", "kept"), [(" a", "A"), ("“B”", "B"), ("única", "ÚNICA")])
def test_one_section_is_written_one_way(typed, kept):
    assert replicating.tidy_section(typed) == kept


def test_a_correction_is_compared_with_what_was_seen(world, leaders):
    made = replicate(world.field, world.jauja, leaders)
    seen = version(made)
    call = {"by": world.field, "replication": made, "leaders": leaders, "seen": seen}
    assert replicating.change(**call, facts=facts_of(made, women=3)) == ["women"]
    assert refused(replicating.change, **call, facts=facts_of(made, women=3, men=4)) == "stale"


def test_another_leader_is_a_correction_too(world, leaders):
    made = replicate(world.field, world.jauja, leaders)
    changed = replicating.change(by=world.field, replication=made, leaders=leaders[:1], facts=facts_of(made))
    assert (changed, list(made.leaders.all())) == (["leaders"], leaders[:1])


def test_one_recorded_by_mistake_is_taken_out(world, leaders):
    made = replicate(world.field, world.jauja, leaders)
    replicating.take_out(by=world.field, replication=made)
    assert Replication.objects.count() == 0
