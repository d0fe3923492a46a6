"""Registering: consent first, one code per province, harmless when sent twice."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from gvp.audit.models import Entry
from gvp.testing.world import FIRST_DAY
from participants import actions
from participants.models import Consent, Participant

REGISTRATION = {"kind": "registration", "given_on": FIRST_DAY, "mode": "signature"}
GUARDIAN = {
    "kind": "guardian",
    "given_on": FIRST_DAY,
    "mode": "signature",
    "guardian_name": "Madre Ficticia",
    "guardian_relation": "madre",
}
ASSENT = {"kind": "assent", "given_on": FIRST_DAY, "mode": "signature"}


def man(world, **facts):
    return {
        "given_names": "Juan Ficticio",
        "first_surname": "Poma",
        "second_surname": "Inga",
        "birth_year": 1980,
        "community": world.jauja.community,
        "enrolled_on": FIRST_DAY,
    } | facts


def leader(world, **facts):
    return man(
        world,
        group="school_leader",
        birth_year=2013,
        sex="F",
        school=world.jauja.school,
        grade="3",
        section="B",
        **facts,
    )


def register(world, facts, *consents):
    return actions.register(by=world.field, facts=facts, consents=consents or [REGISTRATION])


def test_a_man_gets_the_next_code_of_his_province(world):
    assert register(world, man(world)).code == "JAU-0004"
    assert register(world, man(world, community=world.tayacaja.community)).code == "TAY-0004"


def test_a_province_without_short_code_lends_its_inei_code(world):
    province = world.jauja.province
    province.short_code = None
    province.save()
    assert register(world, man(world)).code == "1204-0001"


def test_gaps_stay_gaps_and_ten_thousand_follows_9999(world):
    Participant.objects.filter(code="JAU-0002").update(code="JAU-9999")
    assert register(world, man(world)).code == "JAU-10000"
    assert register(world, man(world)).code == "JAU-10001"


def test_a_code_taken_meanwhile_is_not_used_twice(world, monkeypatch):
    taken = iter(["JAU-0001", "JAU-0002", "JAU-0044"])
    monkeypatch.setattr(actions, "next_code", lambda prefix, skip=0: next(taken))
    assert register(world, man(world)).code == "JAU-0044"


def test_another_integrity_error_is_not_hidden(world, monkeypatch):
    monkeypatch.setattr(actions, "next_code", lambda prefix, skip=0: "JAU-0001")
    with pytest.raises(IntegrityError):
        register(world, man(world))


def test_the_same_form_sent_twice_is_one_person(world):
    facts = man(world, id=uuid.uuid4())
    first, second = register(world, facts), register(world, facts)
    assert (first.pk, first.code) == (second.pk, second.code)
    assert Consent.objects.filter(participant=first).count() == 1
    assert Entry.objects.about(first).count() == 1


def test_a_resend_after_a_correction_changes_nothing(world):
    facts = man(world, id=uuid.uuid4())
    person = register(world, facts)
    Participant.objects.filter(pk=person.pk).update(birth_year=1981)
    assert register(world, facts).birth_year == 1981


def test_the_same_id_with_other_facts_is_refused(world):
    pk = uuid.uuid4()
    register(world, man(world, id=pk))
    with pytest.raises(ValidationError) as refused:
        register(world, man(world, id=pk, first_surname="Solís"))
    assert refused.value.code == "other_facts"
    assert Participant.objects.get(pk=pk).first_surname == "Poma"


def test_nobody_is_stored_without_consent_to_be_registered(world):
    with pytest.raises(ValidationError) as refused:
        actions.register(by=world.field, facts=man(world), consents=[])
    assert list(refused.value.message_dict) == ["registration"]
    assert Participant.objects.count() == 6


def test_a_man_under_18_at_enrolment_is_refused(world):
    with pytest.raises(ValidationError) as refused:
        register(world, man(world, birth_year=FIRST_DAY.year - 17))
    assert list(refused.value.message_dict) == ["birth_year"]
    assert register(world, man(world, birth_year=FIRST_DAY.year - 18)).pk


@pytest.mark.parametrize("given", [[REGISTRATION], [REGISTRATION, GUARDIAN], [REGISTRATION, ASSENT]])
def test_a_minor_needs_guardian_and_own_assent_both(world, given):
    with pytest.raises(ValidationError) as refused:
        register(world, leader(world), *given)
    kinds = {consent["kind"] for consent in given}
    assert set(refused.value.message_dict) == {"registration", "guardian", "assent"} - kinds


def test_a_guardian_has_a_name_and_a_relation(world):
    with pytest.raises(ValidationError) as refused:
        register(world, leader(world), REGISTRATION, GUARDIAN | {"guardian_relation": ""}, ASSENT)
    assert list(refused.value.message_dict) == ["guardian"]


def test_a_minor_with_both_consents_is_stored(world):
    person = register(world, leader(world), REGISTRATION, GUARDIAN, ASSENT)
    assert sorted(person.consents.values_list("kind", flat=True)) == ["assent", "guardian", "registration"]


@pytest.mark.parametrize("field", ["document", "phone"])
def test_a_minor_is_never_asked_for_document_or_phone(world, field):
    with pytest.raises(ValidationError) as refused:
        register(world, leader(world, **{field: "987654321"}), REGISTRATION, GUARDIAN, ASSENT)
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize("day", [dt.date(1999, 12, 31), dt.date(2200, 1, 1)])
def test_dates_before_2000_or_in_the_future_are_refused(world, day):
    with pytest.raises(ValidationError) as refused:
        register(world, man(world), REGISTRATION | {"given_on": day})
    assert list(refused.value.message_dict) == ["registration"]
    with pytest.raises(ValidationError):
        register(world, man(world, enrolled_on=day, birth_year=1975))


def test_the_audit_line_names_kinds_of_consent_and_no_person(world):
    person = register(world, man(world))
    entry = Entry.objects.about(person).get()
    assert (entry.verb, entry.by, entry.province) == ("created", world.field, "1204")
    assert entry.detail == {"consents": ["registration"]}
