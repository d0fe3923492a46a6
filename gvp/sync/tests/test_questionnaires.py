"""Questionnaires answered without signal: one application, however often and by whomever it is sent."""

import datetime as dt
import uuid
from itertools import permutations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from gvp.audit.models import Entry
from gvp.sync import reviewing
from gvp.sync.models import Operation
from gvp.sync.tests.phones import Phone, tray
from gvp.testing.answers import assess, consent_to_evaluation
from gvp.testing.world import add_man
from participants import assessing, consenting, merging
from participants.models import Assessment, Consent, Instrument, Participant

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 4, 10)


@pytest.fixture
def phone(world):
    return Phone(world.field)


@pytest.fixture
def colleague(world):
    return Phone(world.coordinator)


@pytest.fixture
def man(world):
    consent_to_evaluation(world.jauja.men[0])
    return world.jauja.men[0]


@pytest.fixture
def fcc(world):
    return Instrument.objects.get(code="FCC-15")


@pytest.fixture
def said(man, fcc):
    """What a phone says of a baseline with one answer."""
    return {
        "person": str(man.pk), "instrument": str(fcc.pk), "round": "baseline", "date": DAY.isoformat(),
        "consent": None, "routes": {"P": True, "H": True}, "answers": {"M1": 2}, "finished": False,
    }  # fmt: skip


def stored(**place):
    return Assessment.objects.get(**place)


def answers():
    return [row.answers for row in Assessment.objects.order_by("recorded_at")]


def revoke(world, man):
    consent = man.consents.get(kind="evaluation")
    consenting.revoke(by=world.coordinator, consent=consent, on=DAY, reason="", mode="witness")


def decide(world, written):
    reviewing.apply(by=world.coordinator, operation=uuid.UUID(written["id"]))


def take_back(world, written):
    reviewing.undo(by=world.coordinator, operation=uuid.UUID(written["id"]))


# --- One application ------------------------------------------------------------------------


def test_it_is_stored_under_the_key_of_the_phone(phone, man, said):
    record = uuid.uuid4()
    receipt = phone.send(phone.write("assessment", record, **said))[0]
    row = stored(pk=record)
    assert (receipt["status"], receipt["next"]) == ("applied", reverse("participants:assessment", args=[record]))
    assert (row.participant, row.answers, row.date, row.recorded_by) == (man, {"M1": 2}, DAY, phone.user)
    assert row.finished_at is None


def test_with_more_answers_it_stays_one_application_and_can_be_finished(phone, said):
    record = uuid.uuid4()
    first = phone.write("assessment", record, **said)
    more = said | {"answers": {"M1": 3, "M2": 1}, "finished": True}
    second = phone.write("assessment", record, base=first["id"], **more)
    receipts = phone.send(first, second)
    assert [receipt["status"] for receipt in receipts] == ["applied", "applied"]
    assert receipts[1]["next"] == reverse("participants:assessment_done", args=[record])
    assert (stored(pk=record).answers, bool(stored(pk=record).finished_at)) == ({"M1": 3, "M2": 1}, True)


def test_an_answer_taken_back_on_the_phone_is_taken_back(phone, said):
    record = uuid.uuid4()
    phone.sends("assessment", record, **said)
    phone.sends("assessment", record, **said | {"answers": {"M2": 1}})
    assert answers() == [{"M2": 1}]


def test_in_any_order_of_arrival_the_last_written_stands(phone, said):
    for order in permutations(range(3)):
        record = uuid.uuid4()
        here = said | {"date": (DAY + dt.timedelta(days=len(answers()))).isoformat()}
        versions = [
            phone.write("assessment", record, **here | {"answers": {"M1": n + 1, "M2": 1}, "finished": n == 2})
            for n in range(3)
        ]
        assert [phone.send(versions[n])[0]["status"] for n in order] == ["applied"] * 3
        assert (stored(pk=record).answers, bool(stored(pk=record).finished_at)) == ({"M1": 3, "M2": 1}, True)


def test_a_phone_that_believes_it_is_1970_goes_on_with_what_it_sent(phone, said):
    record, base = uuid.uuid4(), None
    for n, year in enumerate((2026, 1970, 1970), start=1):
        at = dt.datetime(year, 3, n, tzinfo=dt.UTC)
        written = phone.write("assessment", record, base=base, at=at, **said | {"answers": {"M1": n}})
        assert phone.send(written)[0]["status"] == "applied"
        base = written["id"]
    assert answers() == [{"M1": 3}]


def test_what_does_not_concern_him_is_stored_as_not_applicable(phone, said):
    phone.sends("assessment", uuid.uuid4(), **said | {"routes": {"P": False, "H": True}, "answers": {"M1": 2, "P1": 3}})
    assert answers() == [{"M1": 2} | {f"P{n}": "NA" for n in range(1, 6)}]


def test_consent_asked_on_the_spot_is_stored_with_its_day_and_the_text_that_was_read(world, phone, said):
    other = add_man(world.jauja.community, "JAU", 9)
    asked = said | {"person": str(other.pk), "consent": {"mode": "fingerprint", "version": "2025-1"}}
    assert phone.sends("assessment", uuid.uuid4(), **asked) == ("applied", "")
    consent = other.consents.get(kind="evaluation")
    assert (consent.mode, consent.given_on, consent.text_version) == ("fingerprint", DAY, "2025-1")
    assert consent.recorded_by == world.field


def test_a_questionnaire_that_is_not_offered_any_more_is_taken(phone, said, fcc):
    Instrument.objects.filter(pk=fcc.pk).update(in_use=False)
    assert phone.sends("assessment", uuid.uuid4(), **said) == ("applied", "")


# --- Refused at its field -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"answers": {"M1": 4, "M2": 3}}, ["M1"]),
        ({"answers": {"M1": "NA"}}, ["M1"]),
        ({"answers": {"X1": 1, "M2": True}}, ["M2", "X1"]),
        ({"date": "ayer"}, ["date"]),
        ({"date": None}, ["date"]),
        ({"date": "1999-12-31"}, ["date"]),
        ({"round": "second"}, ["round"]),
        ({"instrument": "FCC-15"}, ["instrument"]),
        ({"person": None}, ["person"]),
        ({"answers": [1]}, [""]),
        ({"routes": None}, [""]),
    ],
)
def test_what_no_page_would_take_is_refused_at_its_field_and_nothing_stored(phone, said, changes, fields):
    receipt = phone.send(phone.write("assessment", uuid.uuid4(), **said | changes))[0]
    assert (receipt["status"], sorted(receipt["errors"])) == ("refused", fields)
    assert (Assessment.objects.exists(), Operation.objects.exists()) == (False, False)


def test_without_consent_and_without_asking_for_it_nothing_is_stored(world, phone, said):
    other = add_man(world.jauja.community, "JAU", 9)
    receipt = phone.send(phone.write("assessment", uuid.uuid4(), **said | {"person": str(other.pk)}))[0]
    assert (receipt["status"], list(receipt["errors"])) == ("refused", ["mode"])


# --- To the tray ----------------------------------------------------------------------------


def test_a_day_to_come_waits_until_it_has_come(world, phone, said):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    written = phone.write("assessment", uuid.uuid4(), **said | {"date": tomorrow.isoformat()})
    assert phone.send(written)[0]["reason"] == "future"
    with pytest.raises(ValidationError):
        decide(world, written)
    assert tray() == [("assessment", "future", "1204")]


def test_consent_revoked_meanwhile_waits_and_no_decision_stores_the_answers(world, phone, man, said):
    written = phone.write("assessment", uuid.uuid4(), **said)
    consenting.revoke(
        by=world.coordinator, consent=man.consents.get(kind="evaluation"), on=DAY, reason="", mode="witness"
    )
    assert phone.send(written)[0]["status"] == "review"
    assert tray() == [("assessment", "consent", "1204")]
    with pytest.raises(ValidationError):
        decide(world, written)
    assert not Assessment.objects.exists()


def test_answers_to_one_begun_before_the_consent_was_revoked_wait(world, phone, man, said):
    record = uuid.uuid4()
    phone.sends("assessment", record, **said)
    consenting.revoke(
        by=world.coordinator, consent=man.consents.get(kind="evaluation"), on=DAY, reason="", mode="witness"
    )
    assert phone.sends("assessment", record, **said | {"answers": {"M1": 1}}) == ("review", "consent")
    assert answers() == [{"M1": 2}]


def test_somebody_erased_waits_in_his_province_and_his_answers_are_not_stored(phone, man, said):
    written = phone.write("assessment", uuid.uuid4(), **said | {"person": str(uuid.uuid4())})
    assert phone.send(written)[0]["status"] == "review"
    assert (tray(), Assessment.objects.exists()) == ([("assessment", "deleted", "")], False)


def test_a_school_leader_of_by_now_is_not_asked(phone, man, said):
    Participant.objects.filter(pk=man.pk).update(group="school_leader")
    assert phone.sends("assessment", uuid.uuid4(), **said) == ("review", "outsider")


def test_an_instrument_nobody_knows_waits(phone, said):
    assert phone.sends("assessment", uuid.uuid4(), **said | {"instrument": str(uuid.uuid4())}) == ("review", "deleted")


def test_an_author_who_left_the_province_is_in_quarantine_until_a_coordinator_decides(world, phone, said):
    record = uuid.uuid4()
    written = phone.write("assessment", record, **said)
    world.field.provinces.clear()
    assert phone.send(written)[0]["status"] == "review"
    assert tray() == [("assessment", "quarantine", "1204")]
    decide(world, written)
    assert (stored(pk=record).recorded_by, stored(pk=record).answers) == (world.field, {"M1": 2})
    take_back(world, written)
    assert not Assessment.objects.exists()


def test_one_that_a_coordinator_withdrew_does_not_come_back_by_itself(world, phone, said):
    record = uuid.uuid4()
    phone.sends("assessment", record, **said)
    assessing.withdraw(by=world.coordinator, assessment=stored(pk=record), reason="De otro señor")
    written = phone.write("assessment", record, **said | {"answers": {"M1": 1}})
    assert phone.send(written)[0]["reason"] == "deleted"
    decide(world, written)
    assert answers() == [{"M1": 1}]


def test_a_merged_man_is_asked_under_the_record_that_was_kept(world, phone, man, said):
    record, kept = uuid.uuid4(), world.jauja.men[1]
    phone.sends("assessment", record, **said)
    merging.merge(by=world.coordinator, survivor=kept, absorbed=man)
    assert phone.sends("assessment", record, **said | {"answers": {"M1": 1}}) == ("applied", "")
    assert [(row.participant, row.answers) for row in Assessment.objects.all()] == [(kept, {"M1": 1})]


# --- Two colleagues -------------------------------------------------------------------------


def test_answers_of_two_colleagues_to_one_man_on_one_day_unite(phone, colleague, man, said):
    colleague.sends("assessment", uuid.uuid4(), **said | {"answers": {"M1": 2, "M3": 1}})
    receipt = phone.send(phone.write("assessment", uuid.uuid4(), **said | {"answers": {"M1": 2, "M2": 3}}))[0]
    assert (receipt["status"], receipt["next"]) == ("applied", reverse("participants:assess", args=[man.pk]))
    assert answers() == [{"M1": 2, "M2": 3, "M3": 1}]


def test_united_answers_are_the_same_in_any_order(phone, colleague, said):
    here, there = said | {"answers": {"M1": 2, "M2": 3}}, said | {"answers": {"M3": 1}}
    found = []
    for n, order in enumerate([(phone, colleague), (colleague, phone)]):
        day = {"date": (DAY + dt.timedelta(days=n)).isoformat()}
        for device, answered in zip(order, [here, there] if n == 0 else [there, here], strict=True):
            device.sends("assessment", uuid.uuid4(), **answered | day)
        found.append(stored(date=day["date"]).answers)
    assert found == [{"M1": 2, "M2": 3, "M3": 1}] * 2


def test_other_answers_wait_for_a_decision_that_can_be_taken_back(world, phone, colleague, said):
    colleague.sends("assessment", uuid.uuid4(), **said | {"answers": {"M1": 2, "M3": 1}, "finished": True})
    written = phone.write("assessment", uuid.uuid4(), **said | {"answers": {"M1": 3}})
    assert phone.send(written)[0]["reason"] == "conflict"
    assert answers() == [{"M1": 2, "M3": 1}]
    finished = stored().finished_at
    decide(world, written)
    assert (answers(), bool(stored().finished_at)) == ([{"M1": 3, "M3": 1}], True)
    take_back(world, written)
    assert (answers(), stored().finished_at) == ([{"M1": 2, "M3": 1}], finished)


def test_what_a_coordinator_answered_meanwhile_is_not_overwritten(world, phone, said):
    record = uuid.uuid4()
    phone.sends("assessment", record, **said)
    assessing.fill(by=world.coordinator, assessment=stored(pk=record), answers={"M2": 3})
    assert phone.sends("assessment", record, **said | {"answers": {"M1": 1, "M2": 1}}) == ("review", "conflict")
    assert answers() == [{"M1": 2, "M2": 3}]


def test_answers_after_a_colleague_finished_it_wait(world, phone, said):
    record = uuid.uuid4()
    phone.sends("assessment", record, **said)
    assessing.finish(by=world.coordinator, assessment=stored(pk=record))
    assert phone.sends("assessment", record, **said) == ("applied", "")
    assert phone.sends("assessment", record, **said | {"answers": {"M1": 1}}) == ("review", "conflict")


def test_one_of_another_day_under_the_same_key_waits(phone, said):
    record = uuid.uuid4()
    phone.sends("assessment", record, **said)
    assert phone.sends("assessment", record, **said | {"date": "2026-04-11"}) == ("review", "conflict")


def test_one_begun_on_the_page_by_the_same_person_is_gone_on_with(world, phone, man, said):
    begun = assess(man, "baseline", DAY, {"M5": 2})
    Assessment.objects.filter(pk=begun.pk).update(recorded_by=world.field)
    assert phone.sends("assessment", uuid.uuid4(), **said) == ("applied", "")
    assert answers() == [{"M1": 2, "M5": 2}]


def test_no_answer_stands_in_the_audit_log_or_in_the_ledger(phone, said):
    phone.sends("assessment", uuid.uuid4(), **said)
    assert "M1" not in str([line.detail for line in Entry.objects.all()])
    assert [row.payload for row in Operation.objects.all()] == [None]


def test_spoken_consent_is_none(world, phone, said):
    other = add_man(world.jauja.community, "JAU", 9)
    Consent.objects.create(participant=other, kind="evaluation", given_on=DAY, mode="witness")
    asked = said | {"person": str(other.pk), "consent": {"mode": "witness", "version": "1"}}
    assert phone.sends("assessment", uuid.uuid4(), **asked)[0] == "refused"
