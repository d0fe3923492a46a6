"""A plan in Chromium: from the first board to an approved plan by clicking alone, and pages full of everything."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.testing import browser
from plans.models import Milestone, Plan
from plans.tests.making import a_plan, acts, an_action

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fill(page, **fields):
    for name, value in fields.items():
        control = page.locator(f"[name={name}]")
        if control.evaluate("it => it.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


def save(page):
    page.locator("main form button.primary").first.click()


def test_an_administrator_carries_a_plan_on_from_the_admin_alone(world, page, live_server):
    browser.enter(page, live_server, world.users["administrator"])
    page.goto(live_server.url + reverse("admin:plans_board_add"))
    fill(page, code="M-1", kind="multisectoral", province="1204", quorum="3")
    page.locator("[name=_continue]").click()
    page.get_by_role("link", name="Añadir plan").click()
    fill(page, code="P-1", title="Plan provincial", since="2026-01-01", until="2029-12-31")
    page.locator("[name=_continue]").click()
    page.get_by_role("link", name="Registrar: convocado").click()
    fill(page, date="2026-02-01", document="Acta", number="001-2026")
    save(page)
    page.get_by_role("link", name="Registrar: diagnóstico").click()
    fill(page, date="2026-02-10")
    save(page)
    page.get_by_role("link", name="Registrar el documento").click()
    fill(page, document="Acta", number="002-2026")
    save(page)
    page.get_by_role("link", name="Deshacer").click()
    fill(page, reason="Era de otra provincia")
    save(page)
    assert page.locator(".step.is-here .step-label").inner_text() == "Convocado"
    told = Milestone.objects.order_by("date").values_list("state", "number", "undone_reason")
    assert list(told) == [("convened", "001-2026", ""), ("diagnosis", "002-2026", "Era de otra provincia")]


def test_a_plan_of_the_past_is_entered_from_its_page(world, page, live_server):
    plan = a_plan(world.jauja)
    browser.enter(page, live_server, world.coordinator)
    page.goto(live_server.url + reverse("admin:plans_plan_change", args=[plan.pk]))
    page.get_by_role("link", name="Registrar un plan histórico de una vez").click()
    for n, state in enumerate(("convened", "diagnosis", "drafting", "approved"), start=1):
        page.locator(f"[name={state}-date]").fill(f"2024-03-0{n}")
    save(page)
    assert page.locator(".step.is-gap").count() == 4
    assert Plan.objects.with_position().get().position == "approved"


@pytest.fixture
def everything(world):
    """A plan with an act of every kind, actions in every state and a mayor who changed."""
    plan = a_plan(world.jauja, title="Plan provincial de prevención de la violencia de género de la provincia de Jauja")
    acts(plan, "convened", "diagnosis", "drafting", "approved", "recognised", declared=("diagnosis", "recognised"))
    acts(plan, "ratified", since=dt.date(2026, 3, 20))
    Milestone.objects.filter(state="ratified").update(undone_at=timezone.now(), undone_reason="Fecha equivocada")
    for state in ("planned", "running", "rescheduled", "cancelled", "partly_done"):
        an_action(plan, state=state, text="Atención itinerante del servicio en las comunidades de altura " * 2)
    an_action(plan, state="done", done_on=dt.date(2026, 5, 1))
    plan.board.members.create(institution=world.jauja.school, sector="education", since=dt.date(2026, 1, 1))
    plan.board.meetings.create(date=dt.date(2026, 2, 1), subject="Avance")
    world.jauja.province.mayoral_terms.create(since=dt.date(2026, 4, 1), until=dt.date(2030, 12, 31))
    return plan


NAMES = ("plans:plan", "plans:plan_page", "admin:plans_plan_change", "admin:plans_plan_past", "admin:plans_plan_move")


def test_pages_full_of_everything_are_accessible_and_fit(world, everything, page, live_server):
    browser.enter(page, live_server, world.coordinator)
    begun = a_plan(world.jauja)
    args = {"admin:plans_plan_past": [begun.pk], "admin:plans_plan_move": [everything.pk, "repealed"]}
    urls = [reverse(name, args=args.get(name, [everything.pk])) for name in NAMES]
    wrong = {}
    for url in [*urls, reverse("plans:plans")]:
        found = []
        for size in (browser.PHONE, browser.DESK):
            page.set_viewport_size(size)
            page.goto(live_server.url + url)
            found += browser.sideways(page, size) + browser.violations(page)
        wrong[url] = found
    assert {url: found for url, found in wrong.items() if found} == {}


def test_the_address_of_the_calendar_is_made_shown_and_revoked(world, page, live_server):
    browser.enter(page, live_server, world.coordinator)
    page.goto(live_server.url + reverse("plans:calendar_address"))
    page.get_by_role("button", name="Hacer mi dirección").click()
    address = page.get_by_label("Dirección privada").input_value()
    assert browser.violations(page) + browser.sideways(page, browser.PHONE) == []
    page.get_by_role("button", name="Anular la dirección").click()
    assert page.request.get(address).status == 404
