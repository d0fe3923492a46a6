"""An action and a replication recorded on a phone, in a few taps, with and without scripts."""

import pytest
from django.urls import reverse

from gvp.testing.browser import enter
from workshops.models import NetworkAction, Replication
from workshops.tests.outreach import act, day, make_network, school_leaders, stay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def network(world):
    network = make_network(world.jauja)
    for man in world.jauja.men:
        stay(network, man)
    act(world.field, network, world.jauja, world.jauja.men[:1], day(9), message="Decidir entre dos")
    return network


def test_an_action_takes_a_few_taps_from_hoy(world, network, page, live_server):
    enter(page, live_server, world.field).goto(live_server.url + reverse("workshops:today"))
    page.get_by_role("link", name="Acción de la red").click()
    page.get_by_text("visita", exact=True).click()
    page.get_by_text("Quispe 2 Huamán").click()
    page.get_by_text("Decidir entre dos").click()
    page.get_by_role("button", name="Mujeres: 10 más").click()
    page.get_by_role("button", name="Mujeres: 1 menos").click()
    page.get_by_role("button", name="Guardar la acción").click()
    page.wait_for_url("**/acciones/*-*/")
    made = NetworkAction.objects.get(kind="visit")
    assert (made.women, made.men, made.message, [man.code for man in made.leaders.all()]) == (
        9, 0, "Decidir entre dos", ["JAU-0002"],
    )  # fmt: skip


def test_from_hoy_two_quick_taps_store_one_replication(world, page, live_server):
    cycle, leaders = school_leaders(world.jauja)
    cycle.facilitators.add(world.field)
    enter(page, live_server, world.field).goto(live_server.url + reverse("workshops:today"))
    page.get_by_role("link", name="Réplica en el colegio").click()
    page.get_by_text("JAU-0070").click()
    page.get_by_text("5 A", exact=True).last.click()
    page.get_by_role("button", name="Mujeres: 10 más").click()
    page.get_by_role("button", name="Guardar la réplica").dblclick()
    page.wait_for_url("**/replicas/*-*/")
    made = Replication.objects.get()
    assert (made.women, made.minutes, list(made.leaders.all())) == (10, 45, leaders[:1])


def test_numbers_are_typed_without_scripts(world, network, browser, live_server):
    page = browser.new_context(java_script_enabled=False, locale="es-PE").new_page()
    enter(page, live_server, world.field).goto(live_server.url + reverse("workshops:action_new", args=[network.pk]))
    page.get_by_text("charla", exact=True).click()
    page.get_by_text("Quispe 1 Huamán").click()
    page.get_by_label("Hombres").fill("14")
    page.get_by_role("button", name="Guardar la acción").click()
    page.wait_for_url("**/acciones/*-*/")
    assert NetworkAction.objects.filter(kind="talk", men=14).count() == 1
    page.context.close()
