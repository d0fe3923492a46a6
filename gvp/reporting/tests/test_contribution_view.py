"""The page of one contribution: its story, what is missing, its other figures, and the list."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from gvp.reporting.models import Target
from gvp.reporting.tests.made import sensitise, train
from gvp.reporting.tests.works import LATE, assess, hand_over, join, network, plan, produce, replicate
from gvp.testing.pdfs import squeezed

TODAY = LATE + dt.timedelta(days=60)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *given: TODAY)


def url(number):
    return f"/informes/contribuciones/{number}/"


@pytest.mark.parametrize(
    ("number", "others"),
    [
        (1, ["C1a", "C1b", "C1c", "C1d"]), (2, ["C2a", "C2b"]), (3, ["C3a", "C3b", "C3c"]), (4, ["C4a"]),
        (5, ["C5a", "C5b"]),
    ],
)  # fmt: skip
def test_each_contribution_has_its_other_figures_beside_it(world, login, number, others):
    found = login(world.users["donor"]).get(url(number))
    assert [line.indicator.code for line in found.context["lines"]] == others


def test_the_page_tells_the_figure_what_is_missing_and_how_it_grew(world, login):
    for n in range(2):
        hand_over(produce(world.jauja, code=f"F-{n}"), world.jauja, act_number="1", code=f"T-{n}")
    until = TODAY + dt.timedelta(days=200)
    Target.objects.create(indicator="C3", province=world.jauja.province, value=5, until=until)
    shown = login(world.coordinator).get(url(3))
    text = squeezed(strip_tags(shown.content.decode()))
    curve = shown.context["told"].story.curve
    assert ("2 de 5" in text, "Faltan 3 para la meta de 5" in text, curve.title in text) == (True, True, True)


@pytest.mark.parametrize("number", [0, 6])
def test_there_are_five_contributions(world, login, number):
    assert login(world.coordinator).get(url(number)).status_code == 404


def test_the_work_of_this_contribution_stands_there_and_no_other(world, login):
    man = world.jauja.men[0]
    assess(man, "baseline", dt.date(2026, 3, 3))
    sensitise(world.jauja, man)
    join(network(world.jauja), man, commitment_on=None)
    client = login(world.coordinator)
    assert [task.key for task in client.get(url(1)).context["tasks"] if task.effect] == ["baseline", "endline"]
    assert [task.key for task in client.get(url(2)).context["tasks"]] == ["commitment"]


def test_the_list_begins_on_the_page_and_leads_to_all_of_it(world, login):
    made = produce(world.jauja, handed_over=True)
    page = login(world.coordinator).get(url(3)).content.decode()
    assert f'<a href="/materiales/{made.pk}/">{made.title}</a>' in page
    assert "/informes/indicadores/C3/lista/" in page


@pytest.mark.parametrize(
    ("number", "doors"),
    [
        (1, ["/informes/cambio/", "/talleres/ciclos/", "/talleres/deserciones/"]),
        (2, ["/talleres/redes/", "/talleres/acciones/por-validar/", "/talleres/cascada/"]),
        (3, ["/materiales/"]),
        (4, ["/planes/"]),
        (5, ["/talleres/replicas/", "/talleres/ciclos/", "/talleres/cascada/"]),
    ],
)
def test_each_contribution_leads_to_where_its_work_is_done(world, login, number, doors):
    assert [address for _label, address in login(world.coordinator).get(url(number)).context["doors"]] == doors


def test_donors_read_aggregates_without_list_or_work(world, login):
    plan(world.jauja)
    replicate(world.tayacaja, train(world.tayacaja))
    client = login(world.users["donor"])
    for number in range(1, 6):
        found = client.get(url(number))
        assert (found.context["tasks"], "rows" in found.context, "/lista/" in found.content.decode()) == (
            [], False, False,
        )  # fmt: skip


def test_a_school_leaders_name_is_not_read_without_the_protection_permission(world, login):
    train(world.jauja)
    assert "Yesenia Ficticia" not in login(world.coordinator).get(url(5)).content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_depend_on_the_length_of_the_list(world, login, size, django_assert_num_queries):
    for n in range(size):
        hand_over(produce(world.jauja, code=f"F-{n}"), world.jauja, act_number="1", code=f"T-{n}")
    client = login(world.coordinator)
    with django_assert_num_queries(12):
        client.get(url(3))
