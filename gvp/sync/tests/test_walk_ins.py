"""Walk-ins written down without signal, and what became of people and sessions meanwhile."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from gvp.audit import log
from gvp.sync import reviewing
from gvp.sync.models import Operation
from gvp.sync.tests.phones import Phone, tray
from gvp.testing.world import add_man
from participants import merging
from participants.models import Consent, Participant
from participants.similar import COLUMNS, pairs
from workshops import enrolling, marking, planning
from workshops.claims import Claim
from workshops.models import Attendance, Enrolment, Mark, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(world):
    return Phone(world.field)


@pytest.fixture
def session(world):
    return world.jauja.workshops[0]


@pytest.fixture
def guest(world):
    """Registered, and enrolled nowhere."""
    return add_man(world.jauja.community, "JAU", 9, first_surname="Yupanqui")


def new_man(world, **changes):
    """The fields of the page's form."""
    typed = {
        "given_names": "Nuevo", "first_surname": "Ccori", "second_surname": "", "birth_year": "1990",
        "registration": "signature", "witness": "", "community": str(world.jauja.community.pk),
    } | changes  # fmt: skip
    return {"person": str(uuid.uuid4()), "fields": {name: [value] for name, value in typed.items()}}


def on_the_list(session):
    rows = Attendance.objects.filter(workshop=session).order_by("participant__code")
    return [(row.participant.code, row.state, row.disputed) for row in rows]


def unregistered(session):
    session.refresh_from_db()
    return session.unregistered


def erase(person):
    """As whoever erases a person does it: a line in the log, and nothing else of him."""
    log.record(by=None, verb=log.Verb.DELETED, target=person, province=person.community.district.province_id)
    Enrolment.objects.filter(participant=person).delete()
    Consent.objects.filter(participant=person).delete()
    person.delete()


# --- Somebody known -------------------------------------------------------------------------


def test_somebody_known_takes_part_and_is_present_under_the_key_of_the_operation(phone, session, guest):
    written = phone.write("walk_in_known", session.pk, person=str(guest.pk))
    receipt = phone.send(written)[0]
    mark = Mark.objects.get(pk=written["id"])
    assert (receipt["status"], receipt["next"]) == ("applied", reverse("workshops:roster", args=[session.pk]))
    assert (mark.recorded_by, mark.captured_at.isoformat()) == (phone.user, written["captured_at"])
    assert Enrolment.objects.get(participant=guest).recorded_by == phone.user
    assert on_the_list(session) == [("JAU-0009", "present", False)]


def test_what_no_page_sends_with_it_keeps_nobody_from_being_marked(phone, session, guest):
    assert phone.sends("walk_in_known", session.pk, person=str(guest.pk), shown="present") == ("applied", "")
    assert on_the_list(session) == [("JAU-0009", "present", False)]


def test_sent_again_nothing_changes(phone, session, guest):
    written = phone.write("walk_in_known", session.pk, person=str(guest.pk))
    first, second = phone.send(written)[0], phone.send(written)[0]
    assert first == second
    assert (Mark.objects.count(), Enrolment.objects.filter(participant=guest).count()) == (1, 1)


def test_whoever_left_before_that_day_takes_part_again(world, phone, session):
    stay = Enrolment.objects.get(participant=world.jauja.men[0])
    enrolling.withdraw(by=world.coordinator, enrolment=stay, on=stay.enrolled_on)
    assert phone.sends("walk_in_known", session.pk, person=str(world.jauja.men[0].pk)) == ("applied", "")
    stay.refresh_from_db()
    assert stay.withdrawn_on is None


def test_whoever_was_taken_out_meanwhile_is_a_matter_for_a_coordinator(world, phone, session):
    man = world.jauja.men[0]
    stay = Enrolment.objects.get(participant=man)
    written = phone.write("walk_in_known", session.pk, person=str(man.pk))
    enrolling.withdraw(by=world.coordinator, enrolment=stay, on=stay.enrolled_on)
    assert phone.send(written)[0]["status"] == "review"
    assert (tray(), on_the_list(session)) == ([("walk_in_known", "outsider", "1204")], [])
    reviewing.apply(by=world.coordinator, operation=uuid.UUID(written["id"]))
    assert on_the_list(session) == [(man.code, "present", False)]
    reviewing.undo(by=world.coordinator, operation=uuid.UUID(written["id"]))
    stay.refresh_from_db()
    assert (on_the_list(session), stay.withdrawn_on, Mark.objects.count()) == ([], stay.enrolled_on, 0)


def test_somebody_merged_meanwhile_is_present_under_the_record_that_was_kept(world, phone, session, guest):
    kept, final = world.jauja.men[1], world.jauja.men[2]
    written = phone.write("walk_in_known", session.pk, person=str(guest.pk))
    merging.merge(by=world.coordinator, survivor=kept, absorbed=guest)
    merging.merge(by=world.coordinator, survivor=final, absorbed=kept)
    assert phone.send(written)[0]["status"] == "applied"
    assert on_the_list(session) == [(final.code, "present", False)]


def test_somebody_erased_is_only_counted(phone, session, guest):
    written = phone.write("walk_in_known", session.pk, person=str(guest.pk))
    erase(guest)
    assert [phone.send(written)[0]["status"] for _time in range(2)] == ["applied", "applied"]
    assert (unregistered(session), Mark.objects.count()) == (1, 0)


def test_somebody_nobody_ever_knew_waits_and_is_counted_when_a_coordinator_says_so(world, phone, session):
    written = phone.write("walk_in_known", session.pk, person=str(uuid.uuid4()))
    assert phone.send(written)[0]["reason"] == "deleted"
    reviewing.apply(by=world.coordinator, operation=uuid.UUID(written["id"]))
    assert unregistered(session) == 1
    reviewing.undo(by=world.coordinator, operation=uuid.UUID(written["id"]))
    assert unregistered(session) == 0


def test_what_a_colleague_marked_otherwise_is_in_dispute_and_not_overwritten(world, phone, session):
    man = world.jauja.men[0]
    marking.save(by=world.coordinator, workshop=session.pk, claims=[Claim(uuid.uuid4(), man.pk, "absent")])
    assert phone.sends("walk_in_known", session.pk, person=str(man.pk)) == ("applied", "")
    assert on_the_list(session) == [(man.code, "present", True)]


def test_a_school_leader_of_by_now_does_not_enter_a_cycle_of_men(phone, session, guest):
    Participant.objects.filter(pk=guest.pk).update(group="school_leader")
    assert phone.sends("walk_in_known", session.pk, person=str(guest.pk)) == ("review", "outsider")


# --- The session ----------------------------------------------------------------------------


def test_a_cancelled_session_waits_and_a_decision_restores_it(world, phone, session, guest):
    written = phone.write("walk_in_known", session.pk, person=str(guest.pk))
    planning.cancel(by=world.coordinator, workshop=session, reason="Fiesta patronal")
    assert phone.send(written)[0]["status"] == "review"
    assert tray() == [("walk_in_known", "cancelled", "1204")]
    reviewing.apply(by=world.coordinator, operation=uuid.UUID(written["id"]))
    assert on_the_list(session) == [(guest.code, "present", False)]
    assert Mark.objects.get().recorded_by == world.field
    reviewing.undo(by=world.coordinator, operation=uuid.UUID(written["id"]))
    session.refresh_from_db()
    assert (session.status, session.cancelled_reason) == ("cancelled", "Fiesta patronal")
    assert (on_the_list(session), Enrolment.objects.filter(participant=guest).exists()) == ([], False)


def test_a_deleted_session_waits_in_its_province(world, phone, session):
    written = phone.write("walk_in_count", session.pk, n=1)
    planning.delete(by=world.coordinator, workshop=session)
    assert phone.send(written)[0]["status"] == "review"
    assert tray() == [("walk_in_count", "deleted", "1204")]


def test_a_session_that_was_moved_meanwhile_waits(world, phone, session):
    written = phone.write("walk_in_count", session.pk, n=1)
    day = session.date + dt.timedelta(days=7)
    planning.reschedule(by=world.coordinator, workshop=session, date=day, reason="Llovió")
    assert phone.send(written)[0]["reason"] == "stale"
    assert phone.sends("walk_in_count", session.pk, n=1) == ("applied", "")


@pytest.mark.parametrize("ahead", [dt.timedelta(hours=3), -dt.timedelta(hours=3)])
def test_a_phone_whose_clock_is_wrong_is_understood_by_ours(world, phone, session, ahead):
    phone.ahead = ahead
    before = phone.write("walk_in_count", session.pk, n=1, at=phone.now() - dt.timedelta(minutes=1))
    day = session.date + dt.timedelta(days=7)
    planning.reschedule(by=world.coordinator, workshop=session, date=day, reason="Llovió")
    since = phone.write("walk_in_known", session.pk, person=str(world.jauja.men[0].pk))
    assert [receipt["reason"] for receipt in phone.send(before, since)] == ["stale", ""]
    assert abs(Mark.objects.get().captured_at - timezone.now()) < dt.timedelta(minutes=1)


@pytest.mark.parametrize("ahead", [dt.timedelta(days=1), -dt.timedelta(days=20000)])
def test_what_is_decided_from_the_tray_was_written_when_our_clock_says(world, phone, session, guest, ahead):
    phone.ahead = ahead
    written = phone.write("walk_in_known", session.pk, person=str(guest.pk))
    planning.cancel(by=world.coordinator, workshop=session, reason="Fiesta")
    phone.send(written)
    reviewing.apply(by=world.coordinator, operation=uuid.UUID(written["id"]))
    moments = Operation.objects.get().captured_at, Mark.objects.get().captured_at
    assert moments[0] == moments[1]
    assert abs(moments[0] - timezone.now()) < dt.timedelta(minutes=1)


def test_a_clock_that_was_days_ahead_and_is_right_again_when_sending_hides_no_change(world, phone, session):
    written = phone.write("walk_in_count", session.pk, n=1, at=timezone.now() + dt.timedelta(days=5))
    day = session.date + dt.timedelta(days=7)
    planning.reschedule(by=world.coordinator, workshop=session, date=day, reason="Llovió")
    assert phone.send(written)[0]["reason"] == "stale"
    assert abs(Operation.objects.get().captured_at - timezone.now()) < dt.timedelta(minutes=1)


def test_a_session_of_a_day_to_come_waits_for_that_day(world, phone, session):
    Workshop.objects.filter(pk=session.pk).update(date=timezone.localdate() + dt.timedelta(days=1))
    written = phone.write("walk_in_count", session.pk, n=1)
    assert phone.send(written)[0]["reason"] == "future"
    with pytest.raises(ValidationError):
        reviewing.apply(by=world.coordinator, operation=uuid.UUID(written["id"]))
    assert Operation.objects.get().status == "review"


def test_whoever_no_longer_gives_the_cycle_is_in_quarantine_until_its_coordinator_decides(world, phone, session, guest):
    written = phone.write("walk_in_known", session.pk, person=str(guest.pk))
    world.field.cycles.clear()
    assert phone.send(written)[0]["status"] == "review"
    assert tray() == [("walk_in_known", "quarantine", "1204")]
    reviewing.apply(by=world.coordinator, operation=uuid.UUID(written["id"]))
    assert (on_the_list(session), Mark.objects.get().recorded_by) == ([(guest.code, "present", False)], world.field)


# --- Somebody new ---------------------------------------------------------------------------


def test_a_new_man_is_registered_under_the_key_of_the_phone_and_present(world, phone, session):
    said = new_man(world)
    assert phone.sends("walk_in_new", session.pk, **said) == ("applied", "")
    man = Participant.objects.get(pk=said["person"])
    assert (man.first_surname, man.enrolled_on, man.recorded_by) == ("Ccori", session.date, world.field)
    assert [(one.kind, one.given_on) for one in man.consents.all()] == [("registration", session.date)]
    assert on_the_list(session) == [(man.code, "present", False)]


def test_he_is_registered_whomever_he_looks_like_and_coordinators_see_the_pair(world, phone, session):
    like = add_man(world.jauja.community, "JAU", 9, given_names="Nuevo", first_surname="Ccori", second_surname="")
    said = new_man(world, birth_year="1985")
    assert phone.sends("walk_in_new", session.pk, **said) == ("applied", "")
    found = pairs(Participant.objects.values_list(*COLUMNS))
    assert {like.pk, uuid.UUID(said["person"])} in [{pair.one, pair.other} for pair in found]


def test_two_phones_that_register_the_same_man_make_two_records_and_one_pair(world, phone, session):
    other, one, two = Phone(world.coordinator), new_man(world), new_man(world)
    assert phone.sends("walk_in_new", session.pk, **one) == other.sends("walk_in_new", session.pk, **two)
    found = pairs(Participant.objects.filter(first_surname="Ccori").values_list(*COLUMNS))
    assert [{str(pair.one), str(pair.other)} for pair in found] == [{one["person"], two["person"]}]


def test_what_is_missing_is_refused_at_its_field_and_stored_nowhere(world, phone, session):
    written = phone.write("walk_in_new", session.pk, **new_man(world, birth_year="2015", witness=""))
    receipt = phone.send(written)[0]
    assert (receipt["status"], list(receipt["errors"])) == ("refused", ["birth_year"])
    assert (Participant.objects.filter(first_surname="Ccori").exists(), Operation.objects.exists()) == (False, False)


def test_the_same_facts_under_another_key_of_operation_register_nobody_twice(world, phone, session):
    said = new_man(world)
    assert [phone.sends("walk_in_new", session.pk, **said)[0] for _time in range(2)] == ["applied", "applied"]
    assert (Participant.objects.filter(first_surname="Ccori").count(), Attendance.objects.count()) == (1, 1)


def test_other_facts_of_somebody_registered_wait_and_a_decision_corrects_him(world, phone, session):
    said = new_man(world)
    phone.sends("walk_in_new", session.pk, **said)
    said["fields"]["birth_year"] = ["1991"]
    written = phone.write("walk_in_new", session.pk, **said)
    assert phone.send(written)[0]["reason"] == "conflict"
    man = Participant.objects.get(pk=said["person"])
    assert man.birth_year == 1990
    reviewing.apply(by=world.coordinator, operation=uuid.UUID(written["id"]))
    man.refresh_from_db()
    assert man.birth_year == 1991
    reviewing.undo(by=world.coordinator, operation=uuid.UUID(written["id"]))
    man.refresh_from_db()
    assert (man.birth_year, on_the_list(session)) == (1990, [(man.code, "present", False)])


def test_a_registration_by_decision_can_be_taken_back_whole(world, phone, session):
    said = new_man(world)
    written = phone.write("walk_in_new", session.pk, **said)
    planning.cancel(by=world.coordinator, workshop=session, reason="Fiesta")
    phone.send(written)
    reviewing.apply(by=world.coordinator, operation=uuid.UUID(written["id"]))
    reviewing.undo(by=world.coordinator, operation=uuid.UUID(written["id"]))
    assert not Participant.objects.filter(pk=said["person"]).exists()
    reviewing.apply(by=world.coordinator, operation=uuid.UUID(written["id"]))
    assert Participant.objects.get(pk=said["person"]).recorded_by == world.field


def test_a_new_man_who_was_erased_since_is_only_counted(world, phone, session):
    said = new_man(world)
    phone.sends("walk_in_new", session.pk, **said)
    Attendance.objects.all().delete()
    Mark.objects.all().delete()
    erase(Participant.objects.get(pk=said["person"]))
    assert phone.sends("walk_in_new", session.pk, **said) == ("applied", "")
    assert (unregistered(session), Participant.objects.filter(first_surname="Ccori").exists()) == (1, False)


def test_a_mark_of_somebody_whose_registration_waits_is_decided_after_it(world, phone, session):
    said, later = new_man(world), world.jauja.workshops[1]
    written = phone.write("walk_in_new", session.pk, **said)
    mark = phone.write("mark", later.pk, person=said["person"], state="present", shown="")
    planning.cancel(by=world.coordinator, workshop=session, reason="Fiesta")
    assert [receipt["reason"] for receipt in phone.send(written, mark)] == ["cancelled", "deleted"]
    with pytest.raises(ValidationError):
        reviewing.apply(by=world.coordinator, operation=uuid.UUID(mark["id"]))
    for one in (written, mark):
        reviewing.apply(by=world.coordinator, operation=uuid.UUID(one["id"]))
    assert (len(on_the_list(later)), unregistered(later)) == (1, 0)


def test_a_key_of_somebody_elsewhere_opens_no_way_to_his_record(world, phone, session):
    elsewhere = world.tayacaja.men[0]
    written = phone.write("walk_in_new", session.pk, **new_man(world) | {"person": str(elsewhere.pk)})
    assert phone.send(written)[0]["reason"] == "conflict"
    with pytest.raises(ValidationError):
        reviewing.apply(by=world.coordinator, operation=uuid.UUID(written["id"]))
    elsewhere.refresh_from_db()
    assert (elsewhere.given_names, on_the_list(session)) == ("Ficticio", [])


# --- Only counted ---------------------------------------------------------------------------


def test_counts_of_two_phones_add_up_and_each_counts_once(world, phone, session):
    other = Phone(world.coordinator)
    mine, hers = phone.write("walk_in_count", session.pk, n=1), other.write("walk_in_count", session.pk, n=2)
    for _time in range(2):
        phone.send(mine)
        other.send(hers)
    assert (unregistered(session), session.status) == (3, "held")


@pytest.mark.parametrize("n", [0, -1, True, "1", 1.5, None, 501])
def test_a_number_that_is_none_is_refused(phone, session, n):
    receipt = phone.send(phone.write("walk_in_count", session.pk, n=n))[0]
    assert (receipt["status"], list(receipt["errors"])) == ("refused", ["n"])


@pytest.mark.parametrize(
    ("kind", "payload", "field"),
    [
        ("walk_in_known", {}, "person"),
        ("walk_in_known", {"person": "nobody"}, "person"),
        ("walk_in_new", {"person": str(uuid.uuid4())}, ""),
        ("walk_in_new", {"person": str(uuid.uuid4()), "fields": {"given_names": "Nuevo"}}, ""),
    ],
)
def test_a_payload_that_did_not_arrive_whole_is_refused(phone, session, kind, payload, field):
    receipt = phone.send(phone.write(kind, session.pk, **payload))[0]
    assert (receipt["status"], list(receipt["errors"])) == ("refused", [field])
