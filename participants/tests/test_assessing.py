"""Begin, answer, finish, reopen, withdraw."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError

from gvp.audit.models import Entry
from gvp.testing.answers import assess, consent_to_evaluation
from gvp.testing.world import add_man
from participants import assessing
from participants.locking import intact
from participants.models import Assessment, Consent, Instrument, Item, Participant

DAY = dt.date(2026, 4, 10)


@pytest.fixture
def man(world):
    return world.jauja.men[0]


@pytest.fixture
def fcc(world):
    return Instrument.objects.get(code="FCC-15")


@pytest.fixture
def begun(world, man):
    consent_to_evaluation(man)
    return begin(world, man)


def begin(world, man, **changes) -> Assessment:
    facts = {"instrument": Instrument.objects.get(code="FCC-15"), "round_": "baseline", "date": DAY}
    return assessing.begin(**{"by": world.field, "participant": man} | facts | changes)


def item(code) -> Item:
    return Item.objects.select_related("domain").get(code=code, domain__instrument__code="FCC-15")


def answer(world, begun, code, value) -> Assessment:
    return assessing.answer(by=world.field, assessment=begun, item=item(code), value=value)


def test_beginning_stands_on_the_consent_of_that_day_and_is_written_down(world, man, begun):
    assert (begun.consent.kind, begun.recorded_by, begun.answers) == ("evaluation", world.field, {})
    entry = Entry.objects.get(target_id=str(begun.pk))
    assert (entry.verb, entry.by, entry.province) == ("created", world.field, "1204")
    assert entry.detail == {"participant": str(man.pk), "kind": "baseline", "date": "2026-04-10"}


def test_beginning_twice_is_beginning_once(world, man, begun):
    assert begin(world, man) == begun
    assert Assessment.objects.count() == 1


def test_without_consent_nothing_begins(world, man):
    with pytest.raises(ValidationError) as refused:
        begin(world, man)
    assert refused.value.code == "consent"
    assert Assessment.objects.count() == 0


def test_consent_revoked_by_then_is_none(world, man):
    consent = consent_to_evaluation(man)
    Consent.objects.filter(pk=consent.pk).update(revoked_on=DAY)
    with pytest.raises(ValidationError) as refused:
        begin(world, man)
    assert refused.value.code == "consent"


def test_spoken_consent_that_a_register_brought_is_none(world, man):
    consent = consent_to_evaluation(man)
    Consent.objects.filter(pk=consent.pk).update(mode="witness")
    with pytest.raises(ValidationError) as refused:
        begin(world, man)
    assert refused.value.code == "consent"


def test_consent_given_on_the_spot_is_stored_with_its_day(world, man):
    begun = begin(world, man, consent={"mode": "fingerprint", "text_version": "2026-1"})
    assert (begun.consent.given_on, begun.consent.mode, begun.consent.recorded_by) == (DAY, "fingerprint", world.field)


def test_day_in_the_future_is_refused(world, man):
    consent_to_evaluation(man)
    with pytest.raises(ValidationError) as refused:
        begin(world, man, date=dt.date(2999, 1, 1))
    assert list(refused.value.error_dict) == ["date"]


def test_school_leaders_are_not_asked(world):
    leader = add_man(world.jauja.community, "JAU", 90, group=Participant.Group.SCHOOL_LEADER, birth_year=2011)
    with pytest.raises(ValidationError) as refused:
        begin(world, leader)
    assert refused.value.code == "group"


def test_each_answer_is_stored_at_once_and_can_be_taken_back(world, begun):
    answer(world, begun, "M1", 3)
    answer(world, begun, "M2", 1)
    answer(world, begun, "M1", None)
    begun.refresh_from_db()
    assert begun.answers == {"M2": 1}


def test_answer_that_is_none_of_the_options_is_refused(world, begun):
    with pytest.raises(ValidationError) as refused:
        answer(world, begun, "M1", 7)
    assert refused.value.code == "value"


def test_first_answer_locks_the_instrument_with_its_hash(world, begun, fcc):
    assert fcc.locked_at is None
    answer(world, begun, "M1", 3)
    fcc.refresh_from_db()
    assert (fcc.locked_at is not None, len(fcc.content_hash), intact(fcc)) == (True, 64, True)


def test_locked_instrument_that_was_tampered_with_is_found(world, begun, fcc):
    answer(world, begun, "M1", 3)
    Item.objects.filter(code="M1").update(text="Otra frase.")
    fcc.refresh_from_db()
    assert not intact(fcc)


def test_domain_that_does_not_concern_him_is_skipped_whole(world, begun):
    partner = item("P1").domain
    assessing.route(by=world.field, assessment=begun, routes={partner: False})
    begun.refresh_from_db()
    assert begun.answers == dict.fromkeys(["P1", "P2", "P3", "P4", "P5"], "NA")
    assessing.route(by=world.field, assessment=begun, routes={partner: True})
    begun.refresh_from_db()
    assert begun.answers == {}


def test_not_applicable_is_said_of_the_whole_domain(world, begun):
    answer(world, begun, "H1", 2)
    answer(world, begun, "H3", "NA")
    begun.refresh_from_db()
    assert begun.answers == dict.fromkeys(["H1", "H2", "H3", "H4", "H5"], "NA")


def test_nothing_is_answered_after_the_end(world, begun):
    assessing.finish(by=world.field, assessment=begun)
    with pytest.raises(ValidationError) as refused:
        answer(world, begun, "M1", 3)
    assert refused.value.code == "finished"


def test_nothing_is_answered_after_the_consent_was_taken_back(world, begun):
    Consent.objects.filter(pk=begun.consent_id).update(revoked_on=DAY)
    with pytest.raises(ValidationError) as refused:
        answer(world, begun, "M1", 3)
    assert refused.value.code == "consent"


def test_finishing_twice_is_finishing_once(world, begun):
    first = assessing.finish(by=world.field, assessment=begun).finished_at
    assert assessing.finish(by=world.field, assessment=begun).finished_at == first
    assert Entry.objects.filter(target_id=str(begun.pk), verb="changed").count() == 1


def test_reopening_needs_a_reason_and_is_written_down(world, begun):
    assessing.finish(by=world.field, assessment=begun)
    with pytest.raises(ValidationError):
        assessing.reopen(by=world.coordinator, assessment=begun, reason=" ")
    assessing.reopen(by=world.coordinator, assessment=begun, reason="tecla equivocada")
    assert answer(world, begun, "M1", 3).answers == {"M1": 3}
    assert Entry.objects.filter(by=world.coordinator).get().detail["reason"] == "tecla equivocada"


def test_withdrawing_deletes_the_answers_and_keeps_the_line(world, man):
    mistaken = assess(man, "baseline", DAY)
    assessing.withdraw(by=world.coordinator, assessment=mistaken, reason="era de otro")
    assessing.withdraw(by=world.coordinator, assessment=mistaken, reason="era de otro")
    assert Assessment.objects.count() == 0
    entry = Entry.objects.get(verb="deleted")
    assert entry.detail == {
        "participant": str(man.pk), "kind": "baseline", "date": "2026-04-10", "reason": "era de otro",
    }  # fmt: skip


def test_no_answer_stands_in_the_audit_log(world, begun):
    for code, value in (("M1", 3), ("P1", "NA")):
        answer(world, begun, code, value)
    assessing.finish(by=world.field, assessment=begun)
    logged = {key for detail in Entry.objects.values_list("detail", flat=True) for key in detail}
    assert logged == {"participant", "kind", "date", "fields"}


def test_key_minted_by_the_phone_is_kept_and_names_one_application(world, man):
    consent_to_evaluation(man)
    key = uuid.uuid4()
    assert begin(world, man, key=key).pk == begin(world, man, key=key).pk == key
    with pytest.raises(ValidationError) as refused:
        begin(world, man, key=key, round_="endline")
    assert refused.value.code == "reused"
    assert Assessment.objects.count() == 1


def test_many_answers_are_stored_at_once_and_the_last_ones_finish_it(world, begun):
    stored = assessing.fill(by=world.field, assessment=begun, answers={"M1": 2, "M2": 3})
    stored = assessing.fill(by=world.field, assessment=stored, answers={"M1": None, "M3": 1}, last=True)
    assert (stored.answers, stored.finished_at is not None) == ({"M2": 3, "M3": 1}, True)


def test_answering_in_an_application_of_somebody_else_is_written_down(world, begun):
    answer(world, begun, "M1", 2)
    assessing.fill(by=world.coordinator, assessment=begun, answers={"M2": 3})
    lines = Entry.objects.filter(target_id=str(begun.pk), verb="changed")
    assert [(line.by, line.detail["fields"]) for line in lines] == [(world.coordinator, ["answers"])]
