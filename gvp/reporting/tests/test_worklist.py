"""The work list: what is missing, how much of it would move a figure, and where it is put right."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.reporting.models import Target
from gvp.reporting.tests.made import more_men, sensitise, train
from gvp.reporting.tests.works import LATE, act, assess, hand_over, join, network, plan, produce
from gvp.testing.world import FIRST_DAY, hold
from participants.models import Consent
from workshops.models import Attendance, Cycle

URL = "/informes/trabajo/"
TODAY = dt.date(2026, 6, 30)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *given: TODAY)


@pytest.fixture
def found(world, login):
    """`found(user)`: each task by its key, as that user sees it."""
    return lambda user=world.coordinator, **asked: {
        task.key: task for task in login(user).get(URL, asked).context["tasks"]
    }


def moves(task):
    """How many records it names, which figure it moves, and by how much."""
    return len(task.steps), task.code, task.effect


@pytest.mark.parametrize(
    ("role", "status"),
    [("field", 403), ("coordinator", 200), ("monitoring", 200), ("administrator", 200), ("donor", 403)],
)
def test_the_work_list_is_for_those_who_open_records(world, login, role, status):
    assert login(world.users[role]).get(URL).status_code == status


def test_with_nothing_missing_the_page_says_so(world, login, monkeypatch):
    monkeypatch.setattr("gvp.reporting.views.worklist.tasks", lambda asked: [])
    assert "No falta nada" in login(world.coordinator).get(URL).content.decode()


# --- Change -------------------------------------------------------------------------------------


def test_an_endline_is_missing_from_thirty_days_after_a_man_with_a_baseline_was_sensitised(world, found, monkeypatch):
    measured, unmeasured = world.jauja.men[:2]
    assess(measured, "baseline", FIRST_DAY)
    sensitise(world.jauja, measured, unmeasured)
    due = world.jauja.workshops[5].date + dt.timedelta(days=30)
    monkeypatch.setattr(timezone, "localdate", lambda *given: due - dt.timedelta(days=1))
    assert "endline" not in found()
    monkeypatch.setattr(timezone, "localdate", lambda *given: due)
    task = found()["endline"]
    assert (moves(task), [step.person for step in task.steps]) == ((1, "C1", 1), [measured])


def test_an_endline_that_was_taken_is_not_missing(world, found):
    man = world.jauja.men[0]
    assess(man, "baseline", FIRST_DAY)
    sensitise(world.jauja, man)
    assess(man, "endline", LATE, answer=3)
    assert "endline" not in found()


def test_a_baseline_is_missing_until_the_second_session(world, found):
    once, twice, never = world.jauja.men
    hold(world.jauja.workshops[0], once, twice)
    hold(world.jauja.workshops[1], twice)
    task = found()["baseline"]
    assert (moves(task), {step.person for step in task.steps}) == ((2, "C1", 2), {once, never})
    assess(never, "baseline", FIRST_DAY)
    assert moves(found()["baseline"]) == (1, "C1", 1)


# --- Training -----------------------------------------------------------------------------------


def test_a_man_one_module_short_would_count_unless_something_else_is_missing(world, found):
    sensitise(world.jauja, *world.jauja.men[:2])
    Attendance.objects.filter(workshop=world.jauja.workshops[5]).delete()
    Consent.objects.filter(participant=world.jauja.men[1]).delete()
    task = found()["module-C1a"]
    assert moves(task) == (2, "C1a", 1)
    assert [step.counts for step in task.steps] == [True, False]
    assert task.steps[0].fix == f"/talleres/ciclos/{world.jauja.cycle.pk}/matriz/"


def test_the_core_module_that_is_missing_is_named(world, found):
    sensitise(world.jauja, world.jauja.men[0])
    hold(world.jauja.workshops[6], world.jauja.men[0])
    Attendance.objects.filter(workshop=world.jauja.workshops[0]).delete()
    assert "Módulo 1" in found()["module-C1a"].steps[0].detail


def test_a_school_leader_without_practice_is_one_step_short(world, found):
    train(world.jauja).enrolments.update(practice_on=None)
    task = found()["practice"]
    assert (moves(task), task.steps[0].fix) == ((1, "C5", 1), f"/talleres/ciclos/{world.jauja.cycle.pk}/practica/")


def test_a_guardians_consent_adds_whoever_has_completed_the_cycle(world, found):
    leader = train(world.jauja)
    Consent.objects.filter(participant=leader, kind="guardian").delete()
    task = found()["consent-C5"]
    assert (moves(task), task.steps[0].detail) == ((1, "C5", 1), "consentimiento del apoderado o apoderada")
    leader.attendances.all().delete()
    assert moves(found()["consent-C5"]) == (1, "C5", 0)


def test_a_cycle_closed_more_than_a_year_ago_is_not_looked_at(world, found):
    sensitise(world.jauja, world.jauja.men[0])
    Attendance.objects.filter(workshop=world.jauja.workshops[5]).delete()
    Cycle.objects.filter(pk=world.jauja.cycle.pk).update(starts_on="2020-01-01", closes_on="2025-06-29")
    assert "module-C1a" not in found()


# --- Network ------------------------------------------------------------------------------------


def test_a_commitment_adds_a_sensitised_man_who_is_no_leader_yet(world, found):
    sensitise(world.jauja, world.jauja.men[0])
    join(network(world.jauja), *world.jauja.men[:2], commitment_on=None)
    task = found()["commitment"]
    assert moves(task) == (2, "C2", 1)
    assert task.promise == "Falta 1 compromiso firmado; con él, 1."


def test_a_leader_is_silent_without_a_validated_action_in_ninety_days(world, found):
    sensitise(world.jauja, *world.jauja.men)
    red = network(world.jauja)
    join(red, *world.jauja.men)
    act(red, world.jauja, world.jauja.men[0], date=TODAY)
    act(red, world.jauja, world.jauja.men[1], date=TODAY - dt.timedelta(days=90), code="A-2")
    task = found()["silent"]
    assert (moves(task), [step.person for step in task.steps]) == (
        (2, "C2a", 2),
        [*world.jauja.men[2:], world.jauja.men[1]],
    )


def test_validating_an_action_makes_its_silent_leaders_active(world, found):
    sensitise(world.jauja, *world.jauja.men)
    red = network(world.jauja)
    join(red, *world.jauja.men)
    act(red, world.jauja, *world.jauja.men[:2], date=TODAY, validated=False)
    act(red, world.jauja, world.jauja.men[2], date=TODAY - dt.timedelta(days=90), validated=False, code="A-2")
    assert moves(found()["validation"]) == (2, "C2a", 2)


# --- Materials and plans ------------------------------------------------------------------------


def test_the_act_of_a_transfer_counts_a_produced_material(world, found):
    hand_over(produce(world.jauja), world.jauja)
    task = found()["act"]
    assert (moves(task), task.promise) == ((1, "C3", 1), "Falta el acta de entrega de 1 material; con ella, 1.")


def test_two_acts_of_one_material_count_it_once_and_one_that_counts_already_not_at_all(world, found):
    one, other = produce(world.jauja), produce(world.jauja, handed_over=True, code="F-2")
    for n, material in enumerate([one, one, other]):
        hand_over(material, world.jauja, code=f"X-{n}")
    assert moves(found()["act"]) == (3, "C3", 1)


def test_an_act_of_the_whole_programmes_material_is_asked_of_whoever_answers_for_the_receiver(world, found):
    transfer = hand_over(produce(world.jauja, province=None), world.jauja)
    [step] = found()["act"].steps
    assert step.fix == reverse("materials:transfer_edit", args=[transfer.pk])
    assert "act" not in found(world.users["coordinator_tayacaja"])
    assert "act" not in found(world.users["monitoring"], province="0907")


def test_a_final_material_without_a_mens_group_is_not_produced(world, found):
    produce(world.jauja).mens_groups.clear()
    task = found()["makers"]
    assert (moves(task), task.steps[0].detail) == ((1, "C3a", 1), "sin grupo de hombres")


def test_the_documents_of_a_plan_count_it_once(world, found):
    plan(world.jauja, approved="", recognised="")
    assert moves(found()["document"]) == (2, "C4", 1)


def test_a_document_adds_nothing_where_another_plan_counts_or_the_other_act_is_missing(world, found):
    made = plan(world.jauja, approved="")
    made.milestones.filter(state="recognised").delete()
    assert moves(found()["document"]) == (1, "C4", 0)


# --- All of it ----------------------------------------------------------------------------------


def test_what_moves_most_comes_first_and_each_task_is_of_the_own_province(world, found):
    sensitise(world.jauja, *world.jauja.men)
    join(network(world.jauja), *world.jauja.men, commitment_on=None)
    hand_over(produce(world.jauja), world.jauja)
    assert [key for key, task in found().items() if task.effect] == ["commitment", "act"]
    assert "commitment" not in found(world.users["coordinator_tayacaja"])
    assert "commitment" not in found(world.users["monitoring"], province="0907")


def test_sessions_without_report_disputes_and_drop_outs_come_after_it(world, found):
    sensitise(world.jauja, *world.jauja.men[:2])
    Attendance.objects.filter(participant=world.jauja.men[0], workshop=world.jauja.workshops[0]).update(disputed=True)
    tasks = found()
    assert {key: len(tasks[key].steps) for key in ("report", "dispute", "gone")} == {
        "report": 2, "dispute": 1, "gone": 1,
    }  # fmt: skip
    assert tasks["report"].steps[0].fix == f"/talleres/sesiones/{world.jauja.workshops[6].pk}/informe/"


def test_a_dispute_is_decided_where_all_that_waits_is_and_not_once_its_session_is_suspended(world, login, found):
    session = world.jauja.workshops[0]
    sensitise(world.jauja, world.jauja.men[0])
    Attendance.objects.filter(workshop=session).update(disputed=True)
    page = login(world.coordinator).get(URL).content.decode()
    assert f'href="{reverse("sync:review")}?sesion={session.pk}">Decidir' in page
    type(session).objects.filter(pk=session.pk).update(status="cancelled")
    assert "dispute" not in found()


def test_a_figure_without_target_ahead_leads_to_the_form(world, found):
    Target.objects.create(indicator="C5", province=world.jauja.province, value=1, until=TODAY)
    task = found()["target"]
    assert task.steps[0].fix == "/informes/metas/nueva/?indicator=C1&province=1204"
    assert "C5" not in [step.fix.split("=")[1].split("&")[0] for step in task.steps]


def test_one_task_is_shown_whole_with_its_own_pages(world, login):
    more_men(world.jauja, 60)
    Consent.objects.all().delete()
    page = login(world.coordinator).get(URL, {"task": "consent-C1a", "page": "2"})
    assert (page.context["page"].number, len(page.context["page"])) == (2, 13)


def test_a_school_leaders_name_is_not_read_without_the_protection_permission(world, login):
    train(world.jauja).enrolments.update(practice_on=None)
    page = login(world.coordinator).get(URL).content.decode()
    assert "Yesenia Ficticia" not in page
    assert "/informes/personas/" not in page.split('id="practice"')[1].split("</section>")[0]


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_depend_on_what_is_missing(world, login, size, django_assert_num_queries):
    men, _absent = world.jauja.men[:size], more_men(world.jauja, 1)
    sensitise(world.jauja, *men)
    red = network(world.jauja)
    join(red, *men, commitment_on=None)
    for n, man in enumerate(men):
        act(red, world.jauja, man, date=TODAY, validated=False, code=f"A-{n}")
        hand_over(produce(world.jauja, code=f"F-{n}"), world.jauja, code=f"T-{n}")
    plan(world.jauja, approved="")
    client = login(world.coordinator)
    with django_assert_num_queries(56):
        client.get(URL)
