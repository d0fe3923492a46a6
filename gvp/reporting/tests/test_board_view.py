"""The board: who sees which figures, how they are asked for, and what would move them."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.places.models import Community, District
from gvp.reporting.models import Target
from gvp.reporting.tests.made import more_men, sensitise, train
from gvp.reporting.tests.works import produce
from participants.models import Participant

URL = "/informes/tablero/"
TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *given: TODAY)


def english(client):
    client.cookies["django_language"] = "en"
    return client


def stories(response):
    """Of each contribution, the figure and the numbers of its parts."""
    return {
        told.contribution.main: (
            told.story.line.figure,
            [(part.label, part.text) for part in told.places.parts] if told.places else [],
        )
        for told in response.context["stories"]
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


def test_each_of_the_five_contributions_has_its_story(world, login):
    train(world.jauja)
    none = ("0", [("Jauja", "0"), ("Tayacaja", "0")])
    assert stories(login(world.users["monitoring"]).get(URL)) == {
        "C1": none, "C2": none, "C3": none, "C4": none, "C5": ("1", [("Jauja", "1"), ("Tayacaja", "0")]),
    }  # fmt: skip


def test_men_who_change_are_told_out_of_the_men_sensitised(world, login):
    sensitise(world.jauja, *world.jauja.men)
    told = login(world.users["monitoring"]).get(URL).context["stories"][0]
    assert (told.story.line.figure, told.basis.figure) == ("0", "3")


def test_one_province_is_told_by_district_where_the_records_have_one(world, login):
    train(world.jauja)
    found = stories(login(world.users["monitoring"]).get(URL, {"province": "1204"}))
    assert (found["C5"], found["C4"]) == (("1", [("Jauja", "1")]), ("0", []))


def test_a_material_of_the_whole_program_stands_beside_those_of_the_provinces(world, login):
    produce(world.jauja, handed_over=True, province=None)
    found = stories(login(world.users["monitoring"]).get(URL))
    assert found["C3"] == ("1", [("Jauja", "0"), ("Tayacaja", "0"), ("Todo el programa", "1")])


def test_a_coordinator_never_reads_another_provinces_figures(world, login):
    train(world.jauja)
    client = login(world.users["coordinator_tayacaja"])
    assert stories(client.get(URL))["C5"] == ("0", [])
    assert client.get(URL, {"province": "1204"}).status_code == 404


def test_donors_and_team_read_the_same_figure_of_each_province(world, login):
    for n in range(6):
        train(world.jauja, code=f"JAU-{n}")
    train(world.tayacaja, code="TAY-1")
    for role in ("donor", "monitoring"):
        assert stories(login(world.users[role]).get(URL))["C5"] == ("7", [("Jauja", "6"), ("Tayacaja", "1")])


def test_donors_see_a_district_of_a_few_people_only_as_fewer_than_five(world, login):
    for n in range(8):
        train(world.jauja, code=f"JAU-{n}")
    elsewhere = District.objects.create(code="120499", name="Otro", province=world.jauja.province)
    community = Community.objects.create(name="Lejos", district=elsewhere)
    for person in Participant.objects.filter(group="school_leader")[:1]:
        person.community = community
        person.save()
    in_jauja = {"province": "1204"}
    assert stories(login(world.users["donor"]).get(URL, in_jauja))["C5"] == ("8", [("Jauja", "n.d."), ("Otro", "<5")])
    assert stories(login(world.coordinator).get(URL, in_jauja))["C5"] == ("8", [("Jauja", "7"), ("Otro", "1")])


def test_donors_find_no_link_to_a_record_or_a_list(world, login):
    sensitise(world.jauja, *world.jauja.men)
    text = login(world.users["donor"]).get(URL).content.decode()
    assert re.findall(r'href="[^"]*(?:/personas/|/lista/|/talleres/|/metas/)[^"]*"', text) == []


def test_a_figure_stands_over_its_target_with_its_status(world, login):
    Target.objects.create(indicator="C5", value=2, until=TODAY)
    train(world.jauja)
    line = login(world.users["monitoring"]).get(URL).context["stories"][-1].story.line
    assert (line.figure, line.target, line.progress.status) == ("1", "2", "at_risk")


def test_the_sentence_says_what_the_figure_would_become_by_the_work_that_is_missing(world, login):
    train(world.jauja).enrolments.update(practice_on=None)
    told = english(login(world.coordinator)).get(URL).context["stories"][-1]
    assert told.sentence == "1 closing practice is missing; with it, 1."


def test_donors_and_questions_about_the_past_get_the_sentence_on_the_target(world, login):
    train(world.jauja).enrolments.update(practice_on=None)
    Target.objects.create(indicator="C5", province=world.jauja.province, value=2, until=TODAY)
    past = english(login(world.coordinator)).get(URL, {"until": "2026-11-23"})
    assert past.context["stories"][-1].sentence.startswith("2 are missing for the target of 2 school leaders")
    assert login(world.users["donor"]).get(URL).context["tasks"] == []


def test_a_target_of_one_is_said_without_its_plural_unit(world, login):
    Target.objects.create(indicator="C4", value=1, until=TODAY)
    told = english(login(world.users["donor"])).get(URL).context["stories"][3]
    assert told.sentence.startswith("1 is missing for the target of 1 by 24/11/2026.")


def test_the_process_stands_in_a_table_on_a_page_of_its_own(world, login):
    sensitise(world.jauja, *world.jauja.men)
    found = login(world.users["donor"]).get("/informes/procesos/").context["lines"]
    lines = {line.indicator.code: line for line in found}
    assert list(lines) == [
        "P01", "P02", "P03", "P04", "P05", "P07", "P09", "P10", "P11", "P15", "P18", "P19", "P20",
    ]  # fmt: skip
    assert (lines["P02"].figure, lines["P02"].in_period, lines["P02"].progress.status) == ("12", "12", "no_target")
    assert (lines["P04"].figure, lines["P04"].parts) == ("3", ("18", "6"))


def test_a_share_of_few_is_said_as_so_many_of_so_many(world, login):
    sensitise(world.jauja, *world.jauja.men)
    found = login(world.users["donor"]).get("/informes/procesos/", {"province": "1204"}).context["lines"]
    retention = next(line for line in found if line.indicator.code == "P05")
    assert (retention.figure, retention.parts) == ("3 de 3", None)
    more_men(world.jauja, 7)
    found = login(world.users["donor"]).get("/informes/procesos/", {"province": "1204"}).context["lines"]
    consents = next(line for line in found if line.indicator.code == "P20")
    assert (consents.figure, consents.parts) == ("100\xa0%", ("10", "10"))


def test_days_asked_for_limit_what_is_counted(world, login):
    train(world.jauja)
    found = login(world.users["monitoring"]).get(URL, {"until": "2026-03-31"})
    assert stories(found)["C5"][0] == "0"


def test_days_that_cannot_be_are_explained(world, login):
    found = login(world.users["monitoring"]).get(URL, {"since": "2026-06-30", "until": "2026-03-01"})
    assert (found.status_code, list(found.context["asked"].days.errors)) == (200, ["until"])
    assert b'<details class="asked-days" open>' in found.content


@pytest.mark.parametrize(("role", "queries"), [("coordinator", 47), ("donor", 25), ("monitoring", 45)])
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


def test_the_board_names_the_work_that_moves_most_and_leads_to_it(world, login):
    sensitise(world.jauja, *world.jauja.men)
    world.jauja.workshops[5].attendances.all().delete()
    page = login(world.coordinator).get(URL)
    assert [(task.key, task.effect) for task in page.context["tasks"]] == [("module-C1a", 3)]
    assert '/informes/trabajo/?province=1204&amp;period=year#module-C1a"' in page.content.decode()


# --- Weight ---------------------------------------------------------------------------------
