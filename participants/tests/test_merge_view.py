"""Probable duplicates on screen."""

import uuid

import pytest
from django.urls import reverse

from gvp.audit.models import Entry
from gvp.testing.world import add_man
from participants.models import Merge, Participant

DUPLICATES = reverse("participants:duplicates")


@pytest.fixture
def twins(world):
    """One man written down twice, in Jauja, who left a phone the second time only."""
    names = {"given_names": "Juan", "second_surname": "Inga", "birth_year": 1980}
    one = add_man(world.jauja.community, "JAU", 50, first_surname="Poma", **names)
    other = add_man(world.jauja.community, "JAU", 51, first_surname="Pomma", phone="+51987654321", **names)
    return one, other


def url(name, *people):
    return reverse(f"participants:{name}", args=[person.pk for person in people])


def pairs(response):
    return [(kept.code, other.code) for kept, other, _score in response.context["rows"]]


def test_look_alikes_are_proposed(world, login, twins):
    found = pairs(login(world.coordinator).get(DUPLICATES))
    assert ("JAU-0050", "JAU-0051") in found
    assert pairs(login(world.users["coordinator_tayacaja"]).get(DUPLICATES)) != found


def test_proposing_costs_the_same_for_one_pair_and_for_three(world, login, twins, django_assert_num_queries):
    client = login(world.coordinator)
    with django_assert_num_queries(6):
        client.get(DUPLICATES)
    add_man(world.jauja.community, "JAU", 52, first_surname="Poma", given_names="Juan", birth_year=1980)
    with django_assert_num_queries(6):
        client.get(DUPLICATES)


def test_two_people_are_not_proposed_again(world, login, twins):
    client = login(world.coordinator)
    for _ in range(2):
        assert client.post(url("two_people", *twins)).status_code == 302
    assert ("JAU-0050", "JAU-0051") not in pairs(client.get(DUPLICATES))


def test_where_they_differ_one_chooses_and_an_empty_side_gives_way(world, login, twins):
    form = login(world.coordinator).get(url("merge", *twins)).context["form"]
    assert {name: form[name].initial for name in form.fields if name != "reason"} == {
        "first_surname": "kept",
        "phone": "other",
    }


def test_the_comparison_masks_the_phone(world, login, twins):
    page = login(world.coordinator).get(url("merge", *twins)).content.decode()
    assert ("•••••321" in page, "987654321" in page) == (True, False)


def test_merging_takes_the_chosen_facts_and_leads_the_old_address_to_the_survivor(world, login, twins):
    one, other = twins
    client = login(world.coordinator)
    sent = {"first_surname": "kept", "phone": "other", "reason": "misma huella"}
    assert client.post(url("merge", one, other), sent).url == reverse("reporting:person", args=[one.pk])
    one.refresh_from_db()
    assert (one.first_surname, one.phone) == ("Poma", "+51987654321")
    assert client.get(reverse("reporting:person", args=[other.pk])).url == reverse("reporting:person", args=[one.pk])
    assert client.get(url("edit", other)).context["person"] == one
    assert Entry.objects.about(one).get(verb="merged").detail["fields"] == ["phone", "phone_shared"]


def test_merging_sent_twice_is_one_merge(world, login, twins):
    client = login(world.coordinator)
    for _ in range(2):
        client.post(url("merge", *twins), {"first_surname": "kept", "phone": "kept"})
    assert Merge.objects.count() == 1


def test_undoing_makes_them_two_again(world, login, twins):
    one, other = twins
    client = login(world.coordinator)
    client.post(url("merge", one, other), {"first_surname": "other", "phone": "other"})
    undo = reverse("participants:unmerge", args=[Merge.objects.get().pk])
    for _ in range(2):
        assert client.post(undo).status_code == 302
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.first_surname, one.phone, other.merged_into) == ("Poma", "", None)
    assert Entry.objects.filter(verb="unmerged").count() == 1


def test_a_man_and_a_school_leader_are_not_one_person(world, login, twins):
    Participant.objects.filter(pk=twins[1].pk).update(group="school_leader")
    world.coordinator.sees_minors = True
    world.coordinator.save()
    response = login(world.coordinator).post(url("merge", *twins), {"first_surname": "kept", "phone": "kept"})
    assert (response.status_code, set(response.context["form"].errors)) == (200, {"__all__"})


def test_a_record_is_not_merged_with_itself(world, login, twins):
    one, _other = twins
    response = login(world.coordinator).post(url("merge", one, one), {"reason": ""})
    assert set(response.context["form"].errors) == {"__all__"}


def test_a_record_of_another_province_cannot_be_drawn_in(world, login, twins):
    client = login(world.coordinator)
    pair = (twins[0], world.tayacaja.men[0])
    assert [client.post(url(name, *pair)).status_code for name in ("merge", "two_people")] == [404, 404]
    assert Merge.objects.count() == 0


def test_a_merge_of_another_province_cannot_be_undone(world, login, twins):
    login(world.coordinator).post(url("merge", *twins), {"first_surname": "kept", "phone": "kept"})
    undo = reverse("participants:unmerge", args=[Merge.objects.get().pk])
    assert login(world.users["coordinator_tayacaja"]).post(undo).status_code == 404


@pytest.mark.parametrize("role", ["field", "monitoring", "donor"])
def test_only_coordinators_and_administrators_merge(world, login, twins, role):
    client = login(world.users[role])
    assert [client.get(DUPLICATES).status_code, client.get(url("merge", *twins)).status_code] == [403, 403]
    assert client.post(url("two_people", *twins)).status_code == 403


def test_verbs_and_unknown_keys(world, login, twins):
    client = login(world.coordinator)
    assert client.post(DUPLICATES).status_code == 405
    assert client.get(url("two_people", *twins)).status_code == 405
    unknown = reverse("participants:unmerge", args=[uuid.uuid4()])
    assert (client.get(unknown).status_code, client.post(unknown).status_code) == (405, 404)
