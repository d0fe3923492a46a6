"""Boards, members, meetings, terms and actions in the admin: their rules, and whose they are."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from gvp.partners.models import Institution
from plans.models import Board, BoardMeeting, BoardMember, MayoralTerm, PlanAction, PlanGoal
from plans.tests.making import DEADLINE, a_plan, an_action

SINCE = dt.date(2026, 1, 1)
NO_EVIDENCE = {"evidence-TOTAL_FORMS": 0, "evidence-INITIAL_FORMS": 0}


@pytest.fixture
def plan(world):
    return a_plan(world.jauja)


@pytest.fixture
def admin(world, login):
    return login(world.coordinator)


def add(model):
    return reverse(f"admin:plans_{model}_add")


def change(row):
    return reverse(f"admin:plans_{row._meta.model_name}_change", args=[row.pk])


def errors(answer):
    """The fields that are marked, or [] when it was saved."""
    return [] if answer.status_code == 302 else sorted(answer.context["adminform"].form.errors)


# --- Boards -------------------------------------------------------------------------------------


def a_member(plan, institution, **facts):
    return BoardMember.objects.create(
        board=plan.board, institution=institution, sector="education", since=SINCE, **facts
    )


def meet(admin, plan, *present, date="2026-06-01", **more):
    facts = {"board": plan.board.pk, "date": date, "present": [member.pk for member in present]} | more
    return admin.post(add("boardmeeting"), facts)


def test_a_member_is_an_institution_with_its_credential(admin, plan, world):
    facts = {"board": plan.board.pk, "institution": world.jauja.school.pk, "sector": "education",
             "credential": "Oficio 7", "since": "2026-01-01"}  # fmt: skip
    assert errors(admin.post(add("boardmember"), facts)) == []
    assert BoardMember.objects.get().credential == "Oficio 7"


def test_a_meeting_keeps_who_was_present(admin, plan, world):
    member = a_member(plan, world.jauja.school)
    meet(admin, plan, member)
    assert list(BoardMeeting.objects.get().present.all()) == [member]


def a_photo():
    written = io.BytesIO()
    Image.new("RGB", (40, 30)).save(written, "JPEG")
    return written.getvalue()


def test_a_meeting_keeps_the_number_and_the_scan_of_its_minutes(admin, plan):
    scan = SimpleUploadedFile("acta.jpg", a_photo())
    meet(admin, plan, minutes_number="Acta 3-2026", minutes_file=scan, subject="Presupuesto")
    kept = BoardMeeting.objects.get()
    shown = admin.get(kept.minutes_file.url)
    assert (kept.minutes_number, kept.subject, shown.status_code, shown["Content-Type"]) == (
        "Acta 3-2026", "Presupuesto", 200, "image/jpeg",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("quorum", "says"),
    [(None, "la mesa no tiene quórum anotado"), (1, "se necesitan 1: con quórum"), (2, "se necesitan 2: sin quórum")],
)
def test_a_meeting_is_shown_against_the_quorum(admin, plan, world, quorum, says):
    Board.objects.update(quorum=quorum)
    meet(admin, plan, a_member(plan, world.jauja.school))
    assert says in admin.get(change(BoardMeeting.objects.get())).content.decode()


def test_from_a_meeting_one_is_back_at_its_board(admin, plan, world):
    assert meet(admin, plan, a_member(plan, world.jauja.school)).url == change(plan.board)


def test_a_meeting_still_to_come_is_not_recorded(admin, plan):
    assert errors(meet(admin, plan, date="2999-01-01")) == ["date"]


def test_whoever_had_left_the_board_was_not_present(admin, plan, world):
    gone = a_member(plan, world.jauja.school, until=dt.date(2026, 5, 1))
    assert errors(meet(admin, plan, gone)) == ["present"]


def test_a_member_of_another_board_was_not_present(admin, plan, world):
    other = Board.objects.create(code="M-2", province=world.jauja.province, kind="other")
    guest = BoardMember.objects.create(board=other, institution=world.jauja.school, sector="education", since=SINCE)
    assert errors(meet(admin, plan, guest)) == ["present"]


def test_the_form_of_a_board_offers_its_own_members(admin, plan, world):
    other = Board.objects.create(code="M-2", province=world.jauja.province, kind="other")
    BoardMember.objects.create(board=other, institution=world.jauja.school, sector="health", since=SINCE)
    member = a_member(plan, world.jauja.school)
    form = admin.get(add("boardmeeting"), {"board": plan.board.pk}).context["adminform"].form
    assert list(form.fields["present"].queryset) == [member]


def test_the_board_lists_members_meetings_and_plans(admin, plan, world):
    member = a_member(plan, world.jauja.school)
    meet(admin, plan, member)
    page = admin.get(change(plan.board)).context
    assert (list(page["members"]), [meeting.came for meeting, _met in page["meetings"]], list(page["plans"])) == (
        [member], [1], [plan],
    )  # fmt: skip


def test_a_board_that_is_used_moves_to_no_other_province(world, login):
    admin = login(world.users["administrator"])
    board = Board.objects.create(code="M-9", province=world.jauja.province, kind="other")
    free = admin.get(change(board)).context["adminform"].form
    used = admin.get(change(a_plan(world.tayacaja).board)).context["adminform"].form
    fixed = {"code", "province"}
    assert (fixed & set(free.fields), fixed & set(used.fields)) == (fixed, set())


def test_two_mayors_do_not_hold_office_at_once(admin, world):
    MayoralTerm.objects.create(province=world.jauja.province, since=SINCE, until=dt.date(2026, 12, 31))
    facts = {"province": "1204", "since": "2026-12-31", "until": "2030-12-31"}
    again = facts | {"since": "2027-01-01"}
    assert [errors(admin.post(add("mayoralterm"), told)) for told in (facts, again)] == [["since"], []]


# --- Actions ------------------------------------------------------------------------------------


def facts_of(goal, institution, **more):
    return {
        "goal": goal.pk, "code": "A-1", "text": "Feria", "original_deadline": "2026-06-30",
        "responsible": institution.pk,
    } | NO_EVIDENCE | more  # fmt: skip


@pytest.fixture
def goal(plan):
    return PlanGoal.objects.create(plan=plan, code="OE1", text="Cambio", strand="culture")


def test_a_new_action_has_one_deadline_and_the_plan_of_its_objective(admin, plan, goal, world):
    assert errors(admin.post(add("planaction"), facts_of(goal, world.jauja.school))) == []
    action = PlanAction.objects.get()
    assert (action.plan, action.original_deadline, action.deadline) == (plan, DEADLINE, DEADLINE)


def test_once_saved_one_is_back_at_the_plan_or_adds_the_next_action_to_it(admin, plan, goal, world):
    page = add("planaction") + f"?plan={plan.pk}"
    facts = facts_of(goal, world.jauja.school)
    saved, again = admin.post(page, facts), admin.post(page, facts | {"code": "A-2", "_addanother": ""})
    assert (saved.url, again.url) == (change(plan), page)


def correct(admin, action, **more):
    told = {
        "goal": action.goal_id, "code": action.code, "text": action.text, "responsible": action.responsible_id,
        "state": action.state, "progress": action.progress,
    }  # fmt: skip
    return admin.post(change(action), told | NO_EVIDENCE | more)


def test_who_answers_and_who_pays_is_kept(admin, plan, world):
    action = an_action(plan)
    together = a_member(plan, Institution.objects.create(
        code="I-CEM", name="CEM Jauja", kind="cem", district=world.jauja.school.district
    )).institution  # fmt: skip
    told = correct(admin, action, co_responsible=[together.pk], budget="2500.50", source="poi")
    action.refresh_from_db()
    assert (errors(told), list(action.co_responsible.all()), action.budget, action.source) == (
        [], [together], Decimal("2500.50"), "poi",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "marked"),
    [
        ({"state": "done"}, ["done_on"]),
        ({"state": "done", "done_on": "2999-01-01"}, ["done_on"]),
        ({"state": "done", "done_on": "2026-06-01"}, []),
        ({"state": "planned", "done_on": "2026-06-01"}, ["done_on"]),
        ({"state": "cancelled"}, ["cancellation_act"]),
        ({"state": "cancelled", "cancellation_act": "Acta 4"}, []),
        ({"state": "rescheduled"}, ["state"]),
        ({"progress": "101"}, ["progress"]),
        ({"starts_on": "2026-07-01"}, ["starts_on"]),
    ],
)
def test_the_state_says_what_else_is_needed(admin, plan, facts, marked):
    assert errors(correct(admin, an_action(plan), **facts)) == marked


def test_a_year_that_is_a_slip_of_the_finger_is_refused_everywhere(admin, plan, goal, world):
    action, far = an_action(plan), "9999-12-31"
    moved = {"deadline": far, "act": "Acta 4", "reason": "Lluvias"}
    rescheduled = admin.post(reverse("admin:plans_planaction_reschedule", args=[action.pk]), moved)
    term = {"province": "1204", "since": "1026-01-01", "until": far}
    new = {"code": "X", "title": "X", "board": plan.board.pk, "since": "2026-01-01", "until": far}
    promised = facts_of(goal, world.jauja.school, original_deadline=far)
    assert (
        list(rescheduled.context["form"].errors),
        errors(admin.post(add("planaction"), promised)),
        errors(admin.post(add("mayoralterm"), term)),
        errors(admin.post(add("plan"), new | {"goals-TOTAL_FORMS": 0, "goals-INITIAL_FORMS": 0})),
    ) == (["deadline"], ["original_deadline"], ["since", "until"], ["until"])


def test_an_action_done_is_done_entirely(admin, plan):
    action = an_action(plan)
    correct(admin, action, state="done", done_on="2026-06-01", progress="40")
    action.refresh_from_db()
    assert action.progress == 100


def test_correcting_an_action_moves_no_deadline(admin, plan):
    action = an_action(plan)
    correct(admin, action, original_deadline="2027-01-01", deadline="2027-01-01")
    action.refresh_from_db()
    assert (action.original_deadline, action.deadline) == (DEADLINE, DEADLINE)


def test_a_new_deadline_asks_for_the_act_and_the_reason(admin, plan):
    action = an_action(plan)
    page = reverse("admin:plans_planaction_reschedule", args=[action.pk])
    refused = admin.post(page, {"deadline": "2027-01-01"}).context["form"].errors
    admin.post(page, {"deadline": "2027-01-01", "act": "Acta 4", "reason": "Lluvias"})
    action.refresh_from_db()
    assert (sorted(refused), action.deadline, action.original_deadline) == (
        ["act", "reason"], dt.date(2027, 1, 1), DEADLINE,
    )  # fmt: skip


def test_an_action_does_not_change_to_another_plan(admin, plan, world):
    elsewhere = PlanGoal.objects.create(plan=a_plan(world.jauja), code="OE1")
    assert errors(correct(admin, an_action(plan), goal=elsewhere.pk)) == ["goal"]


def test_evidence_is_kept_with_its_day(admin, plan):
    action = an_action(plan)
    rows = {"evidence-TOTAL_FORMS": 1, "evidence-0-date": "2026-06-01", "evidence-0-label": "Acta de la feria"}
    correct(admin, action, **rows)
    assert [(row.label, row.date) for row in action.evidence.all()] == [("Acta de la feria", dt.date(2026, 6, 1))]


def test_the_form_of_an_action_offers_the_objectives_and_institutions_of_its_plan(admin, plan, goal, world):
    PlanGoal.objects.create(plan=a_plan(world.jauja), code="OE9")
    a_member(plan, world.jauja.school)
    form = admin.get(add("planaction"), {"plan": plan.pk}).context["adminform"].form
    assert (list(form.fields["goal"].queryset), list(form.fields["co_responsible"].queryset)) == (
        [goal], [world.jauja.school],
    )  # fmt: skip


def test_objectives_are_written_on_the_page_of_the_plan(admin, plan):
    facts = {"code": plan.code, "title": plan.title, "board": plan.board_id, "since": plan.since, "until": plan.until}
    rows = {"goals-TOTAL_FORMS": 1, "goals-INITIAL_FORMS": 0, "goals-0-code": "OE1", "goals-0-strand": "services"}
    admin.post(change(plan), facts | rows)
    assert [(goal.code, goal.strand) for goal in plan.goals.all()] == [("OE1", "services")]


# --- Whose they are -----------------------------------------------------------------------------


@pytest.fixture
def foreign(world):
    """A plan of Tayacaja with an objective, a member and an action."""
    plan = a_plan(world.tayacaja)
    return {"plan": plan, "action": an_action(plan), "member": a_member(plan, world.tayacaja.school),
            "goal": plan.goals.get()}  # fmt: skip


def test_nothing_of_another_province_can_be_pointed_to(admin, foreign, plan, world):
    school = world.tayacaja.school
    board = foreign["plan"].board
    sent = {
        "boardmember": {"board": board.pk, "institution": school.pk, "sector": "education", "since": "2026-01-01"},
        "boardmeeting": {"board": board.pk, "date": "2026-06-01", "present": [foreign["member"].pk]},
        "mayoralterm": {"province": "0907", "since": "2026-01-01", "until": "2026-12-31"},
        "planaction": facts_of(foreign["goal"], school),
        "plan": {"code": "X", "title": "X", "board": board.pk, "since": "2026-01-01", "until": "2026-12-31",
                 "replaces": foreign["plan"].pk, "goals-TOTAL_FORMS": 0, "goals-INITIAL_FORMS": 0},
    }  # fmt: skip
    assert {model: errors(admin.post(add(model), facts)) for model, facts in sent.items()} == {
        "boardmember": ["board", "institution"],
        "boardmeeting": ["board", "present"],
        "mayoralterm": ["province"],
        "planaction": ["goal", "responsible"],
        "plan": ["board", "replaces"],
    }


def test_a_responsible_of_another_province_stays_when_the_action_is_saved(admin, plan, world):
    action = an_action(plan, responsible=world.tayacaja.school)
    assert errors(correct(admin, action, text="Otra feria")) == []
    action.refresh_from_db()
    assert (action.text, action.responsible) == ("Otra feria", world.tayacaja.school)


def test_the_search_box_of_the_responsible_offers_the_own_province(admin, plan, world):
    asked = {"app_label": "plans", "model_name": "planaction", "field_name": "responsible"}
    found = [
        len(admin.get(reverse("admin:autocomplete"), asked | {"term": term}).json()["results"])
        for term in ("I-JAU", "I-TAY")
    ]
    assert found == [1, 0]


def test_an_address_that_asks_for_rubbish_is_answered(admin, plan):
    assert admin.get(add("planaction"), {"plan": "rubbish"}).status_code == 200
