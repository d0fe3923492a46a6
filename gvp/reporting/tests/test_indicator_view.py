"""One indicator's page: definition, rule, figure, breakdowns; and who may open the list from it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from gvp.reporting.indicators import INDICATORS
from gvp.reporting.published import published
from gvp.reporting.tests.made import more_men, sensitise
from gvp.reporting.tests.works import act, network
from workshops.models import NetworkAction

TODAY = dt.date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *given: TODAY)


def url(code="C1a"):
    return f"/informes/indicadores/{code}/"


def parts(response):
    return {found.key: [(part.label, part.text) for part in found.parts] for found in response.context["breakdowns"]}


def test_whoever_has_not_logged_in_is_sent_to_the_door(client, world):
    assert client.get(url()).url == f"{reverse('accounts:login')}?next={url()}"


@pytest.mark.parametrize(
    ("role", "status"),
    [("field", 403), ("coordinator", 200), ("monitoring", 200), ("administrator", 200), ("donor", 200)],
)
def test_the_page_is_for_those_who_read_figures(world, login, role, status):
    assert login(world.users[role]).get(url()).status_code == status


def test_the_page_is_only_read(world, login):
    assert login(world.coordinator).post(url()).status_code == 405


@pytest.mark.parametrize("code", ["C9", "c1a", "P99"])
def test_an_unknown_code_is_not_found(world, login, code):
    assert login(world.coordinator).get(url(code)).status_code == 404


@pytest.mark.parametrize("code", list(INDICATORS))
def test_every_indicator_has_a_page_with_its_definition_and_rule(world, login, code):
    sensitise(world.jauja, *world.jauja.men)
    found = login(world.users["monitoring"]).get(url(code), {"period": "all"})
    text, indicator = found.content.decode(), INDICATORS[code]
    assert (found.status_code, str(indicator.code) in text) == (200, True)
    assert [str(escape(rule.text)) in text for rule in indicator.rules] == [True] * len(indicator.rules)


def test_each_breakdown_adds_up_to_the_figure(world, login):
    sensitise(world.jauja, *world.jauja.men)
    sensitise(world.tayacaja, *world.tayacaja.men)
    found = parts(login(world.users["monitoring"]).get(url()))
    assert {key: sum(int(text) for _label, text in cells) for key, cells in found.items()} == dict.fromkeys(
        ["province", "district", "age", "language"], 6
    )


def test_donors_read_the_page_without_the_list_and_without_small_parts(world, login):
    more_men(world.jauja, 5)
    sensitise(world.jauja, *world.jauja.men)
    sensitise(world.tayacaja, *world.tayacaja.men)
    found = login(world.users["donor"]).get(url())
    assert "/lista/" not in found.content.decode()
    told = parts(found)
    assert dict(told["province"])["Tayacaja"] == "3"  # the figure of a province is an indicator's own
    assert dict(told["district"])["Tayacaja"] == "n.d."


def test_donors_get_no_breakdown_of_a_list_that_lies_inside_another(world, login):
    client = login(world.users["donor"])
    assert {code: list(parts(client.get(url(code)))) for code in ("C1a", "C1", "C2")} == {
        "C1a": ["province", "district", "age", "language"], "C1": ["province"], "C2": ["province"],
    }  # fmt: skip


def test_donors_find_in_one_province_the_row_of_the_whole_program(world, login):
    more_men(world.jauja, 27)
    more_men(world.tayacaja, 27)
    for n, man in enumerate([*world.jauja.men, *world.tayacaja.men]):
        man.birth_year = 1960 + 15 * (n % 3)
        man.save()
    sensitise(world.jauja, *world.jauja.men)
    sensitise(world.tayacaja, *world.tayacaja.men[:22])
    found = parts(login(world.users["donor"]).get(url(), {"province": "0907"}))["age"]
    [table] = published(INDICATORS["C1a"], timezone.localdate(), ["age"])
    assert found == [(cell.label, cell.text) for cell in table.of("0907").totals]
    assert dict(found)["30–44"] == "7"


def test_the_audience_of_actions_stands_apart_as_an_estimate(world, login):
    action = act(network(world.jauja), world.jauja)
    NetworkAction.objects.filter(pk=action.pk).update(women=20, men=15)
    found = login(world.users["monitoring"]).get(url("P11"))
    assert (found.context["story"].line.figure, found.context["estimates"][0][1]) == ("1", "35")


def test_the_way_back_leads_over_the_contribution_or_the_process(world, login):
    client = login(world.users["donor"])
    assert "/informes/contribuciones/2/?" in client.get(url("C2a")).content.decode()
    assert "/informes/procesos/?" in client.get(url("P02")).content.decode()


def test_those_who_open_records_find_the_list(world, login):
    assert b'href="/informes/indicadores/C1a/lista/?province=1204&amp;period=year"' in (
        login(world.coordinator).get(url()).content
    )


def test_another_provinces_figure_is_not_found(world, login):
    client = login(world.users["coordinator_tayacaja"])
    assert client.get(url(), {"province": "1204"}).status_code == 404


def test_the_number_of_queries_does_not_depend_on_the_number_of_people(world, login, django_assert_num_queries):
    client = login(world.users["monitoring"])
    for men in (world.jauja.men[:1], world.jauja.men):
        sensitise(world.jauja, *men)
        with django_assert_num_queries(12):
            client.get(url())
