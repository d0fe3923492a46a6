"""Answers for analysis: study codes, a reason, a line in the log."""

import csv

import pytest
from django.urls import reverse

from gvp.audit.models import Entry
from gvp.reporting.change.export import study_code
from gvp.reporting.tests.before_and_after import UP, measure
from participants.models import Assessment, Consent, Instrument
from participants.versioning import new_version

URL = "reporting:answers"


@pytest.fixture
def men(world):
    return measure(world.jauja, UP, UP)


def download(client, **asked):
    answer = client.post(f"{reverse(URL)}?period=all", {"reason": "análisis de la línea de base"} | asked)
    return list(csv.DictReader(answer.content.decode().splitlines()))


def test_one_line_per_application_under_a_code(men, world, login):
    rows = download(login(world.users["monitoring"]))
    assert sorted((row["study_code"], row["round"]) for row in rows) == sorted(
        (study_code(man.pk), round_) for man in men for round_ in ("baseline", "endline")
    )
    assert {(row["province"], row["month"]) for row in rows} == {("1204", "2026-03"), ("1204", "2026-07")}
    assert {row["index_M"] for row in rows if row["round"] == "endline"} == {"100.000000"}


def test_nothing_in_it_names_a_man(men, world, login):
    client = login(world.users["monitoring"])
    text = client.post(f"{reverse(URL)}?period=all", {"reason": "análisis"}).content.decode()
    assert [word for man in men for word in (man.code, man.first_surname, str(man.pk)) if word in text] == []


def test_it_needs_a_reason_and_is_written_down(men, world, login):
    client = login(world.users["monitoring"])
    assert list(client.post(reverse(URL), {"reason": ""}).context["form"].errors) == ["reason"]
    download(client)
    entry = Entry.objects.get(verb="exported")
    assert (entry.detail["rows"], entry.detail["reason"]) == (4, "análisis de la línea de base")


def test_another_instrument_is_handed_out_apart(men, world, login):
    other = new_version(by=world.coordinator, instrument=Instrument.objects.get(code="FCC-15"))
    client = login(world.users["monitoring"])
    assert list(client.get(reverse(URL)).context["form"].fields) == ["reason"]
    deciding = download(client)
    Assessment.objects.filter(participant=men[0], round="endline").update(instrument=other)
    apart = download(client, instrument=other.pk)
    assert [(row["study_code"], row["round"]) for row in apart] == [(study_code(men[0].pk), "endline")]
    assert (len(deciding), len(download(client))) == (4, 3)
    assert Entry.objects.filter(verb="exported", detail__instrument=str(other)).count() == 1


def test_coordinator_carries_out_the_own_province_alone(men, world, login):
    measure(world.tayacaja, UP)
    assert {row["province"] for row in download(login(world.coordinator))} == {"1204"}


def test_men_without_consent_are_left_out(men, world, login):
    Consent.objects.filter(participant=men[0], kind="registration").delete()
    assert {row["study_code"] for row in download(login(world.coordinator))} == {study_code(men[1].pk)}
