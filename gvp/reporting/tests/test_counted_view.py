"""The list behind a figure: as long as the figure, everybody in it once, names through the reader's eyes."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.reporting.indicators import INDICATORS
from gvp.reporting.tests.made import more_men, sensitise, train
from participants.models import Consent, Participant
from workshops.models import Workshop

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *given: TODAY)


def url(code="C1a"):
    return f"/informes/indicadores/{code}/lista/"


def sizes(response):
    return {shelf.key: shelf.size for shelf in response.context["shelves"]}


def codes(response):
    return [record.code for _entry, record in response.context["rows"]]


def test_whoever_has_not_logged_in_is_sent_to_the_door(client, world):
    assert client.get(url()).url == f"{reverse('accounts:login')}?next={url()}"


@pytest.mark.parametrize(
    ("role", "status"),
    [("field", 403), ("coordinator", 200), ("monitoring", 200), ("administrator", 200), ("donor", 403)],
)
def test_lists_are_for_those_who_open_records(world, login, role, status):
    assert login(world.users[role]).get(url()).status_code == status


def test_the_list_is_only_read(world, login):
    assert login(world.coordinator).post(url()).status_code == 405


@pytest.mark.parametrize("path", [url("C9"), url() + "?shelf=x", url() + "?province=9999"])
def test_what_does_not_exist_is_not_found(world, login, path):
    assert login(world.coordinator).get(path).status_code == 404


def test_included_and_excluded_together_are_everybody_registered(world, login):
    sensitise(world.jauja, *world.jauja.men[:2])
    Consent.objects.filter(participant=world.jauja.men[0]).update(revoked_on=TODAY)
    world.tayacaja.community.rural = False
    world.tayacaja.community.save()
    found = login(world.users["monitoring"]).get(url(), {"period": "all"})
    assert sizes(found) == {"counted": 1, "rural": 3, "consent": 1, "cycle": 1}
    assert sum(sizes(found).values()) == Participant.objects.living().count()


@pytest.mark.parametrize("code", ["C1a", "C5", "P05", "P20"])
def test_a_list_of_people_holds_everybody_once(world, login, code):
    train(world.tayacaja)
    sensitise(world.jauja, *world.jauja.men)
    shelves = login(world.users["monitoring"]).get(url(code), {"period": "all"}).context["shelves"]
    keys = [entry.key for shelf in shelves for entry in shelf.entries]
    assert (len(keys), set(keys)) == (7, set(Participant.objects.living().values_list("pk", flat=True)))


def test_a_rule_opens_those_whom_it_leaves_out(world, login):
    sensitise(world.jauja, *world.jauja.men[:2])
    found = login(world.coordinator).get(url(), {"shelf": "cycle"})
    assert codes(found) == ["JAU-0003"]


def test_a_rule_that_leaves_nobody_out_shows_what_counts(world, login):
    sensitise(world.jauja, *world.jauja.men)
    found = login(world.coordinator).get(url(), {"shelf": "rural"})
    assert (found.context["shelf"].key, len(codes(found))) == ("counted", 3)


def test_the_period_has_a_list_of_its_own(world, login):
    sensitise(world.jauja, *world.jauja.men)
    days = {"since": "2026-05-01", "until": "2026-11-24"}
    assert sizes(login(world.coordinator).get(url(), days)) == {"counted": 3, "period": 0}


def test_a_coordinator_lists_the_own_province_only(world, login):
    sensitise(world.jauja, *world.jauja.men)
    sensitise(world.tayacaja, *world.tayacaja.men)
    assert sorted(codes(login(world.users["coordinator_tayacaja"]).get(url()))) == ["TAY-0001", "TAY-0002", "TAY-0003"]


@pytest.mark.parametrize("protects", [True, False])
def test_school_leaders_are_initials_without_a_link_for_those_who_may_not_see_minors(world, login, protects):
    leader = train(world.jauja)
    world.coordinator.sees_minors = protects
    world.coordinator.save()
    text = login(world.coordinator).get(url("C5")).content.decode()
    assert ("Yesenia Ficticia" in text, f"/personas/{leader.pk}/" in text, "Y. Q. H." in text) == (
        protects, protects, not protects,
    )  # fmt: skip


def test_sessions_lead_to_their_report(world, login):
    sensitise(world.jauja, *world.jauja.men)
    found = login(world.coordinator).get(url("P01"), {"period": "all"})
    assert sizes(found) == {"counted": 6, "out": 2}
    assert f"/talleres/sesiones/{world.jauja.workshops[0].pk}/informe/" in found.content.decode()


def test_a_session_held_here_by_a_cycle_of_another_province_keeps_its_line(world, login):
    sensitise(world.jauja, *world.jauja.men)
    Workshop.objects.filter(pk=world.jauja.workshops[0].pk).update(community=world.tayacaja.community)
    found = login(world.users["coordinator_tayacaja"]).get(url("P02"))
    assert [record for _entry, record in found.context["rows"]] == [None]
    assert (found.status_code, found.context["line"].figure) == (200, "2")


def test_districts_are_listed_by_name(world, login):
    sensitise(world.jauja, *world.jauja.men)
    assert codes(login(world.users["monitoring"]).get(url("P07"))) == ["120401"]


@pytest.mark.parametrize("code", list(INDICATORS))
def test_every_list_opens(world, login, code):
    sensitise(world.jauja, *world.jauja.men)
    assert login(world.users["monitoring"]).get(url(code), {"period": "all"}).status_code == 200


def test_fifty_stand_on_a_page_and_the_next_page_keeps_the_question(world, login):
    more_men(world.jauja, 49)
    sensitise(world.jauja, *world.jauja.men)
    client = login(world.coordinator)
    first, second = client.get(url()), client.get(url(), {"page": 2})
    assert (len(codes(first)), len(codes(second))) == (50, 2)
    assert 'href="?province=1204&amp;period=year&amp;shelf=counted&amp;page=2"' in first.content.decode()


@pytest.mark.parametrize("page", ["0", "99", "x"])
def test_a_page_that_does_not_exist_is_the_nearest_one(world, login, page):
    sensitise(world.jauja, *world.jauja.men)
    assert len(codes(login(world.coordinator).get(url(), {"page": page}))) == 3


@pytest.mark.parametrize(("code", "queries"), [("C1a", 9), ("P01", 8), ("P07", 7)])
def test_the_number_of_queries_does_not_depend_on_the_number_of_records(
    world, login, code, queries, django_assert_num_queries
):
    client = login(world.users["monitoring"])
    for men in (world.jauja.men[:1], world.jauja.men):
        sensitise(world.jauja, *men)
        with django_assert_num_queries(queries):
            client.get(url(code))
