"""What a phone takes along of questionnaires, networks and replications."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.partners.models import Institution
from gvp.testing.answers import consent_to_evaluation
from gvp.testing.world import add_man
from participants.models import Participant
from workshops import carried
from workshops.models import Cycle, Enrolment
from workshops.tests.outreach import day, make_network, school_leaders

TODAY = dt.date(2026, 6, 20)


@pytest.fixture(autouse=True)
def june(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


@pytest.fixture
def winay(world):
    cycle, _leaders = school_leaders(world.jauja)
    cycle.facilitators.add(world.field)
    return cycle


LIST, PAGE = reverse("workshops:assessments"), reverse("participants:assess_away")
REPLICATION = reverse("workshops:replication_new")


def test_one_page_serves_all_men(world):
    assert carried.pages(world.field) == [LIST, PAGE]


def test_each_network_has_its_page_and_one_school_needs_no_page_of_its_own(world, winay):
    network = make_network(world.jauja)
    make_network(world.tayacaja, "R-TAY")
    action = reverse("workshops:action_new", args=[network.pk])
    assert carried.pages(world.field) == [LIST, PAGE, action, REPLICATION]


def test_several_schools_have_a_page_each(world, winay):
    second = Institution.objects.create(
        code="I-2", name="I.E. Dos", kind="school", sector="public", district=world.jauja.district
    )
    facts = {"group": Participant.Group.SCHOOL_LEADER, "birth_year": 2012, "school": second}
    leader = add_man(world.jauja.community, "JAU", 88, **facts)
    Enrolment.objects.create(cycle=winay, participant=leader, enrolled_on=day(0))
    schools = [reverse("workshops:replication_at", args=[school.pk]) for school in (second, world.jauja.school)]
    assert carried.pages(world.field) == [LIST, PAGE, REPLICATION, *schools]


def test_men_of_ones_own_cycles_may_be_asked_under_their_short_names(world):
    Cycle.objects.create(code="K-2", name="Otro", community=world.jauja.community, starts_on=dt.date(2026, 3, 3))
    found = carried.to_ask(world.field, TODAY)
    assert {key: facts["name"] for key, facts in found.items()} == {
        str(man.pk): man.short_name for man in world.jauja.men
    }
    assert carried.to_ask(world.coordinator, TODAY) == {}


def test_the_list_on_the_phone_leads_to_the_one_page(world, login):
    man = world.jauja.men[0]
    text = login(world.field).get(LIST, headers={"For-Phone": "8"}).content.decode()
    assert f'href="{PAGE}#{man.pk}"' in text
    assert reverse("participants:assess", args=[man.pk]) not in text


@pytest.mark.parametrize("men", [1, 3])
def test_more_men_take_as_many_queries(world, men, django_assert_num_queries):
    for n in range(men):
        consent_to_evaluation(add_man(world.jauja.community, "JAU", 60 + n, world.jauja.cycle))
    with django_assert_num_queries(13):
        carried.to_ask(world.field, TODAY)


def test_a_schools_own_page_records_like_the_other(world, winay, login):
    client = login(world.field)
    page = client.get(reverse("workshops:replication_at", args=[world.jauja.school.pk]))
    assert (page.context["school"], page.context["another"]) == (world.jauja.school, False)
    other = reverse("workshops:replication_at", args=[world.tayacaja.school.pk])
    assert client.get(other).status_code == 404


def test_the_page_says_when_each_man_belonged_to_the_network(world, login):
    network, man = make_network(world.jauja), world.jauja.men[0]
    network.memberships.create(participant=man, joined_on=day(0), left_on=day(9))
    network.memberships.create(participant=man, joined_on=day(20))
    page = login(world.field).get(reverse("workshops:action_new", args=[network.pk]))
    assert [known.days for known in page.context["here"]] == [f"{day(0)}/{day(9)} {day(20)}/"]
    assert page.context["gone"] == []
