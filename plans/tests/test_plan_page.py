"""A plan's pages: what they tell, to whom, with how many queries, and on paper."""

import datetime as dt

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils.html import strip_tags

from gvp.audit.models import Entry
from gvp.testing import pdfs, pdfua
from gvp.testing.pdfs import needs_poppler
from gvp.testing.pdfua import needs_java
from plans.models import Milestone
from plans.tests.making import a_plan, acts, an_action


@pytest.fixture
def plan(world):
    return a_plan(world.jauja)


def page(login, user, plan, name="plan"):
    return login(user).get(reverse(f"plans:{name}", args=[plan.pk]))


def test_the_list_holds_the_plans_of_the_own_province(world, login, plan):
    a_plan(world.tayacaja)
    shown = login(world.coordinator).get(reverse("plans:plans")).context["lines"]
    assert [story.plan for story, _progress in shown] == [plan]


def test_monitoring_reads_the_plans_of_every_province(world, login, plan):
    other = a_plan(world.tayacaja)
    shown = login(world.users["monitoring"]).get(reverse("plans:plans")).context["lines"]
    assert [story.plan for story, _progress in shown] == [plan, other]


@pytest.mark.parametrize("role", ["field", "donor"])
def test_whoever_reads_no_records_reads_no_plan(world, login, plan, role):
    assert page(login, world.users[role], plan).status_code == 403


def test_a_declared_act_is_amber_and_says_what_is_missing(world, login, plan):
    acts(plan, "convened", declared=("convened",))
    text = page(login, world.coordinator, plan).content.decode()
    assert ("declarado, sin documento" in text, "mientras no se registre" in text) == (True, True)


def test_an_undone_act_stays_as_history_with_its_reason(world, login, plan):
    acts(plan, "convened")
    Milestone.objects.update(undone_at=dt.datetime(2026, 3, 9, tzinfo=dt.UTC), undone_reason="Acta de otro plan")
    text = page(login, world.coordinator, plan).content.decode()
    assert ("1 acto deshecho" in text, "Acta de otro plan" in text) == (True, True)


def test_a_plan_and_the_one_that_replaces_it_lead_to_each_other(world, login, plan):
    new = a_plan(world.jauja, replaces=plan)
    links = [
        reverse("plans:plan", args=[other.pk]) in page(login, world.coordinator, shown).content.decode()
        for shown, other in ((plan, new), (new, plan))
    ]
    assert links == [True, True]


def test_only_those_who_administer_are_shown_the_way_to_the_next_step(world, login, plan):
    link = reverse("admin:plans_plan_change", args=[plan.pk])
    roles = ("coordinator", "monitoring")
    assert [link in page(login, world.users[role], plan).content.decode() for role in roles] == [True, False]


def test_representatives_of_institutions_are_named_nowhere_on_the_page(world, login, plan):
    plan.board.members.create(
        institution=world.jauja.school, sector="education", titular="Persona Ficticia", since=dt.date(2026, 1, 1)
    )
    pages = [page(login, world.coordinator, plan, name).content.decode() for name in ("plan", "plan_page")]
    assert ["I.E. Jauja" in text and "Persona Ficticia" not in text for text in pages] == [True, True]


@pytest.mark.parametrize(("name", "queries"), [("plans", 6), ("plan", 11)])
def test_pages_ask_the_same_however_much_there_is(world, login, plan, django_assert_num_queries, name, queries):
    client = login(world.coordinator)
    url = reverse("plans:plans") if name == "plans" else reverse("plans:plan", args=[plan.pk])
    for grow in (lambda: grow_once(world, plan), lambda: [grow_once(world, plan) for _n in range(2)]):
        grow()
        with django_assert_num_queries(queries):
            client.get(url)


def grow_once(world, plan):
    """One more act, action, member, meeting, mayor, and one more plan with its own."""
    count = plan.milestones.count()
    action = an_action(plan)
    action.co_responsible.add(world.jauja.school)
    action.evidence.create(date=dt.date(2026, 1, 1), label="Acta")
    Milestone.objects.create(plan=plan, state="convened", date=dt.date(2026, 1, 1) + dt.timedelta(days=count))
    member = plan.board.members.create(
        institution=world.jauja.school, sector="education", since=dt.date(2026, 1, 1 + count)
    )
    plan.board.meetings.create(date=dt.date(2026, 1, 1 + count)).present.add(member)
    plan.board.province.mayoral_terms.create(since=dt.date(2000 + count, 1, 1), until=dt.date(2000 + count, 12, 31))
    an_action(a_plan(world.jauja))


def test_each_action_says_who_helps_who_pays_and_what_proves_it(world, login, plan):
    proof = an_action_with_everything(world, plan)
    pages = [pdfs.squeezed(strip_tags(page(login, world.coordinator, plan, name).content.decode()))
             for name in ("plan", "plan_page")]  # fmt: skip
    assert [[words in text for words in SAID] for text in pages] == [[True] * len(SAID)] * 2
    assert f'href="{proof.file.url}"' in page(login, world.coordinator, plan).content.decode()


SAID = ("con CEM Jauja", "S/ 2,500.50", "POI (plan operativo)", "Evidencia: 01/06/2026, Acta de la feria")


def an_action_with_everything(world, plan):
    """An action with whoever helps, its money and its proof; answers the proof."""
    action = an_action(plan, budget="2500.50", source="poi")
    district = world.jauja.school.district
    action.co_responsible.create(code="I-CEM", name="CEM Jauja", kind="cem", sector="public", district=district)
    return action.evidence.create(date=dt.date(2026, 6, 1), label="Acta de la feria", file="documents/acta.pdf")


# --- On paper ---------------------------------------------------------------------------------


def test_the_pdf_is_named_without_the_plan_and_leaves_a_line_in_the_log(world, login, plan):
    answer = page(login, world.coordinator, plan, "plan_pdf")
    entry = Entry.objects.get(verb="exported")
    assert answer["Content-Disposition"] == 'inline; filename="plan.pdf"'
    assert (entry.target_id, entry.province, answer.content[:5]) == (str(plan.pk), "1204", b"%PDF-")


def test_without_the_libraries_of_the_pdf_the_page_to_print_is_shown(world, login, plan, monkeypatch):
    from gvp.base.pdf import PdfUnavailable
    from plans.views import plans as views

    def refuse(*_args, **_options):
        raise PdfUnavailable("apt-get install …")

    monkeypatch.setattr(views, "render_pdf", refuse)
    assert page(login, world.coordinator, plan, "plan_pdf").url == reverse("plans:plan_page", args=[plan.pk])


@needs_poppler
def test_the_pdf_tells_the_acts_both_deadlines_what_is_overdue_and_who_pays(world, login, plan):
    acts(plan, "convened", "diagnosis", declared=("diagnosis",))
    an_action_with_everything(world, plan)
    an_action(plan, text="Feria", original_deadline=dt.date(2025, 5, 1), deadline=dt.date(2025, 7, 1))
    text = pdfs.text(page(login, world.coordinator, plan, "plan_pdf").content)
    told = ("01/03/2026 Convocado Acta 000-2026", "02/03/2026 Diagnóstico declarado, sin documento",
            "01/07/2025 al inicio 01/05/2025 vencida", *SAID)  # fmt: skip
    assert [words for words in told if words not in text] == []


@needs_java
@override_settings(DEMO=True)
@pytest.mark.parametrize("full", [True, False])
def test_the_pdf_keeps_the_rules_of_pdf_ua(world, login, plan, full):
    if full:
        acts(plan, "convened", "diagnosis", "drafting", "approved", "recognised", declared=("diagnosis",))
        for state in ("planned", "running", "rescheduled", "cancelled"):
            an_action(plan, state=state)
        an_action(plan, state="done", done_on=dt.date(2026, 5, 1))
        an_action_with_everything(world, plan)
        plan.board.members.create(institution=world.jauja.school, sector="education", since=dt.date(2026, 1, 1))
    assert pdfua.violations(page(login, world.coordinator, plan, "plan_pdf").content) == []
