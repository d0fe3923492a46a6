"""Hoy: today's sessions, what is missing, what comes next."""

import datetime as dt
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.testing.world import hold
from workshops.gaps import gaps, with_gaps
from workshops.models import Attendance, Evidence, Workshop
from workshops.tests.outreach import make_network, school_leaders
from workshops.todo import SHOWN, day_of

pytestmark = pytest.mark.django_db

URL = reverse("workshops:today")
FIXED = 20  # queries: session, user, four of sessions, twelve of questionnaires that are due, networks, Wiñay


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def sessions(world, today):
    """The eight of Jauja: all far ahead, so that a test moves those it is about."""
    for days, workshop in enumerate(world.jauja.workshops, start=30):
        workshop.date = today + dt.timedelta(days=days)
        workshop.save()
    return world.jauja.workshops


def move(workshop, date, **facts):
    Workshop.objects.filter(pk=workshop.pk).update(date=date, **facts)


def shown(client):
    day = client.get(URL).context["day"]
    return {
        "today": [line.session.code for line in day.today],
        "unlogged": [line.session.code for line in day.unlogged.lines],
        "incomplete": [line.session.code for line in day.incomplete.lines],
        "ahead": [session.code for session in day.ahead],
    }


def test_sessions_stand_where_their_day_and_state_put_them(world, sessions, today, login):
    yesterday = today - dt.timedelta(days=1)
    move(sessions[0], today)
    move(sessions[1], yesterday)
    move(sessions[2], yesterday, status="held")
    move(sessions[3], today, status="cancelled")
    assert shown(login(world.field)) == {
        "today": ["K-JAU-01"],
        "unlogged": ["K-JAU-02"],
        "incomplete": ["K-JAU-03"],
        "ahead": ["K-JAU-05", "K-JAU-06", "K-JAU-07", "K-JAU-08"],
    }


def test_field_staff_see_their_own_cycles_and_coordinators_their_province(world, sessions, today, login):
    move(sessions[0], today)
    world.jauja.cycle.facilitators.clear()
    assert shown(login(world.field))["today"] == []
    assert shown(login(world.coordinator))["today"] == ["K-JAU-01"]
    assert shown(login(world.users["coordinator_tayacaja"]))["today"] == []


@pytest.mark.parametrize(("who", "status"), [("administrator", 200), ("monitoring", 403), ("donor", 403)])
def test_whoever_logs_nothing_has_no_such_page(world, login, who, status):
    assert login(world.users[who]).get(URL).status_code == status


def test_it_is_only_read(world, login):
    assert login(world.field).post(URL).status_code == 405


def test_the_day_is_written_as_people_say_it(world, login, monkeypatch):
    monkeypatch.setattr("workshops.views.today.timezone.localdate", lambda: dt.date(2026, 11, 24))
    assert "martes 24 de noviembre" in login(world.field).get(URL).content.decode()


def test_without_sessions_it_says_whom_to_ask(world, login):
    world.jauja.cycle.facilitators.clear()
    page = login(world.field).get(URL)
    assert not page.context["day"]
    assert 'class="empty"' in page.content.decode()


def test_a_planned_session_leads_to_its_roster_and_one_held_to_its_report(world, sessions, today, login):
    move(sessions[0], today)
    move(sessions[1], today, status="held")
    page = login(world.field).get(URL).content.decode()
    assert f'href="{reverse("workshops:roster", args=[sessions[0].pk])}"' in page
    assert f'href="{reverse("workshops:report", args=[sessions[1].pk])}"' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_three_sessions_take_as_many_queries_as_one(world, sessions, today, login, rows, django_assert_num_queries):
    for n in range(rows):
        move(sessions[n], today)
        move(sessions[n + rows], today - dt.timedelta(days=n + 1))
        hold(sessions[7], *world.jauja.men)
        move(sessions[7], today - dt.timedelta(days=9))
    client = login(world.field)
    with django_assert_num_queries(FIXED):
        client.get(URL)


def test_more_than_fit_are_counted(world, sessions, today):
    past = today - dt.timedelta(days=3)
    for workshop in sessions:
        move(workshop, past)
    day = day_of(Workshop.objects.filter(cycle=world.jauja.cycle), today)
    assert (len(day.unlogged.lines), day.unlogged.more) == (SHOWN, len(sessions) - SHOWN)


def test_the_database_finds_incomplete_exactly_what_the_sentences_say(world, today):
    """Every combination of counts, sheet and dispute: `_lacking` and `gaps` agree."""
    men = world.jauja.men
    past = today - dt.timedelta(days=2)
    cycle = world.jauja.cycle
    cases = product((None, 2, 3), (None, 2, 3), (0, 1), (False, True), (False, True), (0, 2))
    for n, (head_count, signatures, unregistered, sheet, disputed, came) in enumerate(cases):
        session = Workshop.objects.create(
            code=f"X-{n}", cycle=cycle, module=world.jauja.modules[0], community=cycle.community, date=past,
            status="held", head_count=head_count, signatures=signatures, unregistered=unregistered,
        )  # fmt: skip
        for man in men[:came]:
            Attendance.objects.create(workshop=session, participant=man, state="present", disputed=disputed)
        if sheet:
            Evidence.objects.create(workshop=session, file="evidence/x.jpg")
    rows = Workshop.objects.filter(code__startswith="X-")
    said = {row.code for row in with_gaps(rows) if gaps(row, today)}
    day = day_of(rows, today)
    found = len(day.incomplete.lines) + day.incomplete.more
    assert (found, len(rows)) == (len(said), 144)


def test_networks_and_replications_are_one_tap_away(world, login):
    client = login(world.field)
    assert client.get(URL).context["besides"].networks == []
    network = make_network(world.jauja)
    make_network(world.tayacaja, "R-TAY")
    cycle, _leaders = school_leaders(world.jauja)
    assert client.get(URL).context["besides"].replicates is False
    cycle.facilitators.add(world.field)
    page = client.get(URL)
    assert (page.context["besides"].networks, page.context["besides"].replicates) == ([network], True)
    assert f'href="{reverse("workshops:action_new", args=[network.pk])}"' in page.content.decode()


def test_questionnaires_of_ones_own_cycles_are_counted(world, login):
    """Enrolled and never asked: the baseline of each man is due, while his second session has not come."""
    shown = login(world.field).get(URL).context["besides"]
    assert (shown.baselines, shown.endlines, shown.assesses) == (3, 0, True)
    world.jauja.cycle.facilitators.clear()
    assert login(world.field).get(URL).context["besides"].assesses is False
