"""The table of domain.md, section 2, read row by row: what is allowed, and that nothing else is."""

import datetime as dt
from itertools import product
from typing import NamedTuple

import pytest

from plans import lifecycle
from plans.lifecycle import Mark, Refusal
from plans.models import Milestone
from plans.steps import STEPS

# state: where the plan goes from there. "" is a plan without acts.
TABLE = {
    "": {"convened"},
    "convened": {"diagnosis", "archived"},
    "diagnosis": {"drafting", "archived"},
    "drafting": {"validated", "archived"},
    "validated": {"submitted", "archived"},
    "submitted": {"under_review", "archived"},
    "under_review": {"returned", "with_opinion", "approved", "archived"},
    "returned": {"drafting", "archived"},
    "with_opinion": {"returned", "approved", "not_approved", "archived"},
    "not_approved": {"drafting", "archived"},
    "approved": {"published", "recognised", "superseded", "repealed"},
    "published": {"recognised", "superseded", "repealed"},
    "recognised": {"implementing", "superseded", "repealed", "ratified"},
    "implementing": {"evaluating", "completed", "superseded", "repealed", "ratified"},
    "evaluating": {"completed", "superseded", "repealed", "ratified"},
    "completed": {"superseded", "repealed"},
    "superseded": set(),
    "repealed": set(),
    "archived": set(),
}
PAIRS = list(product(TABLE, Milestone.State.values))
DAY = dt.date(2026, 6, 1)


class Act(NamedTuple):
    state: str
    date: dt.date = DAY
    documented: bool = True


def acts(*states: str, declared: tuple[str, ...] = ()) -> list[Act]:
    """One act after the other, a day apart."""
    return [Act(state, DAY + dt.timedelta(days=n), state not in declared) for n, state in enumerate(states)]


def test_the_table_speaks_of_every_state():
    assert set(STEPS) == set(Milestone.State.values)
    assert set(TABLE) == {"", *Milestone.State.values} - {"ratified"}


@pytest.mark.parametrize(("state", "following"), PAIRS)
def test_a_plan_moves_as_the_table_says_and_not_otherwise(state, following):
    assert lifecycle.may_follow(state, following) == (following in TABLE[state])


@pytest.mark.parametrize(("state", "following"), PAIRS)
def test_a_historic_plan_may_jump_from_drafting_to_approved_and_nothing_else(state, following):
    allowed = following in TABLE[state] or (state, following) == ("drafting", "approved")
    assert lifecycle.may_follow(state, following, historic=True) == allowed


@pytest.mark.parametrize("state", TABLE)
def test_the_next_states_are_those_of_the_table(state):
    assert set(lifecycle.next_states(state)) == TABLE[state]


@pytest.mark.parametrize(("state", "following"), PAIRS)
def test_an_act_is_refused_unless_the_table_allows_it(state, following):
    before = [Act(state)] if state else []
    refused = lifecycle.refusal(before, following, DAY, today=DAY)
    assert refused == (None if following in TABLE[state] else Refusal.NOT_NEXT)


def test_a_word_that_is_no_state_follows_nothing():
    assert lifecycle.may_follow("approved", "blessed") is False


# --- Dates ------------------------------------------------------------------------------------


def test_an_act_in_the_future_is_refused():
    assert lifecycle.refusal([], "convened", DAY, today=DAY - dt.timedelta(days=1)) == Refusal.FUTURE


def test_an_act_before_the_last_one_is_refused():
    day_before = DAY - dt.timedelta(days=1)
    assert lifecycle.refusal([Act("convened")], "diagnosis", day_before, today=DAY) == Refusal.BEFORE_LAST


def test_two_acts_of_one_day_are_in_order():
    assert lifecycle.refusal([Act("approved")], "recognised", DAY, today=DAY) is None


def test_a_ratification_also_keeps_the_order_of_dates():
    ratified = [Act("recognised"), Act("ratified", DAY + dt.timedelta(days=9))]
    assert lifecycle.refusal(ratified, "implementing", DAY, today=dt.date(2027, 1, 1)) == Refusal.BEFORE_LAST


# --- Where a plan stands ----------------------------------------------------------------------


def test_a_plan_without_acts_is_nowhere():
    assert lifecycle.position([]) == ""


def test_a_ratification_leaves_the_plan_where_it_was():
    assert lifecycle.position(acts("recognised", "implementing", "ratified")) == "implementing"


def marks(*states: str, declared: tuple[str, ...] = ()) -> dict[str, str]:
    """Every state of the main path that is not simply ahead."""
    shown = lifecycle.stages(acts(*states, declared=declared))
    return {stage.state: stage.mark.value for stage in shown if stage.mark != Mark.AHEAD}


def test_acts_are_documented_or_only_declared():
    assert marks("convened", "diagnosis", declared=("diagnosis",)) == {
        "convened": "documented", "diagnosis": "declared",
    }  # fmt: skip


def test_what_a_historic_plan_jumped_over_is_a_gap():
    shown = marks("convened", "diagnosis", "drafting", "approved")
    assert [state for state, mark in shown.items() if mark == "gap"] == [
        "validated", "submitted", "under_review", "with_opinion",
    ]  # fmt: skip


def test_all_before_the_first_known_act_is_a_gap():
    assert list(marks("drafting").values()) == ["gap", "gap", "documented"]


def test_what_the_table_lets_one_pass_over_is_no_gap():
    shown = marks(*lifecycle.MAIN[:6], "approved", "recognised")
    assert (shown["with_opinion"], shown["published"]) == ("omitted", "omitted")


def test_after_a_return_the_plan_is_validated_anew():
    again = marks(*lifecycle.MAIN[:6], "returned", "drafting")
    assert list(again) == ["convened", "diagnosis", "drafting"]


def test_one_stage_says_that_the_plan_is_here():
    here = [stage.state for stage in lifecycle.stages(acts("convened", "diagnosis")) if stage.here]
    assert here == ["diagnosis"]


def test_a_plan_with_observations_is_at_no_stage_of_the_main_path():
    stages = lifecycle.stages(acts(*lifecycle.MAIN[:6], "returned"))
    assert [stage.state for stage in stages if stage.here] == []


# --- What counts ------------------------------------------------------------------------------


def test_a_plan_approved_and_recognised_with_documents_counts_from_the_later_act():
    assert lifecycle.recognised_on(acts("approved", "recognised")) == DAY + dt.timedelta(days=1)


@pytest.mark.parametrize("declared", ["approved", "recognised"])
def test_an_act_without_its_document_never_counts(declared):
    assert lifecycle.recognised_on(acts("approved", "recognised", declared=(declared,))) is None


@pytest.mark.parametrize("end", ["superseded", "repealed"])
def test_a_plan_that_another_act_ended_counts_no_more(end):
    assert lifecycle.recognised_on(acts("approved", "recognised", end)) is None


def test_declared_acts_wait_for_their_document_but_a_note_archives():
    waiting = lifecycle.undocumented(acts("convened", "archived", declared=("convened", "archived")))
    assert [act.state for act in waiting] == ["convened"]


@pytest.mark.parametrize(
    ("province", "number"),
    [("Jauja", "Ordenanza Municipal N.º 012-2026-MPJ"), ("Tayacaja", "Ordenanza Municipal N.º 012-2026-MPT")],
)
def test_act_numbers_have_the_municipalitys_format(province, number):
    assert lifecycle.act_number_example(province, 2026) == number
