""" "Preparar para salir": what goes along on a phone, and what never does."""

import datetime as dt
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.audit.models import Entry
from gvp.base import typed
from gvp.sync import preparing
from gvp.testing.world import PASSWORD, add_man
from participants.models import Network, NetworkMembership
from workshops.models import Cycle, Enrolment, Workshop
from workshops.tests.outreach import make_network, school_leaders

pytestmark = pytest.mark.django_db

PAGE, LIST = reverse("sync:prepare"), reverse("sync:prepared")
FACTS = 26  # queries of the list
MAIN = re.compile(r"<main.*?</main>.*?<footer", re.DOTALL)
RANDOM = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=token\" value=\")\w{64}")  # may hold any number
LINK = re.compile(r'<a [^>]*href="([^"#?]*)(?:[#?][^"]*)?"')
SECRET = {"document_kind": "dni", "document": "41234567", "phone": "+51987654321", "birth_year": 1953}


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def away(world, today):
    """Sessions today, in three days, in twelve; of men whose names, documents, phones and years nobody may find."""
    place = world.jauja
    Workshop.objects.filter(cycle=place.cycle).update(date=today + dt.timedelta(days=60))
    for workshop, days in zip(place.workshops, (0, 3, 12, -2), strict=False):
        Workshop.objects.filter(pk=workshop.pk).update(date=today + dt.timedelta(days=days))
    man = add_man(place.community, "JAU", 40, place.cycle, given_names="Crisóstomo Valerio",
                  first_surname="Ñaupari", second_surname="Hinostroza", **SECRET)  # fmt: skip
    cycle, (leader, _other) = school_leaders(place)
    leader.given_names, leader.first_surname, leader.second_surname = "Yeny Maribel", "Poma", "Camarena"
    leader.save()
    cycle.facilitators.add(world.field)
    network = make_network(place)
    NetworkMembership.objects.create(network=network, participant=man, joined_on=today - dt.timedelta(days=9))
    world.man, world.leader = man, leader
    return world


def taken(client, days=8):
    return client.post(LIST, {"dias": str(days)}).json()


def shown(client, path, days=8):
    answer = client.get(path, headers={"For-Phone": str(days)})
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("days", "expected"), [(1, ["01", "04"]), (8, ["01", "04", "02"]), (15, ["01", "04", "02", "03"])]
)
def test_sessions_of_the_days_go_along_and_those_nobody_logged(away, login, days, expected):
    codes = dict(Workshop.objects.values_list("pk", "code"))
    sessions = taken(login(away.field), days)["sessions"]
    assert [codes[Workshop._meta.pk.to_python(one["id"])][-2:] for one in sessions] == expected


def test_each_session_has_its_list_its_walk_ins_and_its_report(away, login):
    answer = taken(login(away.field), 1)
    for session in answer["sessions"]:
        names = ("roster", "walk_in", "report")
        assert {reverse(f"workshops:{name}", args=[session["id"]]) for name in names} <= set(answer["pages"])
    assert answer["pages"][0] == reverse("workshops:today")
    assert len(answer["pages"]) == len(set(answer["pages"]))


@pytest.mark.parametrize("protected", [False, True])
def test_no_page_holds_a_full_name_a_document_a_phone_or_a_year_of_birth(away, login, protected):
    away.field.sees_minors = protected
    away.field.save()
    client = login(away.field)
    html = {path: RANDOM.sub("", shown(client, path)) for path in taken(client)["pages"]}
    words = (
        *("Valerio", "Hinostroza", "Maribel", "Poma", "Camarena"),
        *("41234567", "987654321", "987 654 321", "1953", "2012"),
    )
    assert [(path, word) for path, text in html.items() for word in words if word in text] == []
    roster = reverse("workshops:roster", args=[away.jauja.workshops[0].pk])
    assert "Crisóstomo Ñaupari H." in html[roster]


def test_neither_do_the_facts_to_search_in(away, login):
    away.field.sees_minors = True
    away.field.save()
    people = {one["code"]: one for one in taken(login(away.field))["people"]}
    assert people[away.man.code] == {
        "id": str(away.man.pk),
        "code": away.man.code,
        "name": "Crisóstomo Ñaupari H.",
        "community": str(away.man.community),
        "group": "man",
        "cycles": [str(away.jauja.cycle.pk)],
    }
    assert people[away.leader.code]["name"] == "Y. P. C."


def test_every_link_of_a_page_leads_to_another_that_went_along(away, login):
    client = login(away.field)
    pages = taken(client)["pages"]
    allowed = {*pages, reverse("base:help_card")}
    astray = {
        (path, link)
        for path in pages
        for link in LINK.findall(MAIN.search(shown(client, path))[0])
        if link and link not in allowed
    }
    assert astray == set()


def test_only_people_of_ones_own_cycles_go_along(away, login):
    other = Cycle.objects.create(
        code="K-2", name="Otro", community=away.jauja.community, starts_on=away.man.enrolled_on
    )
    stranger = add_man(away.jauja.community, "JAU", 80, other)
    codes = {one["code"] for one in taken(login(away.field))["people"]}
    assert codes == {"JAU-0001", "JAU-0002", "JAU-0003", away.man.code}
    coordinator = {one["code"] for one in taken(login(away.coordinator))["people"]}
    assert stranger.code not in coordinator


def test_whoever_left_the_cycle_does_not_go_along(away, login, today):
    Enrolment.objects.filter(participant=away.man).update(withdrawn_on=today)
    assert away.man.code not in {one["code"] for one in taken(login(away.field))["people"]}


def test_what_was_taken_along_is_written_down(away, login):
    taken(login(away.field), 3)
    entry = Entry.objects.get(verb="exported")
    assert (entry.by, entry.detail) == (away.field, {"people": 4, "sessions": 2, "days": 3})


@pytest.mark.parametrize("days", ["", "2", "-1", "400", "x", "٣"])
def test_any_other_number_of_days_is_the_usual_one(away, login, days):
    client = login(away.field)
    assert client.get(PAGE, {"dias": days}).context["days"] == preparing.USUAL
    assert len(taken(client, days)["days"]) == preparing.USUAL


def test_the_page_shows_what_goes_along_before_it_does(away, login):
    day = login(away.field).get(PAGE, {"dias": "15"}).context["day"]
    assert [session.code for session in day.sessions] == ["K-JAU-01", "K-JAU-04", "K-JAU-02", "K-JAU-03"]


@pytest.mark.parametrize("rows", [1, 3])
def test_three_sessions_and_men_take_as_many_queries_as_one(away, login, today, rows, django_assert_num_queries):
    for n in range(rows):
        add_man(away.jauja.community, "JAU", 50 + n, away.jauja.cycle)
        Workshop.objects.filter(pk=away.jauja.workshops[4 + n].pk).update(date=today + dt.timedelta(days=1))
        Network.objects.create(code=f"R-{n}", name="Red", province=away.jauja.province, founded_on=today)
    client = login(away.field)
    with django_assert_num_queries(FACTS):
        taken(client)


@pytest.mark.parametrize("header", ["", "no", "-1", "0x8", "٣"])
def test_a_header_that_is_no_number_changes_nothing(away, login, header):
    page = login(away.coordinator).get(
        reverse("workshops:roster", args=[away.jauja.workshops[0].pk]), headers={"For-Phone": header}
    )
    assert "Ñaupari Hinostroza, Crisóstomo Valerio" in page.content.decode()


def test_a_session_ahead_can_be_logged_on_its_day_without_signal(away, login):
    """The page is fetched before its day; the phone looks at the day by itself."""
    ahead = reverse("workshops:roster", args=[away.jauja.workshops[1].pk])
    client = login(away.field)
    assert [client.get(ahead).context["open"], 'id="save"' in shown(client, ahead)] == [False, True]


def test_what_waits_to_be_read_waits_for_a_page_that_somebody_reads(away, login):
    """A message, and what was typed into a form whose login had ended: neither goes along nor is lost."""
    client = login(away.field)
    roster = reverse("workshops:roster", args=[away.jauja.workshops[0].pk])
    token = typed.token(away.field, roster)
    client.logout()
    client.post(roster, {"typed_by": token, "head_count": "17"})
    client.login(username=away.field.username, password=PASSWORD)
    kept = shown(client, roster)
    read = client.get(roster)
    assert ('value="17"' in kept, 'value="17"' in read.content.decode()) == (False, True)
    assert ("nada está guardado" in kept, len(list(read.context["messages"]))) == (False, 1)
