"""The list of people."""

import pytest
from django.urls import reverse

from gvp.testing.world import add_man
from participants.models import Participant

URL = reverse("participants:list")


def codes(response):
    return [person.code for person in response.context["page"]]


def test_a_coordinator_sees_the_people_of_the_own_province(world, login):
    assert codes(login(world.coordinator).get(URL)) == ["JAU-0001", "JAU-0002", "JAU-0003"]


def test_monitoring_sees_all(world, login):
    assert len(codes(login(world.users["monitoring"]).get(URL))) == 6


@pytest.mark.parametrize("role", ["field", "donor"])
def test_field_staff_and_donors_do_not_open_it(world, login, role):
    assert login(world.users[role]).get(URL).status_code == 403


def test_it_costs_the_same_for_one_person_and_for_three(world, login, django_assert_num_queries):
    client = login(world.coordinator)
    client.get(URL)
    with django_assert_num_queries(6):
        client.get(URL)
    Participant.objects.filter(code__in=["JAU-0002", "JAU-0003"]).update(community=world.tayacaja.community)
    with django_assert_num_queries(6):
        client.get(URL)


def test_search_ignores_accents_and_leaves_no_name_in_the_address(world, login):
    add_man(world.jauja.community, "JAU", 60, first_surname="Ñahui", given_names="José")
    client = login(world.coordinator)
    response = client.post(URL, {"q": "nahui jose"}, follow=True)
    assert codes(response) == ["JAU-0060"]
    assert response.redirect_chain == [(f"{URL}?", 302)]
    assert codes(client.post(URL, {"q": ""}, follow=True)) != ["JAU-0060"]


def test_search_survives_any_input(world, login):
    client = login(world.coordinator)
    for words in ("\x00", "%_'\"--", "a" * 5000, "日本"):
        assert client.post(URL, {"q": words}, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("group=man", ["JAU-0001", "JAU-0002", "JAU-0003"]),
        ("group=school_leader", []),
        ("language=qu", ["JAU-0002"]),
        ("consent=missing", ["JAU-0003"]),
        ("language=qu&consent=missing", []),
        ("language=klingon&page=99&community=x", ["JAU-0001", "JAU-0002", "JAU-0003"]),
    ],
)
def test_chips_filter(world, login, query, found):
    Participant.objects.filter(code="JAU-0002").update(language="qu")
    world.jauja.men[2].consents.all().delete()
    assert codes(login(world.coordinator).get(f"{URL}?{query}")) == found


def test_a_community_filters(world, login):
    client = login(world.users["monitoring"])
    assert codes(client.get(f"{URL}?community={world.tayacaja.community.pk}")) == ["TAY-0001", "TAY-0002", "TAY-0003"]


def test_a_merged_record_is_not_listed(world, login):
    Participant.objects.filter(code="JAU-0002").update(merged_into=world.jauja.men[0])
    assert codes(login(world.coordinator).get(URL)) == ["JAU-0001", "JAU-0003"]


def test_three_hundred_people_come_in_pages(world, login):
    for n in range(100, 150):
        add_man(world.jauja.community, "JAU", n)
    client = login(world.coordinator)
    assert (len(codes(client.get(URL))), len(codes(client.get(f"{URL}?page=2")))) == (50, 3)


def test_phones_are_masked(world, login):
    man = world.jauja.men[0]
    man.phone = "+51987654321"
    man.save()
    page = login(world.coordinator).get(URL).content.decode()
    assert ("•••••321" in page, "987654321" in page) == (True, False)


@pytest.mark.parametrize(("sees_minors", "shown"), [(False, "L. P. H."), (True, "Poma Huamán, Lucía")])
def test_school_leaders_appear_as_initials_without_the_protection_permission(world, login, sees_minors, shown):
    add_man(world.jauja.community, "JAU", 70, group="school_leader", given_names="Lucía", first_surname="Poma")
    world.coordinator.sees_minors = sees_minors
    world.coordinator.save()
    page = login(world.coordinator).get(URL).content.decode()
    assert (shown in page, "Lucía" in page) == (True, sees_minors)


def test_an_empty_list_says_what_to_do(world, login):
    Participant.objects.filter(community=world.jauja.community).update(community=world.tayacaja.community)
    response = login(world.coordinator).get(URL)
    assert (codes(response), 'class="empty"' in response.content.decode()) == ([], True)


@pytest.mark.parametrize(
    ("words", "sees_minors", "found"),
    [
        ("nahui", False, []),
        ("nahui", True, ["JAU-0090"]),
        ("jau 0090", False, ["JAU-0090"]),
        ("90", False, ["JAU-0090"]),
    ],
)
def test_searching_tells_nobody_a_school_leader_s_name(world, login, words, sees_minors, found):
    """The initials would stand beside every guess that is right."""
    add_man(world.jauja.community, "JAU", 90, first_surname="Ñahui", group="school_leader", birth_year=2012)
    world.coordinator.sees_minors = sees_minors
    world.coordinator.save()
    assert codes(login(world.coordinator).post(reverse("participants:list"), {"q": words}, follow=True)) == found
