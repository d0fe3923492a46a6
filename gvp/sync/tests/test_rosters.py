"""Marks and counts from the phone: merged per person, never over what somebody else wrote unseen."""

import datetime as dt

import pytest
from django.utils import timezone

from gvp.audit import log
from gvp.audit.models import Entry
from gvp.sync import reviewing
from gvp.sync.models import Operation
from gvp.sync.tests.phones import Phone, tray
from gvp.testing.world import add_man
from participants import merging
from workshops import marking, planning
from workshops.claims import Claim
from workshops.models import Attendance, Enrolment, Mark, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(world):
    return Phone(world.field)


@pytest.fixture
def man(world):
    return world.jauja.men[0]


def mark(phone, session, man, state="present", shown="", **more):
    return phone.write("mark", session.pk, person=str(man.pk), state=state, shown=shown, **more)


def told(receipts):
    return [(receipt["status"], receipt["reason"]) for receipt in receipts]


def standing(session):
    rows = Attendance.objects.filter(workshop=session).order_by("participant__code")
    return [(row.participant.code[-1], row.state, row.disputed) for row in rows]


def test_a_mark_keeps_the_moment_in_which_it_was_ticked_and_its_author(world, phone, session, man):
    yesterday = timezone.now() - dt.timedelta(days=1)
    phone.send(mark(phone, session, man, at=yesterday))
    stored = Mark.objects.get()
    assert (stored.captured_at, stored.recorded_by) == (yesterday, world.field)
    assert stored.recorded_at > yesterday


def test_the_log_says_the_same_as_after_the_page(world, phone, session, man):
    page = world.jauja.workshops[1]
    marking.save(by=world.field, workshop=page.pk, claims=[Claim(Operation().pk, man.pk, "present")])
    phone.send(mark(phone, session, man))
    lines = [Entry.objects.about(of).get() for of in (page, session)]
    assert lines[0].detail == lines[1].detail
    assert [(line.by, line.province, line.verb) for line in lines] == [(world.field, "1204", "changed")] * 2


def test_marks_of_two_people_unite(world, phone, session):
    first, second, _third = world.jauja.men
    phone.send(mark(phone, session, first))
    other = Phone(world.coordinator)
    other.send(mark(other, session, second, "late"))
    assert standing(session) == [("1", "present", False), ("2", "late", False)]


def test_the_same_man_marked_differently_on_two_phones_is_in_dispute_with_both_claims(world, phone, session, man):
    phone.send(mark(phone, session, man))
    other = Phone(world.coordinator)
    assert told(other.send(mark(other, session, man, "absent"))) == [("applied", "")]
    assert standing(session) == [("1", "present", True)]
    assert Mark.objects.count() == 2


def test_a_correction_builds_on_a_mark_of_the_same_batch(phone, session, man):
    first = mark(phone, session, man)
    phone.send(first, mark(phone, session, man, "late", "present", base=first["id"]))
    assert standing(session) == [("1", "late", False)]


def test_what_the_page_showed_already_is_received_and_changes_nothing(phone, session, man):
    assert told(phone.send(mark(phone, session, man, "present", "present"))) == [("applied", "")]
    assert Mark.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [("person", "x"), ("person", None), ("person", []), ("state", "asleep"), ("state", []), ("shown", 3)],
)
def test_a_mark_that_is_none_is_refused_at_its_field(phone, session, man, field, value):
    sent = mark(phone, session, man)
    sent["payload"][field] = value
    (receipt,) = phone.send(sent)
    assert (receipt["status"], list(receipt["errors"])) == ("refused", [field])


def test_marks_for_a_session_cancelled_meanwhile_wait_and_those_of_others_are_stored(world, phone, session, man):
    other = world.jauja.workshops[1]
    Workshop.objects.filter(pk=session.pk).update(status="cancelled")
    assert told(phone.send(mark(phone, session, man), mark(phone, other, man))) == [
        ("review", "cancelled"),
        ("applied", ""),
    ]
    assert (standing(session), standing(other)) == ([], [("1", "present", False)])


def test_applied_from_the_tray_the_session_is_restored_and_the_author_kept(world, phone, session, man):
    Workshop.objects.filter(pk=session.pk).update(status="cancelled")
    phone.send(mark(phone, session, man))
    reviewing.apply(by=world.coordinator, operation=Operation.objects.get().pk)
    session.refresh_from_db()
    assert (session.status, Mark.objects.get().recorded_by) == ("held", world.field)


def test_a_session_that_was_moved_meanwhile_waits(world, phone, session, man):
    sent = mark(phone, session, man, at=timezone.now() - dt.timedelta(hours=1))
    moved = session.date + dt.timedelta(days=1)
    planning.reschedule(by=world.coordinator, workshop=session, date=moved, reason="Feria")
    assert told(phone.send(sent)) == [("review", "stale")]


def test_a_session_of_a_day_to_come_waits(phone, session, man):
    Workshop.objects.filter(pk=session.pk).update(date=timezone.localdate() + dt.timedelta(days=1))
    assert told(phone.send(mark(phone, session, man))) == [("review", "future")]


def test_whoever_left_before_that_day_waits_and_a_decision_takes_him_in_again(world, phone, session, man):
    Enrolment.objects.filter(participant=man).update(withdrawn_on=session.date - dt.timedelta(days=1))
    assert told(phone.send(mark(phone, session, man))) == [("review", "outsider")]
    reviewing.apply(by=world.coordinator, operation=Operation.objects.get().pk)
    assert standing(session) == [("1", "present", False)]


def test_a_stranger_to_the_cycle_waits_in_the_sessions_province(world, phone, session):
    stranger = add_man(world.jauja.community, "JAU", 9)
    phone.send(mark(phone, session, stranger))
    assert tray() == [("mark", "outsider", "1204")]


def test_a_merged_man_is_marked_under_the_record_that_was_kept(world, phone, session, man):
    kept = world.jauja.men[1]
    merging.merge(by=world.coordinator, survivor=kept, absorbed=man)
    assert told(phone.send(mark(phone, session, man))) == [("applied", "")]
    assert standing(session) == [("2", "present", False)]


@pytest.mark.parametrize(("state", "counted"), [("present", 1), ("late", 1), ("absent", 0)])
def test_an_erased_man_comes_back_as_a_number_when_he_came(world, phone, session, state, counted):
    guest = add_man(world.jauja.community, "JAU", 9)
    sent = mark(phone, session, guest, state)
    log.record(by=world.coordinator, verb=log.Verb.DELETED, target=guest)
    guest.consents.all().delete()
    guest.delete()
    assert told(phone.send(sent)) == [("applied", "")]
    session.refresh_from_db()
    assert (session.unregistered, Mark.objects.count()) == (counted, 0)


def test_somebody_elses_session_is_in_quarantine(world, phone, man):
    assert told(phone.send(mark(phone, world.tayacaja.workshops[0], man))) == [("review", "quarantine")]
    assert tray() == [("mark", "quarantine", "0907")]


def counts(phone, session, shown=None, **fields):
    seen = dict.fromkeys(fields, "") | (shown or {})
    return phone.write("counts", session.pk, fields=fields, shown=seen)


def test_only_the_counts_that_were_changed_are_written(world, phone, session):
    marking.save(by=world.coordinator, workshop=session.pk, counts={"signatures": marking.Change(None, 7)})
    phone.send(counts(phone, session, head_count="9", note="Llovió"))
    session.refresh_from_db()
    assert (session.head_count, session.signatures, session.note) == (9, 7, "Llovió")


def test_counts_of_several_sessions_and_a_second_thought_arrive_together(world, phone, session):
    other = world.jauja.workshops[1]
    sent = [counts(phone, session, head_count="9"), counts(phone, other, head_count="4"),
            counts(phone, session, {"head_count": "9"}, head_count="10")]  # fmt: skip
    assert told(phone.send(*sent)) == [("applied", "")] * 3
    assert [Workshop.objects.get(pk=of.pk).head_count for of in (session, other)] == [10, 4]


def test_a_number_that_somebody_else_wrote_meanwhile_waits_and_a_decision_writes_over_it(world, phone, session):
    marking.save(by=world.coordinator, workshop=session.pk, counts={"head_count": marking.Change(None, 24)})
    assert told(phone.send(counts(phone, session, head_count="25"))) == [("review", "stale")]
    session.refresh_from_db()
    assert session.head_count == 24
    reviewing.apply(by=world.coordinator, operation=Operation.objects.get().pk)
    session.refresh_from_db()
    assert session.head_count == 25


@pytest.mark.parametrize("value", ["-1", "many", "99999999999999999999", [], {}])
def test_a_count_that_is_none_is_refused_at_its_field_as_on_the_page(phone, session, value):
    (receipt,) = phone.send(counts(phone, session, head_count=value))
    assert (receipt["status"], list(receipt["errors"])) == ("refused", ["head_count"])


def test_a_note_about_a_case_is_asked_about_as_on_the_page_and_may_stay(phone, session):
    text = "Vino don Ernesto"
    (receipt,) = phone.send(counts(phone, session, note=text))
    assert (receipt["status"], list(receipt["errors"])) == ("refused", ["note"])
    assert told(phone.send(counts(phone, session, note=text, note_kept="on"))) == [("applied", "")]


@pytest.mark.parametrize("fields", [None, [], {}, {"status": "held"}])
def test_counts_without_any_count_are_refused(phone, session, fields):
    (receipt,) = phone.send(phone.write("counts", session.pk, fields=fields, shown={}))
    assert (receipt["status"], list(receipt["errors"])) == ("refused", ["fields"])
