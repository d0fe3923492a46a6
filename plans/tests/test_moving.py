"""Acts recorded, completed and undone: what the database keeps, what is refused, what the log says."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from gvp.audit.models import Entry
from plans import lifecycle, moving
from plans.models import Milestone, Plan
from plans.tests.making import a_plan, acts

DAY = dt.date(2026, 6, 1)
PAPER = {"document": "Ordenanza municipal", "number": "012-2026-MPJ"}


@pytest.fixture
def plan(world):
    return a_plan(world.jauja)


def move(world, plan, state, date=DAY, key=None, **facts):
    told = {"date": date} | facts
    return moving.move(by=world.coordinator, plan=plan, key=key or uuid.uuid4(), state=state, facts=told)


def standing(plan):
    return [act.state for act in plan.milestones.standing().order_by("date", "recorded_at")]


def refused(call, *args, **facts):
    with pytest.raises(ValidationError) as error, transaction.atomic():
        call(*args, **facts)
    return error.value


def test_an_act_is_recorded_with_its_document_its_day_and_who_did_it(world, plan):
    act = move(world, plan, "convened", **PAPER)
    assert (act.state, act.date, act.number, act.recorded_by) == ("convened", DAY, "012-2026-MPJ", world.coordinator)


def test_every_move_leaves_a_line_in_the_log(world, plan):
    move(world, plan, "convened", **PAPER)
    line = Entry.objects.about(plan).get()
    told = {"status": "convened", "before": "", "date": "2026-06-01", "documented": True}
    assert (line.by, line.province, line.detail) == (world.coordinator, "1204", told)


def test_sent_twice_it_is_recorded_once(world, plan):
    key = uuid.uuid4()
    first, second = (move(world, plan, "convened", key=key) for _n in range(2))
    assert (first.pk, plan.milestones.count(), Entry.objects.about(plan).count()) == (second.pk, 1, 1)


def test_a_key_belongs_to_one_plan(world, plan):
    act, other = move(world, plan, "convened"), a_plan(world.jauja)
    sent = [(act.pk, "convened", {"date": DAY})]
    again = refused(move, world, other, "convened", key=act.pk)
    past = refused(moving.enter_history, by=world.coordinator, plan=other, acts=sent)
    codes = [{field: each[0].code for field, each in error.error_dict.items()} for error in (again, past)]
    assert codes == [{"__all__": "reused"}, {"convened": "reused"}]


def test_a_move_that_the_table_does_not_know_is_refused(world, plan):
    acts(plan, "convened")
    assert refused(move, world, plan, "approved").messages == ["«aprobado» no puede venir después de «convocado»."]


def test_a_plan_begins_when_it_is_convened(world, plan):
    assert refused(move, world, plan, "drafting").code == "not_next"


def test_an_act_before_the_last_one_is_refused_at_its_date(world, plan):
    acts(plan, "convened", since=DAY)
    assert list(refused(move, world, plan, "diagnosis", date=DAY - dt.timedelta(days=1)).error_dict) == ["date"]


def test_an_act_in_the_future_is_refused_at_its_date(world, plan):
    assert list(refused(move, world, plan, "convened", date=dt.date(2999, 1, 1)).error_dict) == ["date"]


def test_a_plan_in_force_is_ratified_without_leaving_its_state(world, plan):
    acts(plan, "approved", "recognised", "implementing")
    move(world, plan, "ratified", **PAPER)
    assert Plan.objects.with_position().get().position == "implementing"


def test_the_same_ratification_twice_a_day_is_refused(world, plan):
    acts(plan, "approved", "recognised")
    move(world, plan, "ratified")
    assert list(refused(move, world, plan, "ratified").error_dict) == ["date"]


# --- One plan in force per province -------------------------------------------------------------


def test_a_second_plan_of_the_province_cannot_be_approved(world, plan):
    acts(plan, "approved")
    second = a_plan(world.jauja)
    acts(second, *lifecycle.MAIN[:7])
    assert refused(move, world, second, "approved").code == "second"


def test_once_the_first_one_is_superseded_it_can(world, plan):
    acts(plan, "approved", "superseded")
    second = a_plan(world.jauja)
    acts(second, *lifecycle.MAIN[:7])
    assert move(world, second, "approved").state == "approved"


def test_the_other_province_has_its_own(world, plan):
    acts(plan, "approved")
    second = a_plan(world.tayacaja)
    acts(second, *lifecycle.MAIN[:7])
    assert move(world, second, "approved").state == "approved"


def test_undoing_what_ended_a_plan_would_put_two_in_force(world, plan):
    ended = acts(plan, "approved", "superseded")[1]
    acts(a_plan(world.jauja), "approved")
    assert refused(moving.undo, by=world.coordinator, milestone=ended, reason="Error").code == "second"


# --- Undoing ------------------------------------------------------------------------------------


def test_the_last_act_is_undone_and_kept_with_its_reason(world, plan):
    last = acts(plan, "convened", "diagnosis")[1]
    moving.undo(by=world.coordinator, milestone=last, reason="Era de otro plan")
    last.refresh_from_db()
    assert (standing(plan), last.undone_reason) == (["convened"], "Era de otro plan")


def test_undone_twice_it_is_undone_once(world, plan):
    last = acts(plan, "convened")[0]
    done = [moving.undo(by=world.coordinator, milestone=last, reason="Error") for _n in range(2)]
    assert (done, Entry.objects.about(plan).count()) == ([True, False], 1)


def test_an_earlier_act_is_not_undone(world, plan):
    first = acts(plan, "convened", "diagnosis")[0]
    assert refused(moving.undo, by=world.coordinator, milestone=first, reason="Error").code == "not_last"


def test_after_undoing_the_same_act_can_be_recorded_anew(world, plan):
    moving.undo(by=world.coordinator, milestone=move(world, plan, "convened"), reason="Error")
    move(world, plan, "convened")
    assert standing(plan) == ["convened"]


def test_the_database_keeps_no_undoing_without_its_reason(world, plan):
    act = acts(plan, "convened")[0]
    act.undone_at = dt.datetime(2026, 6, 2, tzinfo=dt.UTC)
    with pytest.raises(IntegrityError), transaction.atomic():
        act.save()


# --- Documents ----------------------------------------------------------------------------------


def test_a_declared_act_is_completed_with_its_document(world, plan):
    act = move(world, plan, "convened")
    changed = moving.complete(by=world.coordinator, milestone=act, facts=PAPER | {"file": None, "note": ""})
    act.refresh_from_db()
    assert (changed, act.documented) == (["document", "number"], True)


def test_completing_changes_neither_the_day_nor_the_state(world, plan):
    act = move(world, plan, "convened")
    moving.complete(
        by=world.coordinator, milestone=act, facts=PAPER | {"date": dt.date(2020, 1, 1), "state": "approved"}
    )
    act.refresh_from_db()
    assert (act.date, act.state) == (DAY, "convened")


def test_the_scan_is_kept_with_the_act(world, plan, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    act = move(world, plan, "convened")
    moving.complete(by=world.coordinator, milestone=act, facts={"file": ContentFile(b"x", name="a.pdf")})
    assert Milestone.objects.get().file.read() == b"x"


def test_nothing_new_is_no_change_and_no_line_in_the_log(world, plan):
    act = move(world, plan, "convened", **PAPER)
    assert (moving.complete(by=world.coordinator, milestone=act, facts=PAPER), Entry.objects.count()) == ([], 1)


def test_an_undone_act_stays_as_it_was(world, plan):
    act = move(world, plan, "convened")
    moving.undo(by=world.coordinator, milestone=act, reason="Error")
    assert refused(moving.complete, by=world.coordinator, milestone=act, facts=PAPER).code == "undone"


# --- A plan of the past -------------------------------------------------------------------------


def past(world, plan, *states, keys=None):
    told = [
        (keys[n] if keys else uuid.uuid4(), state, {"date": DAY + dt.timedelta(days=n)} | PAPER)
        for n, state in enumerate(states)
    ]
    return moving.enter_history(by=world.coordinator, plan=plan, acts=told)


BEGUN = ("convened", "diagnosis", "drafting")


def test_a_plan_of_the_past_is_entered_at_once(world, plan):
    past(world, plan, *BEGUN, "approved", "recognised")
    assert standing(plan) == [*BEGUN, "approved", "recognised"]


def test_it_may_not_jump_otherwise_and_then_nothing_is_kept(world, plan):
    error = refused(past, world, plan, "convened", "approved")
    assert (list(error.error_dict), plan.milestones.count()) == (["approved"], 0)


def test_the_present_may_not_jump(world, plan):
    acts(plan, *BEGUN)
    assert refused(move, world, plan, "approved").code == "not_next"


def test_the_past_sent_twice_is_entered_once(world, plan):
    keys = [uuid.uuid4() for _state in BEGUN]
    again = [past(world, plan, *BEGUN, keys=keys) for _n in range(2)]
    assert ([act.pk for act in again[0]] == [act.pk for act in again[1]], plan.milestones.count()) == (True, 3)


def test_a_plan_of_the_past_cannot_be_in_force_beside_another(world, plan):
    acts(a_plan(world.jauja), "approved")
    assert list(refused(past, world, plan, *BEGUN, "approved").error_dict) == ["approved"]


def test_a_plan_of_the_past_that_ended_stands_beside_the_one_in_force(world, plan):
    acts(a_plan(world.jauja), "approved")
    told = [*BEGUN, "approved", "recognised", "implementing", "evaluating", "completed"]
    past(world, plan, *told)
    assert standing(plan) == told
