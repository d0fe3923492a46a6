"""The board: who sees which figures, how they are asked for, and what is missing."""

import datetime as dt
import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gvp.reporting.models import Target
from gvp.reporting.tests.made import more_men, sensitise
from participants.models import Consent
from workshops.models import Attendance

URL = "/informes/tablero/"
TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *given: TODAY)


def stories(response):
    """Of each contribution, the figure and the numbers of its parts."""
    return {
        story.indicator.code: (story.line.figure, [(part.label, part.text) for part in places.parts])
        for story, places in response.context["stories"]
    }


def test_whoever_has_not_logged_in_is_sent_to_the_door(client, world):
    assert client.get(URL).url == f"{reverse('accounts:login')}?next={URL}"


@pytest.mark.parametrize(
    ("role", "status"),
    [("field", 403), ("coordinator", 200), ("monitoring", 200), ("administrator", 200), ("donor", 200)],
)
def test_the_board_is_for_those_who_read_figures(world, login, role, status):
    assert login(world.users[role]).get(URL).status_code == status


def test_the_board_is_only_read(world, login):
    assert login(world.coordinator).post(URL).status_code == 405


def test_each_contribution_declared_so_far_has_its_story(world, login):
    sensitise(world.jauja, *world.jauja.men)
    found = login(world.users["monitoring"]).get(URL)
    assert stories(found) == {
        "C1a": ("3", [("Jauja", "3"), ("Tayacaja", "0")]),
        "C5": ("0", [("Jauja", "0"), ("Tayacaja", "0")]),
    }


def test_one_province_is_told_by_district(world, login):
    sensitise(world.jauja, *world.jauja.men)
    found = login(world.users["monitoring"]).get(URL, {"province": "1204"})
    assert stories(found)["C1a"] == ("3", [("Jauja", "3")])


def test_a_coordinator_never_reads_another_provinces_figures(world, login):
    sensitise(world.jauja, *world.jauja.men)
    client = login(world.users["coordinator_tayacaja"])
    assert stories(client.get(URL))["C1a"] == ("0", [])
    assert client.get(URL, {"province": "1204"}).status_code == 404


def test_donors_see_small_numbers_of_people_only_as_fewer_than_five(world, login):
    more_men(world.jauja, 5)
    sensitise(world.jauja, *world.jauja.men)
    sensitise(world.tayacaja, *world.tayacaja.men)
    as_donor = stories(login(world.users["donor"]).get(URL))["C1a"]
    assert as_donor[0] == "11"
    assert dict(as_donor[1])["Tayacaja"] == "<5"
    assert dict(stories(login(world.users["monitoring"]).get(URL))["C1a"][1])["Tayacaja"] == "3"


def test_donors_find_no_link_to_a_record_or_a_list(world, login):
    sensitise(world.jauja, *world.jauja.men)
    text = login(world.users["donor"]).get(URL).content.decode()
    assert re.findall(r'href="[^"]*(?:/personas/|/lista/|/talleres/|/metas/)[^"]*"', text) == []


def test_a_figure_stands_over_its_target_with_its_status(world, login):
    Target.objects.create(indicator="C1a", value=4, until=TODAY)
    sensitise(world.jauja, *world.jauja.men)
    story, _places = login(world.users["monitoring"]).get(URL).context["stories"][0]
    assert (story.line.figure, story.line.target, story.line.progress.status) == ("3", "4", "attention")


def test_the_process_stands_in_a_table_of_its_own(world, login):
    sensitise(world.jauja, *world.jauja.men)
    lines = {line.indicator.code: line for line in login(world.users["monitoring"]).get(URL).context["lines"]}
    assert list(lines) == ["P01", "P02", "P03", "P04", "P05", "P07", "P20"]
    assert (lines["P02"].figure, lines["P02"].in_period, lines["P02"].progress.status) == ("12", "12", "no_target")
    assert (lines["P04"].figure, lines["P04"].parts) == ("3", ("18", "6"))


def test_days_asked_for_limit_what_is_counted(world, login):
    sensitise(world.jauja, *world.jauja.men)
    found = login(world.users["monitoring"]).get(URL, {"until": "2026-03-31"})
    assert stories(found)["C1a"][0] == "0"


def test_days_that_cannot_be_are_explained(world, login):
    found = login(world.users["monitoring"]).get(URL, {"since": "2026-06-30", "until": "2026-03-01"})
    assert (found.status_code, list(found.context["asked"].days.errors)) == (200, ["until"])
    assert b'<details class="asked-days" open>' in found.content


@pytest.mark.parametrize(("role", "queries"), [("coordinator", 42), ("donor", 27), ("monitoring", 28)])
def test_the_number_of_queries_does_not_depend_on_the_number_of_people(
    world, login, role, queries, django_assert_num_queries
):
    client = login(world.users[role])
    sensitise(world.jauja, world.jauja.men[0])
    with django_assert_num_queries(queries):
        client.get(URL)
    sensitise(world.jauja, world.jauja.men[0], *more_men(world.jauja, 2))
    with django_assert_num_queries(queries):
        client.get(URL)


# --- What is missing ------------------------------------------------------------------------


def tasks(client, **asked):
    return [(task.url, len(task.steps)) for task in client.get(URL, asked).context["tasks"]]


def test_a_coordinator_is_told_what_is_missing_in_the_own_province(world, login):
    sensitise(world.jauja, *world.jauja.men[:2])
    Consent.objects.filter(participant=world.jauja.men[2]).update(revoked_on=TODAY)
    mark = Attendance.objects.filter(participant=world.jauja.men[0]).first()
    Attendance.objects.filter(pk=mark.pk).update(disputed=True)
    assert tasks(login(world.coordinator)) == [
        ("", 2),  # two sessions planned before today
        ("", 1),  # one session with a mark in dispute
        ("/personas/?consent=missing&province=1204", 0),
        ("/talleres/deserciones/", 0),  # the third man came to none
        ("/informes/metas/", 2),  # C1a and C5
    ]
    assert tasks(login(world.users["coordinator_tayacaja"])) == [("", 5), ("/informes/metas/", 2)]


def test_sessions_without_report_lead_to_their_report(world, login):
    sensitise(world.jauja, *world.jauja.men)
    task = login(world.coordinator).get(URL).context["tasks"][0]
    assert task.steps[0] == ("21/04/2026 · Ciclo Jauja", f"/talleres/sesiones/{world.jauja.workshops[6].pk}/informe/")


def test_monitoring_is_only_asked_for_targets_and_donors_for_nothing(world, login):
    assert tasks(login(world.users["monitoring"])) == [("/informes/metas/", 2)]
    assert tasks(login(world.users["donor"])) == []


def test_a_target_that_is_set_is_not_missing(world, login):
    Target.objects.create(indicator="C1a", value=200, until=TODAY)
    task = login(world.users["monitoring"]).get(URL).context["tasks"][0]
    assert [url for _text, url in task.steps] == ["/informes/metas/nueva/?indicator=C5"]


# --- Weight ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [URL, "/informes/indicadores/C1a/", "/informes/indicadores/C1a/lista/"])
def test_the_first_load_of_a_desk_page_is_at_most_100_kb_with_everything(world, path):
    more_men(world.jauja, 47)
    sensitise(world.jauja, *world.jauja.men)
    client = Client()
    client.force_login(world.users["monitoring"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(path).content
    names = set(re.findall(r'(?:href|src)="/static/([^"#]+)', page.decode()))
    names |= {"fonts/regular.woff2", "fonts/bold.woff2", "fonts/italic.woff2", "img/band.svg"}
    weights = [len(gzip.compress(open(finders.find(name), "rb").read())) for name in names]  # noqa: SIM115
    assert sum(weights) + len(gzip.compress(page)) <= 100_000
