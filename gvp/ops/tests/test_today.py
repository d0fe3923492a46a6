"""What whoever administers can do today."""

import datetime as dt

from django.utils import timezone

from gvp.ops import today
from plans.tests.making import a_plan, acts, an_action


def test_the_first_page_names_the_plans_and_actions_that_wait_in_the_own_province(world):
    plan = a_plan(world.jauja)
    acts(plan, "approved", "recognised", declared=("approved",))
    world.jauja.province.mayoral_terms.create(since=dt.date(2026, 4, 1), until=dt.date(2030, 12, 31))
    an_action(plan, original_deadline=timezone.localdate() - dt.timedelta(days=1))
    told = {task.text: task.count for task in today.tasks(world.coordinator)}
    elsewhere = {task.text for task in today.tasks(world.users["coordinator_tayacaja"])}
    asked = (
        "plan espera un documento",
        "plan espera que la nueva autoridad lo ratifique",
        "acción de un plan está vencida",
    )
    assert ([told.get(text) for text in asked], elsewhere & set(asked)) == ([1, 1, 1], set())
