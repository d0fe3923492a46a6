"""After saving: what is stored, what does not agree, what comes next; and the history."""

import uuid

import pytest
from django.urls import reverse

from workshops import marking
from workshops.claims import Claim
from workshops.marking import Change
from workshops.models import Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(world):
    return world.jauja.workshops[0]


def save(user, session, states, **counts):
    claims = [Claim(uuid.uuid4(), man.pk, state) for man, state in states.items()]
    marking.save(by=user, workshop=session.pk, claims=claims,
                 counts={name: Change(None, value) for name, value in counts.items()})  # fmt: skip
    return claims


def url(session, name="report"):
    return reverse(f"workshops:{name}", args=[session.pk])


def test_three_counts_and_their_mismatch_are_shown(world, session, login):
    save(world.field, session, dict.fromkeys(world.jauja.men, "present"), head_count=5, signatures=3)
    page = login(world.field).get(url(session))
    found = page.context["session"]
    assert (found.head_count, found.signatures, found.came) == (5, 3, 3)
    assert len(page.context["gaps"]) == 2  # five counted and three marked; no photo
    assert page.context["following"] == world.jauja.workshops[1]


def test_who_is_not_marked_yet_is_counted(world, session, login):
    save(world.field, session, {world.jauja.men[0]: "present"})
    assert len(login(world.field).get(url(session)).context["unmarked"]) == 2


def test_monitoring_reads_it_and_corrects_nothing(world, session, login):
    save(world.field, session, {world.jauja.men[0]: "present"})
    correct = f'href="{reverse("workshops:roster", args=[session.pk])}"'
    assert correct not in login(world.users["monitoring"]).get(url(session)).content.decode()
    assert correct in login(world.field).get(url(session)).content.decode()


def test_the_history_says_who_marked_what_about_whom(world, session, login):
    man = world.jauja.men[0]
    first = save(world.field, session, {man: "present"}, head_count=1)[0]
    corrected = Claim(uuid.uuid4(), man.pk, "absent", first.key, "present")
    marking.save(by=world.coordinator, workshop=session.pk, claims=[corrected])
    page = login(world.field).get(url(session, "history"))
    assert [(mark.recorded_by, mark.participant, mark.state) for mark in page.context["page"]] == [
        (world.coordinator, man, "absent"),
        (world.field, man, "present"),
    ]
    assert [change.detail.get("head_count") for change in page.context["changes"]] == [None, 1]


def test_the_history_shows_school_leaders_by_initials(world, session, login):
    leader = world.jauja.men[0]
    leader.group, leader.first_surname = "school_leader", "Ñahui"
    leader.save()
    save(world.field, session, {leader: "present"})
    assert "Ñahui" not in login(world.field).get(url(session, "history")).content.decode()


@pytest.mark.parametrize("name", ["report", "history"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("monitoring", 200), ("donor", 403), ("field_tayacaja", 404), ("coordinator_tayacaja", 404)],
)
def test_who_may_look(world, session, login, name, who, status):
    assert login(world.users[who]).get(url(session, name)).status_code == status


@pytest.mark.parametrize("name", ["report", "history"])
def test_they_are_only_read_and_lead_nowhere_by_chance(world, session, login, name):
    client = login(world.field)
    assert client.post(url(session, name)).status_code == 405
    assert client.get(reverse(f"workshops:{name}", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize(("name", "fixed"), [("report", 6), ("history", 6)])
@pytest.mark.parametrize("men", [1, 3])
def test_three_men_take_as_many_queries_as_one(world, session, login, name, fixed, men, django_assert_num_queries):
    save(world.field, session, dict.fromkeys(world.jauja.men[:men], "present"))
    client = login(world.field)
    with django_assert_num_queries(fixed):
        client.get(url(session, name))


def test_a_planned_session_has_a_report_without_figures(world, session, login):
    page = login(world.field).get(url(session))
    assert (page.status_code, len(page.context["gaps"])) == (200, 1)
    assert Workshop.objects.get(pk=session.pk).status == "planned"
