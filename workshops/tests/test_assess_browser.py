"""A whole questionnaire on a cheap phone, from *Hoy* to the end, with and without JavaScript."""

from functools import partial

import pytest
from django.apps import apps
from django.utils import timezone

from gvp.testing import browser
from gvp.testing.world import add_man, hold
from participants import fcc15
from participants.models import Assessment
from workshops.models import Cycle

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def man(world):
    fcc15.create(partial(apps.get_model, "participants"))  # the rows of migrations are gone before such a test
    Cycle.objects.filter(pk=world.jauja.cycle.pk).update(starts_on=timezone.localdate())
    return add_man(world.jauja.community, "JAU", 70, world.jauja.cycle, first_surname="Álvarez", has_partner=False)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_fifteen_statements_from_today_to_the_end(world, man, live_server, new_context, scripts):
    page = new_context(java_script_enabled=scripts).new_page()
    browser.enter(page, live_server, world.field)
    page.goto(f"{live_server.url}/talleres/hoy/")
    page.get_by_role("link", name="Fichas").first.click()
    page.get_by_role("link", name="Álvarez").click()
    page.get_by_label("huella").check()
    page.get_by_role("button", name="Empezar").click()
    page.get_by_role("group", name="¿Tiene hijas o hijos?").get_by_label("Sí").check()
    page.get_by_role("button", name="primera").click()
    for place in range(1, 11):  # without the five about a partner
        page.get_by_text(f"{place} de 10", exact=True).wait_for()
        page.get_by_role("button", name="Más o menos").click()
    page.get_by_role("button", name="Terminar").click()
    page.get_by_role("heading", name="Guardado", exact=True).wait_for()
    assert page.get_by_text("10 de 10 afirmaciones contestadas. Las respuestas ya no se pueden leer").is_visible()
    stored = Assessment.objects.get(participant=man)
    assert (stored.answers["M1"], stored.answers["P1"], stored.answers["H5"]) == (2, "NA", 2)
    assert stored.finished_at is not None


def test_going_back_shows_what_was_answered(world, man, page, live_server):
    begun = Assessment(
        participant=man, instrument=fcc15.create(partial(apps.get_model, "participants")), round="baseline",
        date=timezone.localdate(), answers={"M1": 3}, recorded_by=world.field,
        consent=man.consents.create(kind="evaluation", given_on=timezone.localdate(), mode="signature"),
    )  # fmt: skip
    begun.save()
    browser.enter(page, live_server, world.field)
    page.goto(f"{live_server.url}/personas/fichas/{begun.pk}/frase/M2/")
    page.get_by_role("link", name="Volver").click()
    assert page.get_by_role("button", name="En desacuerdo", pressed=True).count() == 1
    assert browser.violations(page) == []


def test_every_screen_is_accessible_and_a_second_tap_answers_nothing(world, man, page, live_server):
    browser.enter(page, live_server, world.field)
    page.goto(f"{live_server.url}/personas/{man.pk}/ficha/")
    page.get_by_label("firma").check()
    seen = [browser.violations(page)]
    page.get_by_role("button", name="Empezar").click()
    seen.append(browser.violations(page))
    page.get_by_role("button", name="primera").click()
    page.get_by_text("¿Tiene hijas o hijos?: Pregúntele y elija.").wait_for()
    page.get_by_role("group", name="¿Tiene hijas o hijos?").get_by_label("No").check()
    page.get_by_role("button", name="primera").click()
    page.get_by_role("button", name="Más o menos").dblclick()
    page.get_by_text("2 de 5", exact=True).wait_for()
    seen += [browser.violations(page), browser.sideways(page, browser.PHONE)]
    for place in range(2, 6):
        page.get_by_text(f"{place} de 5", exact=True).wait_for()
        page.get_by_role("button", name="Prefiere no contestar").click()
    page.get_by_text("1 de 5 afirmaciones contestadas").wait_for()
    seen.append(browser.violations(page))
    page.get_by_role("button", name="M5").click()
    page.get_by_role("button", name="De acuerdo", exact=True).click()
    page.get_by_role("button", name="Terminar").click()
    page.get_by_role("heading", name="Guardado", exact=True).wait_for()
    assert [*seen, browser.violations(page)] == [[]] * 6
    assert Assessment.objects.get(participant=man).answers.get("M2", "none") == "none"


def test_a_baseline_that_would_count_for_nothing_is_warned_of_once(world, man, page, live_server):
    for session in world.jauja.workshops[:2]:
        hold(session, man)
    browser.enter(page, live_server, world.field)
    page.goto(f"{live_server.url}/personas/{man.pk}/ficha/")
    page.get_by_label("firma").check()
    page.get_by_role("button", name="Empezar").click()
    assert "Su segunda sesión fue el" in page.locator(".errorlist").inner_text()
    page.get_by_label("Guardarla de todos modos").check()
    page.get_by_role("button", name="Empezar").click()
    page.get_by_role("heading", name="Lea esto").wait_for()
