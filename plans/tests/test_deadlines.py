"""What a plan has kept of its promises on a day, and what a new deadline changes and leaves."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from gvp.audit.models import Entry
from gvp.partners.models import Institution
from plans import counting
from plans.deadlines import of, progress
from plans.models import PlanAction, PlanGoal
from plans.rescheduling import reschedule
from plans.tests.making import DEADLINE, a_plan, an_action

DAY = dt.date(2026, 8, 1)
LATE, SOON = DEADLINE + dt.timedelta(days=5), DAY + dt.timedelta(days=9)


@pytest.fixture
def plan(world):
    return a_plan(world.jauja)


def told(plan, day=DAY):
    return progress(of(plan), day)


def test_on_time_is_judged_by_the_original_deadline(plan):
    an_action(plan, state="done", done_on=DEADLINE)
    an_action(plan, state="done", done_on=LATE, deadline=LATE)
    assert (told(plan).kept, told(plan).due, told(plan).percent) == (1, 2, 50)


def test_what_is_not_due_yet_is_not_judged(plan):
    an_action(plan, original_deadline=SOON, state="done", done_on=DAY)
    assert (told(plan).due, told(plan).percent) == (0, None)


def test_an_action_cancelled_by_a_board_act_is_left_out_and_without_one_is_not(plan):
    an_action(plan, state="cancelled", cancellation_act="Acta N.º 003-2026")
    an_action(plan, state="cancelled")
    assert (told(plan).kept, told(plan).due) == (0, 1)


@pytest.mark.parametrize(
    ("state", "overdue"),
    [("planned", True), ("running", True), ("partly_done", True), ("rescheduled", True), ("cancelled", False)],
)
def test_what_is_neither_done_nor_cancelled_is_overdue_after_its_deadline(plan, state, overdue):
    action = an_action(plan, state=state)
    assert (told(plan).overdue == [action], list(PlanAction.objects.overdue(DAY)) == [action]) == (overdue, overdue)


def test_on_the_day_of_the_deadline_nothing_is_overdue(plan):
    action = an_action(plan)
    assert (told(plan, DEADLINE).overdue, told(plan, DEADLINE).coming) == ([], [action])


def test_an_action_done_is_never_overdue(plan):
    an_action(plan, state="done", done_on=LATE)
    assert (told(plan).overdue, list(PlanAction.objects.overdue(DAY))) == ([], [])


def test_a_new_deadline_takes_it_off_the_overdue_ones(plan):
    an_action(plan, state="rescheduled", deadline=SOON)
    assert (told(plan).overdue, told(plan).due) == ([], 1)


def test_the_parts_of_the_bar_fill_it_and_count_each_action_once(plan):
    for state in ("planned", "running", "cancelled"):
        an_action(plan, state=state, original_deadline=SOON)
    an_action(plan)
    an_action(plan, state="done", done_on=LATE)
    shares = told(plan).shares
    assert {share.word: share.count for share in shares} == {
        "done": 1, "running": 1, "ahead": 1, "overdue": 1, "cancelled": 1,
    }  # fmt: skip
    assert [(share.x, share.size) for share in shares] == [(0, 200), (200, 200), (400, 200), (600, 200), (800, 200)]


def test_the_next_deadlines_come_first_and_are_five_at_most(plan):
    for n in range(6, 0, -1):
        an_action(plan, original_deadline=DAY + dt.timedelta(days=n))
    assert [(action.deadline - DAY).days for action in told(plan).coming] == [1, 2, 3, 4, 5]


def test_actions_are_counted_by_strand_and_by_responsible_institution(world, plan):
    goal = PlanGoal.objects.create(plan=plan, code="OE2", strand="services")
    other = Institution.objects.create(
        code="I-2", name="Centro de salud", kind="health", sector="public", district=world.jauja.district
    )
    an_action(plan, goal=goal, responsible=other, state="done", done_on=DEADLINE)
    an_action(plan, goal=goal)
    an_action(plan)
    strands = [(group.label, group.count, group.done, group.kept, group.due) for group in told(plan).by_strand]
    responsible = [(group.label, group.count, group.overdue) for group in told(plan).by_responsible]
    assert strands == [("mejora y ampliación de servicios", 2, 1, 1, 2), ("sin eje", 1, 0, 0, 1)]
    assert responsible == [("I.E. Jauja", 2, 2), ("Centro de salud", 1, 0)]


def test_the_page_and_the_indicators_judge_the_same_actions(plan):
    for n, state in enumerate(PlanAction.State.values):
        an_action(plan, state=state, done_on=DEADLINE if state == "done" else None, cancellation_act="Acta 4" * (n % 2))
    an_action(plan, state="done", done_on=LATE)
    an_action(plan, original_deadline=SOON)
    due = counting.due([plan.pk], DAY)
    page = told(plan)
    assert (page.due, page.kept) == (due.count(), counting.on_time(due).count())
    assert page.overdue == list(counting.overdue(DAY).order_by("deadline", "code"))


# --- A new deadline -----------------------------------------------------------------------------


def move(world, action, deadline=SOON):
    return reschedule(by=world.coordinator, plan_action=action, deadline=deadline, act="Acta N.º 004", reason="Lluvias")


def test_rescheduling_keeps_the_original_deadline_and_the_reason(world, plan):
    action = an_action(plan)
    move(world, action)
    action.refresh_from_db()
    assert (action.original_deadline, action.deadline, action.state) == (DEADLINE, SOON, "rescheduled")
    assert (action.rescheduling_act, action.rescheduled_reason) == ("Acta N.º 004", "Lluvias")


def test_rescheduling_leaves_a_line_with_both_deadlines(world, plan):
    action = an_action(plan)
    move(world, action)
    line = Entry.objects.about(action).get()
    assert (line.detail["date"], line.detail["reason"]) == (["2026-06-30", SOON.isoformat()], "Lluvias")


def test_rescheduled_twice_to_one_day_it_moves_once(world, plan):
    action = an_action(plan)
    assert ([move(world, action), move(world, action)], Entry.objects.count()) == ([True, False], 1)


@pytest.mark.parametrize("facts", [{"state": "done", "done_on": DEADLINE}, {"state": "cancelled"}])
def test_what_is_over_gets_no_new_deadline(world, plan, facts):
    action = an_action(plan, **facts)
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        move(world, action)
    assert refused.value.code == "closed"


def test_a_new_deadline_comes_after_the_one_it_replaces(world, plan):
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        move(world, an_action(plan), deadline=DEADLINE - dt.timedelta(days=1))
    assert list(refused.value.error_dict) == ["deadline"]


def test_a_deadline_before_the_start_is_refused(world, plan):
    action = an_action(plan, starts_on=dt.date(2026, 6, 1))
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        move(world, action, deadline=dt.date(2026, 5, 1))
    assert list(refused.value.error_dict) == ["deadline"]
