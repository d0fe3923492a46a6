"""The admin carries a plan on: what its page shows, what each form asks, what comes of it."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from plans import lifecycle
from plans.models import Milestone
from plans.tests.making import a_plan, acts, an_action

DAY = "2026-06-01"


@pytest.fixture
def plan(world):
    return a_plan(world.jauja)


@pytest.fixture
def admin(world, login):
    return login(world.coordinator)


def url(plan, name="change", *more):
    return reverse(f"admin:plans_plan_{name}", args=[plan.pk, *more])


def text(answer):
    return answer.content.decode()


def offered(admin, plan):
    """The states that the page of the plan lets one record."""
    return re.findall(r"/paso/(\w+)/", text(admin.get(url(plan))))


def send(admin, plan, state, **facts):
    told = {"id": uuid.uuid4(), "date": DAY, "document": "", "number": "", "note": ""} | facts
    return admin.post(url(plan, "move", state), told)


# --- The page of a plan -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("states", "steps"),
    [
        ((), ["convened"]),
        (("convened",), ["diagnosis", "archived"]),
        (lifecycle.MAIN[:6], ["with_opinion", "approved", "returned", "archived"]),
        (("approved", "recognised"), ["implementing", "superseded", "repealed", "ratified"]),
        (("approved", "repealed"), []),
    ],
)
def test_the_page_offers_the_next_steps_and_no_other(admin, plan, states, steps):
    acts(plan, *states)
    assert offered(admin, plan) == steps


def test_after_a_change_of_mayor_ratification_is_among_the_usual_steps(admin, plan, world):
    acts(plan, "approved", "recognised")
    world.jauja.province.mayoral_terms.create(since=dt.date(2026, 4, 1), until=dt.date(2030, 12, 31))
    page = admin.get(url(plan))
    usual = [step.state for step in page.context["story"].usual_steps]
    assert (usual, "Hay nueva autoridad en la alcaldía" in text(page)) == (["implementing", "ratified"], True)


def test_the_page_says_which_documents_and_which_states_are_missing(admin, plan):
    acts(plan, "convened", "diagnosis", "drafting", "approved", declared=("approved",))
    story = admin.get(url(plan)).context["story"]
    assert [act.state for act in story.waiting] == ["approved"]
    assert [stage.state for stage in story.gaps] == ["validated", "submitted", "under_review", "with_opinion"]


# --- Recording a step -------------------------------------------------------------------------


def test_the_form_says_who_acts_and_what_proves_it_with_the_towns_number_format(admin, plan):
    acts(plan, *lifecycle.MAIN[:7])
    page = text(admin.get(url(plan, "move", "approved")))
    year = timezone.localdate().year
    assert ("El concejo municipal o la alcaldía" in page, f"N.º 012-{year}-MPJ" in page) == (True, True)
    assert '<option value="Ordenanza municipal">' in page


def test_a_step_is_recorded_and_the_page_shows_what_is_next(admin, plan):
    answer = send(admin, plan, "convened", document="Acta", number="001-2026")
    assert (answer.url, offered(admin, plan)) == (url(plan), ["diagnosis", "archived"])


def test_a_step_without_document_is_declared(admin, plan):
    send(admin, plan, "convened")
    assert Milestone.objects.get().documented is False
    assert "todavía no cuenta" in text(admin.get(url(plan)))


@pytest.mark.parametrize(("given", "missing"), [("document", "number"), ("number", "document")])
def test_half_a_document_is_asked_for_the_other_half(admin, plan, given, missing):
    answer = send(admin, plan, "convened", **{given: "001"})
    assert (list(answer.context["form"].errors), Milestone.objects.count()) == ([missing], 0)


def test_a_date_out_of_order_is_said_at_the_date(admin, plan):
    acts(plan, "convened", since=dt.date(2026, 6, 2))
    assert list(send(admin, plan, "diagnosis").context["form"].errors) == ["date"]


def test_a_plan_is_archived_by_a_note_alone(admin, plan):
    acts(plan, "convened")
    refused = send(admin, plan, "archived").context["form"].errors
    send(admin, plan, "archived", note="La mesa se disolvió")
    assert (list(refused), offered(admin, plan)) == (["note"], [])


def test_a_note_that_tells_a_case_is_asked_about(admin, plan):
    answer = send(admin, plan, "convened", note="Denuncia de la señora Rosa")
    assert list(answer.context["form"].errors) == ["note"]


def test_a_step_that_is_not_next_leads_back_to_the_plan(admin, plan):
    answer = admin.get(url(plan, "move", "approved"), follow=True)
    assert answer.redirect_chain == [(url(plan), 302)]
    assert "no es un siguiente paso" in text(answer)


def test_a_state_that_does_not_exist_is_not_found(admin, plan):
    assert admin.get(url(plan, "move", "blessed")).status_code == 404


# --- A plan of the past -----------------------------------------------------------------------


def past(admin, plan, **dates):
    told = {f"{state}-id": uuid.uuid4() for state in lifecycle.MAIN}
    return admin.post(url(plan, "past"), told | {f"{state}-date": day for state, day in dates.items()})


def test_a_plan_of_the_past_is_entered_on_one_page_with_its_gaps_shown(admin, plan):
    past(admin, plan, convened=DAY, diagnosis=DAY, drafting="2026-06-02", approved="2026-06-03")
    story = admin.get(url(plan)).context["story"]
    assert [stage.mark for stage in story.stages[:8]] == ["declared"] * 3 + ["gap"] * 4 + ["declared"]


def test_where_its_story_breaks_is_said_at_that_act(admin, plan):
    answer = past(admin, plan, convened=DAY, approved="2026-06-03")
    assert '<a href="#id_approved-date">' in answer.content.decode()
    wrong = [row.state for row in answer.context["form"] if row.errors]
    assert (wrong, Milestone.objects.count()) == (["approved"], 0)


def test_a_document_without_its_date_is_asked_for_it(admin, plan):
    told = {f"{state}-id": uuid.uuid4() for state in lifecycle.MAIN}
    answer = admin.post(url(plan, "past"), told | {"convened-document": "Acta", "convened-number": "1"})
    assert [row.state for row in answer.context["form"] if "date" in row.errors] == ["convened"]


def test_an_empty_page_records_nothing_and_says_so(admin, plan):
    assert past(admin, plan).context["form"].errors == ["Escriba la fecha de un acto por lo menos."]


def test_what_has_gone_beyond_drafting_is_no_plan_of_the_past(admin, plan):
    acts(plan, *lifecycle.MAIN[:4])
    assert admin.get(url(plan, "past")).url == url(plan)


# --- Document, and undoing ----------------------------------------------------------------------


def of_act(act, name):
    return reverse(f"admin:plans_milestone_{name}", args=[act.pk])


def test_the_document_is_added_later(admin, plan):
    act = acts(plan, "convened", declared=("convened",))[0]
    admin.post(of_act(act, "document"), {"document": "Acta", "number": "001-2026", "note": ""})
    act.refresh_from_db()
    assert (act.documented, admin.get(url(plan)).context["story"].waiting) == (True, [])


def test_a_page_that_has_grown_old_blanks_no_document(admin, plan):
    act = acts(plan, "convened", declared=("convened",))[0]
    old = admin.get(of_act(act, "document")).context["form"]["seen"].value()
    admin.post(of_act(act, "document"), {"document": "Acta", "number": "001-2026", "note": "", "seen": old})
    late = admin.post(of_act(act, "document"), {"document": "", "number": "", "note": "", "seen": old})
    act.refresh_from_db()
    problem = late.context["form"].non_field_errors().as_data()[0].code
    assert (problem, act.number) == ("stale", "001-2026")


def test_the_last_act_is_undone_with_a_reason(admin, plan):
    act = acts(plan, "convened")[0]
    without = admin.post(of_act(act, "undo"), {"reason": ""})
    admin.post(of_act(act, "undo"), {"reason": "Era de otro plan"})
    page = admin.get(url(plan))
    assert (list(without.context["form"].errors), page.context["story"].acts) == (["reason"], [])
    assert "Era de otro plan" in text(page)


def test_only_the_last_act_has_a_link_to_undo_it(admin, plan):
    first, last = acts(plan, "convened", "diagnosis")
    page = text(admin.get(url(plan)))
    assert [of_act(act, "undo") in page for act in (first, last)] == [False, True]


def test_acts_are_not_typed_into_a_table(admin, plan):
    act = acts(plan, "convened")[0]
    posted = admin.post(of_act(act, "change"), {"state": "approved"})
    assert (posted.status_code, admin.get(reverse("admin:plans_milestone_add")).status_code) == (403, 403)


# --- Whose plans --------------------------------------------------------------------------------


def test_monitoring_reads_plans_and_records_no_act(world, login, plan):
    answer = send(login(world.users["monitoring"]), plan, "convened")
    assert (answer.status_code, Milestone.objects.count()) == (403, 0)


def test_a_coordinator_moves_no_plan_of_another_province(admin, world):
    other = a_plan(world.tayacaja)
    act = acts(other, "convened")[0]
    answers = [send(admin, other, "diagnosis"), past(admin, other, convened=DAY), admin.get(of_act(act, "undo"))]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_once_it_has_acts_a_plan_stays_with_its_board(admin, plan):
    fields = [
        name for _n in range(2) for name in admin.get(url(plan)).context["adminform"].form.fields if name == "board"
    ]
    acts(plan, "convened")
    assert (len(fields), "board" in admin.get(url(plan)).context["adminform"].form.fields) == (2, False)


@pytest.mark.parametrize(
    ("waiting", "shown"), [("document", ["declared"]), ("ratification", ["old"]), ("", ["declared", "old", "plain"])]
)
def test_the_list_is_filtered_by_what_waits(world, login, waiting, shown):
    declared, old = (a_plan(world.jauja, code=code) for code in ("declared", "old"))
    a_plan(world.jauja, code="plain")
    acts(declared, "convened", declared=("convened",))
    acts(old, "approved", "recognised")
    world.jauja.province.mayoral_terms.create(since=dt.date(2026, 4, 1), until=dt.date(2030, 12, 31))
    page = login(world.coordinator).get(reverse("admin:plans_plan_changelist"), {"waiting": waiting} if waiting else {})
    assert sorted(plan.code for plan in page.context["cl"].result_list) == shown


@pytest.mark.parametrize(("page", "queries"), [("changelist", 7), ("change", 8)])
def test_the_admin_asks_the_same_however_much_there_is(world, login, plan, django_assert_num_queries, page, queries):
    client = login(world.users["administrator"])
    address = reverse("admin:plans_plan_changelist") if page == "changelist" else url(plan)
    client.get(address)  # Django remembers which kinds of record there are
    for grow in (1, 2):
        for _n in range(grow):
            acts(a_plan(world.jauja), "convened")
            Milestone.objects.create(plan=plan, state="convened", date=dt.date(2026, 1, 1 + plan.milestones.count()))
            an_action(plan)
        with django_assert_num_queries(queries):
            client.get(address)
