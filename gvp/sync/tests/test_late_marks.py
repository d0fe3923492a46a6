"""Marks and counts that come late: whoever was merged, erased or withdrawn, whatever session was moved or cancelled."""

import datetime as dt
import uuid
from contextlib import nullcontext

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from gvp.audit import log
from gvp.sync import reviewing
from gvp.sync.tests.phones import Phone, tray
from gvp.testing.furnished_field import late_mark
from gvp.testing.world import add_man
from participants import merging
from participants.models import Consent, Participant
from workshops import deciding, enrolling, marking, planning
from workshops.claims import Claim
from workshops.marking import Change
from workshops.models import Attendance, Enrolment, Mark, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(world):
    return Phone(world.field)


@pytest.fixture
def session(world):
    return world.jauja.workshops[0]


@pytest.fixture
def men(world):
    return world.jauja.men


def mark_of(phone, session, man, state="present", shown="", base=None):
    return phone.write("mark", session.pk, person=str(man.pk), state=state, shown=shown, base=base)


def on_the_list(session):
    rows = Attendance.objects.filter(workshop=session).order_by("participant__code")
    return [(row.participant.code, row.state, row.disputed) for row in rows]


def number(session, name="unregistered"):
    return Workshop.objects.values_list(name, flat=True).get(pk=session.pk)


def statuses(receipts):
    return [receipt["status"] for receipt in receipts]


def decide(world, written):
    reviewing.apply(by=world.coordinator, operation=uuid.UUID(written["id"]))


def take_back(world, written):
    reviewing.undo(by=world.coordinator, operation=uuid.UUID(written["id"]))


def erase(world, man):
    log.record(by=world.coordinator, verb=log.Verb.DELETED, target=man, province="1204")
    Enrolment.objects.filter(participant=man).delete()
    Consent.objects.filter(participant=man).delete()
    man.delete()


# --- People ---------------------------------------------------------------------------------


def test_marks_of_people_merged_in_a_chain_go_to_whoever_was_kept(world, phone, session, men):
    written = [mark_of(phone, session, man) for man in men]
    merging.merge(by=world.coordinator, survivor=men[1], absorbed=men[0])
    merging.merge(by=world.coordinator, survivor=men[2], absorbed=men[1])
    assert statuses(phone.send(*written)) == ["applied"] * 3
    assert on_the_list(session) == [(men[2].code, "present", False)]
    assert Mark.objects.filter(participant=men[2]).count() == 3


@pytest.mark.parametrize(("state", "counted"), [("present", 1), ("late", 1), ("absent", 0)])
def test_somebody_erased_comes_back_as_a_number_if_he_came(world, phone, session, men, state, counted):
    written = mark_of(phone, session, men[0], state)
    erase(world, men[0])
    for _time in range(2):
        assert statuses(phone.send(written)) == ["applied"]
    assert (number(session), on_the_list(session)) == (counted, [])


ERASED = [
    ([("present", "")], [("present", "")], 1),
    ([("present", ""), ("late", "present")], [], 1),
    ([("present", ""), ("absent", "present")], [], 0),
    ([("present", ""), ("absent", "present"), ("present", "absent")], [("late", "")], 1),
    ([("late", "present")], [], 0),
    ([("absent", "present")], [], 0),
]


@pytest.mark.parametrize(("one", "other", "counted"), ERASED)
def test_somebody_erased_is_one_number_whatever_two_phones_say_of_him(world, phone, session, men, one, other, counted):
    batches = [[mark_of(phone, session, men[0], *said) for said in spoken] for spoken in (one, other)]
    erase(world, men[0])
    phone.send(*batches[0])
    Phone(world.coordinator).send(*batches[1])
    assert number(session) == counted


def test_a_decision_about_somebody_erased_is_taken_back_with_its_number(world, phone, session, men):
    written, again = mark_of(phone, session, men[0]), mark_of(phone, session, men[0])
    erase(world, men[0])
    planning.cancel(by=world.coordinator, workshop=session, reason="Fiesta")
    phone.send(written, again)
    numbers = []
    for action, one in ((decide, written), (take_back, written), (decide, again)):
        action(world, one)
        numbers.append(number(session))
    assert numbers == [1, 0, 1]


def test_somebody_nobody_knows_is_no_number_before_somebody_says_so(world, phone, session):
    written = phone.write("mark", session.pk, person=str(uuid.uuid4()), state="present", shown="")
    assert statuses(phone.send(written)) == ["review"]
    assert (tray(), number(session)) == ([("mark", "deleted", "1204")], 0)
    decide(world, written)
    assert number(session) == 1


@pytest.mark.parametrize(("place", "counted"), [("jauja", 0), ("tayacaja", 1)])
def test_a_registration_that_waits_in_the_same_province_is_decided_first(world, phone, session, place, counted):
    person, province = uuid.uuid4(), getattr(world, place).province
    late_mark(session, Participant(pk=person), world.field, None, kind="walk_in_new", province=province)
    written = phone.write("mark", session.pk, person=str(person), state="present", shown="")
    phone.send(written)
    with nullcontext() if counted else pytest.raises(ValidationError):
        decide(world, written)
    assert number(session) == counted


def test_whoever_is_not_enrolled_or_left_before_that_day_waits_and_a_decision_takes_him_in(world, phone, session, men):
    stay, guest = Enrolment.objects.get(participant=men[0]), add_man(world.jauja.community, "JAU", 9)
    enrolling.withdraw(by=world.coordinator, enrolment=stay, on=session.date - dt.timedelta(days=1))
    written = [mark_of(phone, session, man) for man in (men[0], guest, men[1])]
    receipts = phone.send(*written)
    assert [(receipt["status"], receipt["reason"]) for receipt in receipts] == [
        ("review", "outsider"), ("review", "outsider"), ("applied", ""),
    ]  # fmt: skip
    for one in written[:2]:
        decide(world, one)
    assert {code for code, _state, _disputed in on_the_list(session)} == {men[0].code, men[1].code, guest.code}
    for one in written[:2]:
        take_back(world, one)
    assert on_the_list(session) == [(men[1].code, "present", False)]
    assert not Enrolment.objects.filter(participant=guest).exists()


# --- Sessions -------------------------------------------------------------------------------


def test_a_session_moved_meanwhile_waits_whole_and_others_do_not(world, phone, session, men):
    other = world.jauja.workshops[1]
    written = [mark_of(phone, session, men[0]), mark_of(phone, other, men[0])]
    day = session.date + dt.timedelta(days=3)
    planning.reschedule(by=world.coordinator, workshop=session, date=day, reason="Llovió")
    assert [receipt["reason"] for receipt in phone.send(*written)] == ["stale", ""]
    assert (on_the_list(session), len(on_the_list(other))) == ([], 1)
    decide(world, written[0])
    assert on_the_list(session) == [(men[0].code, "present", False)]


@pytest.mark.parametrize("kind", ["mark", "counts"])
@pytest.mark.parametrize("fact", ["module", "community"])
def test_a_session_that_became_another_meanwhile_waits(world, phone, session, men, fact, kind):
    said = {"mark": {"person": str(men[0].pk), "state": "present", "shown": ""}}
    said["counts"] = {"fields": {"note": "Lluvia"}, "shown": {"note": ""}}
    written = phone.write(kind, session.pk, **said[kind])
    other = {"module": world.jauja.workshops[1].module, "community": world.tayacaja.community}[fact]
    planning.change(by=world.coordinator, workshop=session, facts={fact: other})
    assert phone.send(written)[0]["reason"] == "stale"
    assert phone.sends(kind, session.pk, **said[kind]) == ("applied", "")


def test_a_session_cancelled_deleted_or_of_a_day_to_come_waits(world, phone, session, men):
    gone, ahead = world.jauja.workshops[1:3]
    written = [mark_of(phone, one, men[0]) for one in (session, gone, ahead)]
    planning.cancel(by=world.coordinator, workshop=session, reason="Fiesta")
    planning.delete(by=world.coordinator, workshop=gone)
    Workshop.objects.filter(pk=ahead.pk).update(date=timezone.localdate() + dt.timedelta(days=2))
    assert [receipt["reason"] for receipt in phone.send(*written)] == ["cancelled", "deleted", "future"]
    assert {province for _kind, _reason, province in tray()} == {"1204"}


def test_whoever_left_the_cycle_s_team_is_in_quarantine_and_stays_its_author(world, phone, session, men):
    written = mark_of(phone, session, men[0])
    world.field.cycles.clear()
    assert phone.send(written)[0]["reason"] == "quarantine"
    decide(world, written)
    mark = Mark.objects.get()
    assert (mark.recorded_by, on_the_list(session)) == (world.field, [(men[0].code, "present", False)])


# --- Two people -----------------------------------------------------------------------------


def test_what_waits_is_decided_over_what_stands_by_now_and_taken_back_again(world, phone, session, men):
    written = mark_of(phone, session, men[0])
    planning.cancel(by=world.coordinator, workshop=session, reason="Fiesta")
    phone.send(written)
    planning.restore(by=world.coordinator, workshop=session)
    claim = Claim(uuid.uuid4(), men[0].pk, "absent")
    marking.save(by=world.coordinator, workshop=session.pk, claims=[claim])
    decide(world, written)
    assert on_the_list(session) == [(men[0].code, "present", False)]
    take_back(world, written)
    assert on_the_list(session) == [(men[0].code, "absent", False)]
    assert list(Mark.objects.values_list("pk", flat=True)) == [claim.key]


def test_what_two_say_is_kept_of_both_until_a_coordinator_chooses(world, phone, session, men):
    other = Phone(world.coordinator)
    phone.send(mark_of(phone, session, men[0]))
    other.send(mark_of(other, session, men[0], "absent"))
    assert (on_the_list(session), Mark.objects.count()) == ([(men[0].code, "present", True)], 2)
    deciding.decide(by=world.coordinator, attendance=Attendance.objects.get(), state="absent", key=uuid.uuid4())
    assert on_the_list(session) == [(men[0].code, "absent", False)]


# --- Counts ---------------------------------------------------------------------------------


def test_a_number_somebody_else_wrote_meanwhile_waits_and_the_others_are_stored(world, phone, session):
    written = [
        phone.write("counts", session.pk, fields={name: "24"}, shown={name: ""})
        for name in ("head_count", "signatures")
    ]
    marking.save(by=world.coordinator, workshop=session.pk, counts={"head_count": Change(None, 20)})
    assert [receipt["reason"] for receipt in phone.send(*written)] == ["stale", ""]
    assert (number(session, "head_count"), number(session, "signatures")) == (20, 24)
    decide(world, written[0])
    assert number(session, "head_count") == 24
    take_back(world, written[0])
    assert number(session, "head_count") == 20


def test_the_same_number_of_two_is_no_conflict(world, phone, session):
    written = phone.write("counts", session.pk, fields={"head_count": "20"}, shown={"head_count": ""})
    marking.save(by=world.coordinator, workshop=session.pk, counts={"head_count": Change(None, 20)})
    assert (statuses(phone.send(written)), tray()) == (["applied"], [])
