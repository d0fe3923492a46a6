"""By keyboard alone, each from its page to what is stored: what this programme writes down most, and with most care."""

from functools import partial

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from gvp.partners.models import Institution
from gvp.reporting.models import Report, ReportTexts
from gvp.testing import browser
from gvp.testing.keyboard import Keyboard
from gvp.testing.world import FIRST_DAY, add_man
from materials.models import Edition, Material, Transfer
from participants import fcc15
from participants.models import Assessment
from plans.models import Milestone
from plans.tests.making import a_plan
from workshops.models import NetworkAction, Replication
from workshops.tests.outreach import act, day, make_network, school_leaders, stay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def opened(page, live_server):
    """`opened(user, name, ...)` logs in, opens the page of that name and gives its keyboard."""

    def open_page(user, name, *args):
        browser.enter(page, live_server, user)
        page.goto(live_server.url + reverse(name, args=args))
        return Keyboard(page)

    return open_page


def test_a_questionnaire_is_answered(world, page, opened):
    fcc15.create(partial(apps.get_model, "participants"))  # the rows of migrations are gone before such a test
    man = add_man(world.jauja.community, "JAU", 70, world.jauja.cycle, has_partner=False)
    keys = opened(world.field, "participants:assess", man.pk)
    keys.choose(page.get_by_label("huella"))
    keys.press(page.get_by_role("button", name="Empezar"))
    keys.choose(page.get_by_role("group", name="¿Tiene hijas o hijos?").get_by_label("No"))
    keys.press(page.get_by_role("button", name="primera"))
    for place in range(1, 6):
        page.get_by_text(f"{place} de 5", exact=True).wait_for()
        keys.press(page.get_by_role("button", name="Más o menos"))
    keys.press(page.get_by_role("button", name="Terminar"))
    page.get_by_role("heading", name="Guardado", exact=True).wait_for()
    stored = Assessment.objects.get(participant=man)
    assert (stored.answers["M1"], stored.answers["P1"], stored.finished_at is not None) == (2, "NA", True)


def test_an_action_of_the_network_is_recorded(world, page, opened):
    network = make_network(world.jauja)
    for man in world.jauja.men:
        stay(network, man)
    act(world.field, network, world.jauja, world.jauja.men[:1], day(9), message="Decidir entre dos")
    keys = opened(world.field, "workshops:action_new", network.pk)
    keys.choose(page.get_by_label("visita", exact=True))
    keys.press(page.get_by_label("Quispe 2 Huamán"), "Space")
    keys.choose(page.get_by_label("Decidir entre dos"))
    keys.type(page.get_by_label("Mujeres", exact=True), "9")
    keys.press(page.get_by_role("button", name="Guardar la acción"))
    page.wait_for_url("**/acciones/*-*/")
    made = NetworkAction.objects.get(kind="visit")
    assert (made.women, made.message, made.leaders.get().code) == (9, "Decidir entre dos", "JAU-0002")


def test_a_replication_is_recorded(world, page, opened):
    cycle, leaders = school_leaders(world.jauja)
    cycle.facilitators.add(world.field)
    keys = opened(world.field, "workshops:replication_new")
    keys.press(page.get_by_label("JAU-0070"), "Space")
    keys.choose(page.get_by_label("5 A", exact=True))
    keys.type(page.get_by_label("Mujeres", exact=True), "12")
    keys.press(page.get_by_role("button", name="Guardar la réplica"))
    page.wait_for_url("**/replicas/*-*/")
    made = Replication.objects.get()
    assert (made.women, made.grade, made.section, list(made.leaders.all())) == (12, "5", "A", leaders[:1])


def test_copies_are_handed_over(world, page, opened):
    place = world.jauja
    Institution.objects.create(code="SALUD", name="Salud", kind="health", sector="public", district=place.district)
    brochure = {"code": "JAU-M01", "title": "Folleto", "kind": "brochure", "medium": "print"}
    material = Material.objects.create(province=place.province, **brochure)
    Edition.objects.create(material=material, published_on=FIRST_DAY, copies=100)
    keys = opened(world.coordinator, "materials:transfer_new", material.pk)
    keys.type(page.locator("[name=institution]"), "Salud")
    keys.type(page.locator("[name=copies]"), "40")
    keys.press(page.locator("button[form=material]"))
    page.wait_for_url(f"**{reverse('materials:material', args=[material.pk])}*")
    made = Transfer.objects.get()
    assert (made.institution.code, made.copies, made.recorded_by) == ("SALUD", 40, world.coordinator)


def test_a_plan_takes_its_first_step(world, page, opened):
    plan = a_plan(world.jauja)
    keys = opened(world.coordinator, "admin:plans_plan_change", plan.pk)
    keys.press(page.get_by_role("link", name="Registrar: convocado"))
    page.locator("[name=document]").wait_for()
    keys.type(page.locator("[name=date]"), "02022026")
    keys.type(page.locator("[name=document]"), "Acta")
    keys.type(page.locator("[name=number]"), "001-2026")
    keys.press(page.locator("main form button.primary"))
    page.wait_for_url(f"**{reverse('admin:plans_plan_change', args=[plan.pk])}*")
    made = Milestone.objects.get()
    assert (made.state, str(made.date), made.document, made.number) == ("convened", "2026-02-02", "Acta", "001-2026")


def test_the_texts_of_a_report_are_written(world, page, opened):
    facts = {"title": "Informe anual", "since": FIRST_DAY, "until": timezone.localdate()}
    report = Report.objects.create(**facts)
    ReportTexts.objects.create(report=report, language="es")
    keys = opened(world.users["monitoring"], "reporting:report_texts", report.pk, "es")
    keys.type(page.locator("[name=summary_1]"), "La red lleva el mensaje.")
    keys.type(page.locator("[name=learning]"), "Esperar un mes da mejores respuestas.")
    keys.press(page.locator("button[form=texts]"))
    page.wait_for_url(f"**{reverse('reporting:report_kept', args=[report.pk])}*")
    kept = ReportTexts.objects.get()
    assert (kept.summary_1, kept.learning) == ("La red lleva el mensaje.", "Esperar un mes da mejores respuestas.")
