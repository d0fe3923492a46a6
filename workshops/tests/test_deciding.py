"""A coordinator decides where two people marked one person differently, and takes it back."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gvp.audit.models import Entry
from workshops import deciding, marking
from workshops.claims import Claim
from workshops.models import Attendance, Decision, Mark
from workshops.roster import rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def man(world):
    return world.jauja.men[0]


@pytest.fixture
def dispute(world, man):
    """The facilitator said present, a colleague absent."""
    colleague = world.users["administrator"]
    for by, state in ((world.field, "present"), (colleague, "absent")):
        marking.save(by=by, workshop=world.jauja.workshops[0].pk, claims=[Claim(uuid.uuid4(), man.pk, state)])
    return Attendance.objects.get(participant=man)


def decide(world, dispute, state="absent", key=None):
    return deciding.decide(by=world.coordinator, attendance=dispute, state=state, key=key or uuid.uuid4())


def standing():
    row = Attendance.objects.get()
    return row.state, row.disputed, row.recorded_by and row.recorded_by.username


def refusal(action, **kwargs):
    with pytest.raises(ValidationError) as refused:
        action(**kwargs)
    return refused.value.code


def claims(row):
    return [
        (mark.state, mark.recorded_by.username) for found in deciding.claims_about([row]).values() for mark in found
    ]


def test_both_claims_are_told_in_the_order_they_came(dispute):
    assert claims(dispute) == [("present", "field"), ("absent", "administrator")]


def test_a_decision_is_one_more_mark_and_ends_the_dispute(world, dispute):
    decision = decide(world, dispute)
    assert standing() == ("absent", False, "coordinator")
    assert (Mark.objects.count(), decision.mark.base) == (3, dispute.mark_id)


def test_a_third_state_may_be_what_is_right(world, dispute):
    decide(world, dispute, "late")
    assert standing() == ("late", False, "coordinator")


def test_a_decision_sent_twice_is_one(world, dispute):
    key = uuid.uuid4()
    assert decide(world, dispute, key=key) == decide(world, dispute, key=key)
    assert (Decision.objects.count(), Mark.objects.count()) == (1, 3)


def test_a_second_coordinator_is_told_that_it_was_decided(world, dispute):
    decide(world, dispute)
    assert refusal(deciding.decide, by=world.coordinator, attendance=dispute, state="present", key=uuid.uuid4()) == (
        "decided"
    )
    assert standing() == ("absent", False, "coordinator")


def test_taken_back_the_two_disagree_as_before(world, dispute):
    assert deciding.undo(by=world.coordinator, decision=decide(world, dispute)) is True
    assert standing() == ("present", True, "field")
    assert claims(Attendance.objects.select_related("mark").get()) == [
        ("present", "field"),
        ("absent", "administrator"),
    ]


def test_the_roster_shows_the_two_claims_again(world, dispute):
    deciding.undo(by=world.coordinator, decision=decide(world, dispute))
    row = next(row for row in rows_of(world.jauja.workshops[0]) if row.disputed)
    assert [mark.state for mark in row.claims] == ["present", "absent"]


def test_a_decision_is_taken_back_once(world, dispute):
    decision = decide(world, dispute)
    undone = [deciding.undo(by=world.coordinator, decision=decision) for _ in range(2)]
    assert undone == [True, False]


def test_what_was_taken_back_can_be_decided_again(world, dispute):
    deciding.undo(by=world.coordinator, decision=decide(world, dispute))
    decide(world, dispute, "present")
    assert standing() == ("present", False, "coordinator")


def test_a_decision_that_was_corrected_since_stays(world, dispute, man):
    decision = decide(world, dispute)
    correction = Claim(uuid.uuid4(), man.pk, "late", decision.mark_id, "absent")
    marking.save(by=world.field, workshop=dispute.workshop_id, claims=[correction])
    assert refusal(deciding.undo, by=world.coordinator, decision=decision) == "changed"
    assert standing() == ("late", False, "field")


def test_of_two_words_of_one_batch_only_the_later_written_is_told(world, man):
    session, noon = world.jauja.workshops[0], timezone.now()
    first, last = sorted((uuid.uuid4(), uuid.uuid4()), reverse=True)
    marking.save(by=world.coordinator, workshop=session.pk, claims=[Claim(uuid.uuid4(), man.pk, "late")])
    said = [
        Claim(first, man.pk, "present", captured_at=noon - dt.timedelta(minutes=2)),
        Claim(last, man.pk, "absent", first, "present", noon - dt.timedelta(minutes=1)),
    ]
    marking.save(by=world.field, workshop=session.pk, claims=said)
    assert sorted(claims(Attendance.objects.get())) == [("absent", "field"), ("late", "coordinator")]
    assert standing() == ("late", True, "coordinator")


def test_what_an_earlier_decision_ended_is_told_no_more_after_an_undo(world, dispute, man):
    decide(world, dispute, "absent")
    late = Claim(uuid.uuid4(), man.pk, "late")
    marking.save(by=world.field, workshop=dispute.workshop_id, claims=[late])
    deciding.undo(by=world.coordinator, decision=decide(world, Attendance.objects.get(), "present"))
    assert claims(Attendance.objects.get()) == [("absent", "coordinator"), ("late", "field")]
    assert standing() == ("late", True, "field")


def test_what_a_register_file_said_is_one_of_the_words_again_after_an_undo(world, man):
    session = world.jauja.workshops[0]
    row = Attendance.objects.create(workshop=session, participant=man, state="excused", recorded_by=world.coordinator)
    marking.save(by=world.field, workshop=session.pk, claims=[Claim(uuid.uuid4(), man.pk, "present")])
    deciding.undo(by=world.coordinator, decision=decide(world, row))
    assert standing() == ("present", True, "field")
    assert claims(Attendance.objects.get()) == [("excused", "coordinator"), ("present", "field")]


def test_decision_and_undo_stand_in_the_log_without_a_name(world, dispute):
    deciding.undo(by=world.coordinator, decision=decide(world, dispute))
    lines = [entry.detail for entry in Entry.objects.about(dispute.workshop).order_by("at", "pk")]
    assert [line["decided"] for line in lines if "decided" in line] == [True, False]
