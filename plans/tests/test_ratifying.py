"""After a change of mayor the new authority is asked to ratify: the pure rule, and the same asked of many plans."""

import datetime as dt
from typing import NamedTuple

import pytest

from plans.models import MayoralTerm, Plan
from plans.ratifying import Ratification, ratification
from plans.tests.making import a_plan, acts

RECOGNISED = dt.date(2026, 5, 1)
HANDOVER = dt.date(2027, 1, 1)
BEFORE, AFTER = dt.date(2026, 12, 1), dt.date(2027, 2, 1)


class Act(NamedTuple):
    state: str
    date: dt.date
    documented: bool = True


class Term(NamedTuple):
    since: dt.date
    until: dt.date


TERMS = [Term(HANDOVER, dt.date(2030, 12, 31)), Term(dt.date(2023, 1, 1), dt.date(2026, 12, 31))]


def asked(*acts, day=AFTER, until=dt.date(2028, 12, 31), terms=TERMS):
    return ratification([Act("recognised", RECOGNISED), *acts], terms, until=until, day=day)


def test_a_new_mayor_is_asked_to_ratify():
    assert asked() == Ratification(awaited_since=HANDOVER)


@pytest.mark.parametrize("state", ["implementing", "evaluating"])
def test_also_while_the_plan_is_carried_out(state):
    assert asked(Act(state, RECOGNISED)) == Ratification(awaited_since=HANDOVER)


def test_the_mayor_who_recognised_it_is_not_asked():
    assert asked(day=BEFORE, until=BEFORE) == Ratification()


def test_before_the_change_the_end_of_the_term_is_announced():
    assert asked(day=BEFORE) == Ratification(mandate_ends=dt.date(2026, 12, 31))


def test_a_ratification_answers():
    assert asked(Act("ratified", AFTER)) == Ratification()


def test_a_ratification_without_its_document_does_not():
    assert asked(Act("ratified", AFTER, documented=False)) == Ratification(awaited_since=HANDOVER)


def test_a_plan_that_was_completed_asks_nobody():
    assert asked(Act("completed", RECOGNISED)) == Ratification()


def test_without_terms_written_down_nothing_is_asked():
    assert asked(terms=[]) == Ratification()


# --- Of many plans, in the database -------------------------------------------------------------


@pytest.fixture
def plan(world):
    for term in TERMS:
        MayoralTerm.objects.create(province=world.jauja.province, since=term.since, until=term.until)
    made = a_plan(world.jauja)
    acts(made, "approved", "recognised", since=RECOGNISED)
    return made


def waiting(day=AFTER):
    return list(Plan.objects.awaiting_ratification(day))


def test_the_database_finds_the_plans_that_wait(plan):
    assert (waiting(BEFORE), waiting()) == ([], [plan])


def test_and_leaves_out_those_that_were_ratified(plan):
    acts(plan, "ratified", since=AFTER)
    assert waiting() == []


def test_a_declared_ratification_still_waits(plan):
    acts(plan, "ratified", declared=("ratified",), since=AFTER)
    assert waiting() == [plan]


def test_a_plan_of_a_province_without_a_new_mayor_does_not_wait(world, plan):
    acts(a_plan(world.tayacaja), "approved", "recognised", since=RECOGNISED)
    assert waiting() == [plan]


def test_a_repealed_plan_does_not_wait(plan):
    acts(plan, "repealed", since=AFTER)
    assert waiting() == []
