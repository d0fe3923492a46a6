"""Enrolling many, leaving and coming back, the closing practice, on screen."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.testing.world import FIRST_DAY, add_man
from participants.models import Participant
from workshops.models import Cycle, Enrolment


@pytest.fixture
def newcomers(world):
    return [
        add_man(world.jauja.community, "JAU", n, given_names=name) for n, name in ((21, "Ñáñez Ficticio"), (22, "Saúl"))
    ]


@pytest.fixture
def enrolment(world):
    return Enrolment.objects.get(participant=world.jauja.men[0])


def url(name, thing):
    return reverse(f"workshops:{name}", args=[thing.pk])


def found(response):
    return [(c.person.code, c.enrolment is not None, c.ticked) for c in response.context["found"]]


def keys(*people):
    return [str(person.pk) for person in people]


def test_first_the_people_of_the_community_who_are_left_to_enrol(world, login, newcomers):
    response = login(world.coordinator).get(url("enrol", world.jauja.cycle))
    assert found(response) == [("JAU-0021", False, False), ("JAU-0022", False, False)]


def test_search_ignores_accents_shows_who_is_in_and_keeps_the_ticks(world, login, newcomers):
    client = login(world.coordinator)
    sent = {"search": "1", "q": "nanez", "people": keys(newcomers[1]), "enrolled_on": "2026-05-01"}
    response = client.post(url("enrol", world.jauja.cycle), sent)
    assert found(response) == [("JAU-0022", False, True), ("JAU-0021", False, False)]
    response = client.post(url("enrol", world.jauja.cycle), {"search": "1", "q": "JAU-0001"})
    assert found(response) == [("JAU-0001", True, False)]
    assert world.jauja.cycle.enrolments.count() == 3


def test_those_ticked_are_enrolled_once_however_often_it_is_sent(world, login, newcomers):
    client = login(world.coordinator)
    sent = {"people": keys(*newcomers), "enrolled_on": "2026-05-01"}
    for _ in range(2):
        assert client.post(url("enrol", world.jauja.cycle), sent).headers["Location"] == url("cycle", world.jauja.cycle)
    assert world.jauja.cycle.enrolments.filter(enrolled_on="2026-05-01").count() == 2


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"people": []}, {"people"}),
        ({"people": ["no"]}, {"people"}),
        ({"enrolled_on": "1999-01-01"}, {"enrolled_on"}),
        ({"enrolled_on": "2199-01-01"}, {"enrolled_on"}),
        ({"enrolled_on": ""}, {"enrolled_on"}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(world, login, newcomers, changes, fields):
    sent = {"people": keys(newcomers[0]), "enrolled_on": "2026-05-01"} | changes
    response = login(world.coordinator).post(url("enrol", world.jauja.cycle), sent)
    assert (set(response.context["form"].errors), world.jauja.cycle.enrolments.count()) == (fields, 3)


def test_nobody_of_another_province_or_group_is_enrolled(world, login):
    stranger = world.tayacaja.men[0]
    leader = add_man(world.jauja.community, "JAU", 23, group="school_leader")
    for person in (stranger, leader):
        sent = {"people": keys(person), "enrolled_on": "2026-05-01"}
        response = login(world.coordinator).post(url("enrol", world.jauja.cycle), sent)
        assert set(response.context["form"].errors) == {"people"}


@pytest.mark.parametrize(("sees_minors", "shown"), [(False, []), (True, [("JAU-0023", False, False)])])
def test_school_leaders_are_enrolled_with_the_protection_permission(world, login, sees_minors, shown):
    add_man(world.jauja.community, "JAU", 23, group="school_leader")
    Cycle.objects.filter(pk=world.jauja.cycle.pk).update(kind="winay")
    world.coordinator.sees_minors = sees_minors
    world.coordinator.save()
    assert found(login(world.coordinator).get(url("enrol", world.jauja.cycle))) == shown


def test_a_hundred_are_shown_and_more_are_announced(world, login):
    for n in range(100, 201):
        add_man(world.jauja.community, "JAU", n)
    context = login(world.coordinator).get(url("enrol", world.jauja.cycle)).context
    assert (len(context["found"]), context["too_many"]) == (100, True)


def test_searching_survives_any_input(world, login):
    client = login(world.coordinator)
    for words in ("\x00", "%_'\"--", "a" * 5000, "日本"):
        assert client.post(url("enrol", world.jauja.cycle), {"search": "1", "q": words}).status_code == 200


def test_the_form_costs_the_same_for_one_and_for_three(world, login, django_assert_num_queries):
    client = login(world.coordinator)
    add_man(world.jauja.community, "JAU", 21)
    client.get(url("enrol", world.jauja.cycle))
    with django_assert_num_queries(5):
        client.get(url("enrol", world.jauja.cycle))
    for n in (22, 24):
        add_man(world.jauja.community, "JAU", n)
    with django_assert_num_queries(5):
        assert len(found(client.get(url("enrol", world.jauja.cycle)))) == 3


# --- Leaving --------------------------------------------------------------------------------


def test_somebody_leaves_and_comes_back(world, login, enrolment):
    client = login(world.coordinator)
    today = timezone.localdate()
    client.post(url("withdraw", enrolment), {"on": today.isoformat()})
    enrolment.refresh_from_db()
    assert (enrolment.withdrawn_on, enrolment.withdrawn_reason) == (today, "")
    client.post(url("withdraw", enrolment), {"on": today.isoformat(), "reason": "moved"})
    enrolment.refresh_from_db()
    assert (enrolment.withdrawn_on, enrolment.withdrawn_reason) == (today, "moved")
    client.post(url("rejoin", enrolment))
    enrolment.refresh_from_db()
    assert (enrolment.withdrawn_on, enrolment.withdrawn_reason) == (None, "")


@pytest.mark.parametrize("on", [FIRST_DAY - dt.timedelta(days=1), dt.date(2199, 1, 1), dt.date(1999, 1, 1)])
def test_an_impossible_day_of_leaving_is_refused(world, login, enrolment, on):
    response = login(world.coordinator).post(url("withdraw", enrolment), {"on": on.isoformat()})
    assert set(response.context["form"].errors) == {"on"}


@pytest.mark.parametrize(("name", "method"), [("withdraw", "get"), ("rejoin", "post")])
def test_an_enrolment_of_another_province_is_not_found(world, login, name, method):
    stranger = world.tayacaja.cycle.enrolments.first()
    client = login(world.coordinator)
    made_up = reverse(f"workshops:{name}", args=[uuid.uuid4()])
    statuses = (getattr(client, method)(url(name, stranger)).status_code, getattr(client, method)(made_up).status_code)
    assert statuses == (404, 404)


@pytest.mark.parametrize("role", ["field", "monitoring", "donor"])
def test_only_coordinators_let_people_leave(world, login, enrolment, role):
    client = login(world.users[role])
    statuses = (client.get(url("withdraw", enrolment)).status_code, client.post(url("rejoin", enrolment)).status_code)
    assert statuses == (403, 403)


def test_a_school_leader_s_enrolment_needs_the_protection_permission(world, login, enrolment):
    Participant.objects.filter(pk=enrolment.participant_id).update(group="school_leader")
    assert login(world.coordinator).get(url("withdraw", enrolment)).status_code == 404


def test_coming_back_by_reading_is_refused(world, login, enrolment):
    assert login(world.coordinator).get(url("rejoin", enrolment)).status_code == 405


# --- The closing practice -------------------------------------------------------------------


@pytest.fixture
def winay(world):
    Participant.objects.filter(community=world.jauja.community).update(group="school_leader")
    Cycle.objects.filter(pk=world.jauja.cycle.pk).update(kind="winay")
    world.coordinator.sees_minors = True
    world.coordinator.save()
    return world.jauja.cycle


def practised(cycle):
    return sorted(cycle.enrolments.filter(practice_on__isnull=False).values_list("participant__code", flat=True))


def test_the_practice_is_written_for_those_ticked_and_taken_back(world, login, winay):
    client = login(world.coordinator)
    ticked = keys(*winay.enrolments.order_by("participant__code")[:2])
    client.post(url("practice", winay), {"enrolments": ticked, "on": "2026-05-01"})
    assert practised(winay) == ["JAU-0001", "JAU-0002"]
    client.post(url("practice", winay), {"enrolments": ticked[:1], "on": "2026-05-01", "clear": "1"})
    assert practised(winay) == ["JAU-0002"]


@pytest.mark.parametrize(
    ("sent", "fields"),
    [({"on": "2026-05-01"}, {"enrolments"}), ({"on": ""}, {"enrolments", "on"}), ({"on": "x"}, {"enrolments", "on"})],
)
def test_the_practice_needs_people_and_a_day(world, login, winay, sent, fields):
    response = login(world.coordinator).post(url("practice", winay), sent)
    assert set(response.context["form"].errors) == fields


def test_without_the_protection_permission_nobody_is_listed(world, login, winay):
    world.coordinator.sees_minors = False
    world.coordinator.save()
    assert list(login(world.coordinator).get(url("practice", winay)).context["enrolments"]) == []


def test_a_cycle_for_men_has_no_practice(world, login):
    assert login(world.coordinator).get(url("practice", world.jauja.cycle)).status_code == 404
