"""The registering screen: consent on the spot, look-alikes shown once, nothing typed is lost."""

import uuid

import pytest
from django.urls import reverse

from gvp.testing.world import FIRST_DAY
from participants.models import Participant

URL = reverse("participants:register")
SIMILAR = reverse("participants:similar")


def man(world, **facts):
    return {
        "id": str(uuid.uuid4()),
        "group": "man",
        "given_names": "Juan Ficticio",
        "first_surname": "Poma",
        "second_surname": "Inga",
        "birth_year": "1980",
        "community": str(world.jauja.community.pk),
        "enrolled_on": FIRST_DAY.isoformat(),
        "registration_mode": "signature",
    } | facts


def leader(world, **facts):
    return man(
        world,
        group="school_leader",
        birth_year="2013",
        sex="F",
        school=str(world.jauja.school.pk),
        grade="3",
        section="B",
        guardian_mode="signature",
        guardian_name="Madre Ficticia",
        guardian_relation="madre",
        assent_mode="signature",
        **facts,
    )


def errors(response):
    return set(response.context["form"].errors)


def test_field_staff_register_a_man_and_go_on_with_the_next(world, login):
    response = login(world.field).post(URL, man(world), follow=True)
    person = Participant.objects.get(code="JAU-0004")
    assert response.redirect_chain == [(URL, 302)]
    assert (person.recorded_by, person.consents.get().mode) == (world.field, "signature")
    assert response.context["form"].initial["community"] == str(world.jauja.community.pk)


def test_a_coordinator_is_led_to_the_new_record(world, login):
    response = login(world.coordinator).post(URL, man(world))
    person = Participant.objects.get(code="JAU-0004")
    assert response.url == reverse("reporting:person", args=[person.pk])


def test_the_form_sent_twice_registers_once(world, login):
    client, facts = login(world.field), man(world)
    assert [client.post(URL, facts).status_code for _ in range(2)] == [302, 302]
    assert Participant.objects.filter(first_surname="Poma").count() == 1


def test_the_same_id_with_other_facts_is_refused_with_words(world, login):
    client, facts = login(world.field), man(world)
    client.post(URL, facts)
    response = client.post(URL, facts | {"first_surname": "Solís", "given_names": "Otro"})
    assert response.status_code == 200
    assert errors(response) == {"__all__"}


def test_without_consent_nobody_is_stored_and_nothing_typed_is_lost(world, login):
    response = login(world.field).post(URL, man(world, registration_mode=""))
    assert errors(response) == {"registration_mode"}
    assert 'value="Juan Ficticio"' in response.content.decode()
    assert not Participant.objects.filter(first_surname="Poma").exists()


def test_a_minor_is_registered_with_both_consents(world, login):
    assert login(world.field).post(URL, leader(world)).status_code == 302
    person = Participant.objects.get(group="school_leader")
    assert sorted(person.consents.values_list("kind", flat=True)) == ["assent", "guardian", "registration"]


@pytest.mark.parametrize(
    ("left_out", "at"), [("guardian_mode", "guardian_mode"), ("guardian_name", "guardian_mode"), ("assent_mode",) * 2]
)
def test_a_minor_without_one_of_them_is_refused_at_the_field(world, login, left_out, at):
    assert errors(login(world.field).post(URL, leader(world) | {left_out: ""})) == {at}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("given_names", "Juan\x00"),
        ("first_surname", "x" * 81),
        ("birth_year", "2015"),
        ("birth_year", "99999999999999999999"),
        ("enrolled_on", "2199-01-01"),
        ("enrolled_on", "1999-12-31"),
        ("enrolled_on", "ayer"),
        ("document", "123"),
        ("phone", "12"),
        ("community", "00000000-0000-4000-8000-000000000000"),
        ("group", "woman"),
    ],
)
def test_bad_input_is_refused_at_its_field(world, login, field, typed):
    kind = {"document_kind": "dni"} if field == "document" else {}
    assert field in errors(login(world.field).post(URL, man(world, **{field: typed}, **kind)))


def test_a_community_of_another_province_cannot_be_chosen(world, login):
    response = login(world.field).post(URL, man(world, community=str(world.tayacaja.community.pk)))
    assert errors(response) == {"community"}


def test_look_alikes_are_shown_before_anybody_is_stored(world, login):
    client, twin = login(world.field), man(world)
    client.post(URL, twin)
    again = man(world, first_surname="Poma", second_surname="Ynga")
    response = client.post(URL, again)
    assert [match.person.code for match in response.context["matches"]] == ["JAU-0004"]
    assert client.post(URL, again | {"confirmed": "on"}).status_code == 302
    assert Participant.objects.filter(first_surname="Poma").count() == 2


def test_similar_people_are_shown_while_typing(world, login):
    login_ = login(world.field)
    login_.post(URL, man(world))
    response = login_.post(SIMILAR, {"given_names": "Juan", "first_surname": "Poma", "birth_year": "1980"})
    assert [match.person.code for match in response.context["matches"]] == ["JAU-0004"]


def test_a_similar_minor_appears_as_initials_whoever_looks(world, login):
    world.field.sees_minors = True
    world.field.save()
    client = login(world.field)
    client.post(URL, leader(world))
    page = client.post(SIMILAR, {"given_names": "Juan Ficticio", "first_surname": "Poma"}).content.decode()
    assert ("J. P. I." in page, "Poma" in page) == (True, False)


def test_similar_survives_any_input(world, login):
    response = login(world.field).post(SIMILAR, {"first_surname": "\x00" * 500, "birth_year": "x", "community": "1"})
    assert (response.status_code, response.context["matches"]) == (200, [])


@pytest.mark.parametrize("role", ["monitoring", "donor"])
@pytest.mark.parametrize("url", [URL, SIMILAR])
def test_other_roles_do_not_register(world, login, role, url):
    assert login(world.users[role]).post(url, man(world)).status_code == 403


def test_similar_is_asked_by_post_only(world, login):
    assert login(world.field).get(SIMILAR).status_code == 405


def test_no_sex_is_chosen_beforehand(world, login):
    form = login(world.field).get(URL).context["form"]
    assert [str(choice) for choice in form["sex"] if "checked" in str(choice)] == []
    assert errors(login(world.field).post(URL, leader(world) | {"sex": ""})) == {"sex"}
