"""Correcting a record, and seeing a number once."""

import uuid

import pytest
from django.urls import reverse

from gvp.audit.models import Entry
from gvp.places.models import Community
from participants.models import CommunityCorrection, Participant


@pytest.fixture
def man(world):
    man = world.jauja.men[0]
    man.first_surname, man.phone, man.document, man.document_kind = "Quispe", "+51987654321", "10117410", "dni"
    man.save()
    return man


def url(person, name="edit"):
    return reverse(f"participants:{name}", args=[person.pk])


def filled(client, person):
    """What the browser would send back unchanged."""
    form = client.get(url(person)).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


def test_saving_unchanged_changes_and_records_nothing(world, login, man):
    client = login(world.field)
    assert client.post(url(man), filled(client, man)).status_code == 302
    assert Entry.objects.about(man).count() == 0


def test_the_log_names_the_fields_that_changed_and_no_value(world, login, man):
    client = login(world.field)
    client.post(url(man), filled(client, man) | {"birth_year": "1986", "second_surname": "Solís"})
    man.refresh_from_db()
    assert (man.birth_year, man.second_surname) == (1986, "Solís")
    assert Entry.objects.about(man).get().detail == {"fields": ["birth_year", "second_surname"]}


def test_document_and_phone_are_masked_and_kept(world, login, man):
    client = login(world.field)
    page = client.get(url(man)).content.decode()
    assert ("987654321" in page, "10117410" in page, "•••••321" in page) == (False, False, True)
    client.post(url(man), filled(client, man) | {"birth_year": "1986"})
    man.refresh_from_db()
    assert (man.phone, man.document, man.document_kind) == ("+51987654321", "10117410", "dni")


def test_a_stored_number_can_be_removed(world, login, man):
    client = login(world.field)
    client.post(url(man), filled(client, man) | {"remove_phone": "on", "remove_document": "on"})
    man.refresh_from_db()
    assert (man.phone, man.document, man.document_kind, man.document_hash) == ("", "", "", "")


def test_facts_changed_by_somebody_else_meanwhile_are_not_overwritten(world, login, man):
    client = login(world.field)
    mine = filled(client, man) | {"birth_year": "1986"}
    man.second_surname = "Solís"
    man.save()
    response = client.post(url(man), mine)
    man.refresh_from_db()
    assert (response.status_code, man.birth_year, man.second_surname) == (200, 1985, "Solís")
    assert "Solís" in response.context["form"]["second_surname"].help_text
    second = mine | {"seen": response.context["form"]["seen"].value(), "second_surname": "Solís"}
    assert client.post(url(man), second).status_code == 302
    man.refresh_from_db()
    assert (man.birth_year, man.second_surname) == (1986, "Solís")


@pytest.fixture
def elsewhere(world):
    return Community.objects.create(code="C-2", name="Otra", district=world.jauja.district)


def test_the_community_at_enrolment_needs_a_coordinator(world, login, man, elsewhere):
    client = login(world.field)
    response = client.post(url(man), filled(client, man) | {"community": str(elsewhere.pk), "reason": "error"})
    assert set(response.context["form"].errors) == {"community"}


def test_and_a_reason(world, login, man, elsewhere):
    client = login(world.coordinator)
    moved = filled(client, man) | {"community": str(elsewhere.pk)}
    assert set(client.post(url(man), moved).context["form"].errors) == {"reason"}
    assert client.post(url(man), moved | {"reason": "Hoja mal leída"}).status_code == 302
    correction = CommunityCorrection.objects.get(participant=man)
    assert (correction.before, correction.after, correction.reason) == (
        world.jauja.community,
        elsewhere,
        "Hoja mal leída",
    )


def test_a_man_cannot_become_younger_than_18_at_enrolment(world, login, man):
    client = login(world.field)
    response = client.post(url(man), filled(client, man) | {"birth_year": "2010"})
    assert set(response.context["form"].errors) == {"birth_year"}


def test_a_number_is_shown_once_and_written_down(world, login, man):
    response = login(world.coordinator).post(url(man, "reveal"))
    page = response.content.decode()
    assert ("987 654 321" in page, "10117410" in page) == (True, True)
    assert "no-store" in response.headers["Cache-Control"]
    entry = Entry.objects.about(man).get()
    assert (entry.verb, entry.by, entry.detail) == ("revealed", world.coordinator, {"fields": ["document", "phone"]})


@pytest.mark.parametrize(("role", "status"), [("field", 403), ("monitoring", 403), ("donor", 403)])
def test_only_who_may_reveal_sees_a_number(world, login, man, role, status):
    assert login(world.users[role]).post(url(man, "reveal")).status_code == status
    assert Entry.objects.about(man).count() == 0


def test_revealing_is_a_post(world, login, man):
    assert login(world.coordinator).get(url(man, "reveal")).status_code == 405


@pytest.mark.parametrize("name", ["edit", "reveal"])
def test_another_province_finds_nothing(world, login, man, name):
    assert login(world.users["coordinator_tayacaja"]).post(url(man, name)).status_code == 404


@pytest.mark.parametrize("role", ["monitoring", "donor"])
def test_other_roles_do_not_edit(world, login, man, role):
    assert login(world.users[role]).get(url(man)).status_code == 403


def test_an_unknown_record_is_not_found(world, login):
    assert login(world.field).get(reverse("participants:edit", args=[uuid.uuid4()])).status_code == 404


def test_a_school_leader_is_opened_with_the_protection_permission_only(world, login, man):
    Participant.objects.filter(pk=man.pk).update(group="school_leader")
    assert login(world.coordinator).get(url(man)).status_code == 404
    world.coordinator.sees_minors = True
    world.coordinator.save()
    assert login(world.coordinator).get(url(man)).status_code == 200
