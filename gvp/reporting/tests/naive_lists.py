"""C2 to C5b counted slowly, by hand (indicators.md, section 4)."""

import datetime as dt
from collections import defaultdict
from typing import Any

from gvp.reporting.tests.naive import Counted, Facts
from materials.models import Material
from participants.models import Network, NetworkMembership
from plans.models import Plan, PlanAction
from workshops.models import NetworkAction, Replication


def first(days: list[dt.date]) -> dt.date | None:
    return min(days, default=None)


# --- C2 ------------------------------------------------------------------------------------------


def leaders(facts: Facts, until: dt.date, *, ever: bool = False) -> Counted:
    """Those who stand on the day; `ever`: also those who left."""
    found: dict[Any, list[dt.date]] = defaultdict(list)
    sensitised = facts.sensitised(until)
    for stay in NetworkMembership.objects.all():
        signed, left = stay.commitment_on, stay.left_on
        there = stay.joined_on <= until and signed and signed <= until and (ever or not left or left > until)
        if there and stay.participant_id in sensitised:
            found[stay.participant_id].append(max(sensitised[stay.participant_id], stay.joined_on, signed))
    return {person: min(days) for person, days in found.items()}


def active(facts: Facts, until: dt.date) -> Counted:
    standing, found = leaders(facts, until), defaultdict(list)
    for action in NetworkAction.objects.prefetch_related("leaders"):
        if until - dt.timedelta(days=89) <= action.date <= until and (action.validated or action.evidence):
            for person in action.leaders.all():
                found[person.pk].append(action.date)
    return {person: max(days) for person, days in found.items() if person in standing}


def networks(until: dt.date, needed: Any = 10) -> Counted:
    found = {}
    for network in Network.objects.prefetch_related("memberships"):
        joined: dict[Any, dt.date] = {}
        for stay in network.memberships.all():
            if stay.joined_on <= until:
                joined[stay.participant_id] = min(stay.joined_on, joined.get(stay.participant_id, until))
        formed = network.founding_act and network.coordinator_id and network.founded_on <= until
        if formed and len(joined) >= needed:
            found[network.pk] = max(network.founded_on, sorted(joined.values())[int(needed) - 1])
    return found


# --- C3 ------------------------------------------------------------------------------------------


def materials(until: dt.date) -> dict[str, Counted]:
    """C3, C3a, C3b and C3c."""
    found: dict[str, Counted] = {"C3": {}, "C3a": {}, "C3b": {}, "C3c": {}}
    for material in Material.objects.all():
        final_on = material.final_on
        if not (final_on and final_on <= until and material.institutions.count() and material.mens_groups.count()):
            continue
        found["C3a"][material.pk] = final_on
        days: dict[str, list[dt.date]] = defaultdict(list)
        for transfer in material.transfers.select_related("institution"):
            if transfer.date <= until and transfer.act_number:
                day, place = max(final_on, transfer.date), transfer.institution
                days["any"].append(day)
                days[place.sector].append(day)
                found["C3c"][place.pk] = min(day, found["C3c"].get(place.pk, day))
        if days["any"]:
            found["C3"][material.pk] = min(days["any"])
        if days["public"] and days["private"]:
            found["C3b"][material.pk] = max(min(days["public"]), min(days["private"]))
    return found


# --- C4 ------------------------------------------------------------------------------------------


def plans(until: dt.date) -> Counted:
    by_province: dict[str, tuple[dt.date, str, Any]] = {}
    for plan in Plan.objects.select_related("board"):
        acts = [act for act in plan.milestones.all() if act.date <= until and not act.undone_at]
        if {"superseded", "repealed", "archived"} & {act.state for act in acts}:
            continue
        proven = [act for act in acts if act.document and act.number]
        days = [first([act.date for act in proven if act.state == state]) for state in ("approved", "recognised")]
        if None not in days:
            mine = max(days), plan.code, plan.pk
            by_province[plan.board.province_id] = min(mine, by_province.get(plan.board.province_id, mine))
    return {plan: day for day, _code, plan in by_province.values()}


def plan_actions(until: dt.date) -> tuple[set, set]:
    """C4a: on time, and all that was due."""
    due = {
        action
        for action in PlanAction.objects.all()
        if action.plan_id in plans(until)
        and action.original_deadline <= until
        and not (action.state == "cancelled" and action.cancellation_act)
    }
    on_time = {one.pk for one in due if one.state == "done" and one.done_on <= one.original_deadline}
    return on_time, {action.pk for action in due}


# --- C5 ------------------------------------------------------------------------------------------


def valid_replications(since: dt.date, until: dt.date) -> list[Replication]:
    return [
        one
        for one in Replication.objects.all()
        if since <= one.date <= until and one.minutes >= 30 and one.women + one.men >= 5
    ]


def replicating(facts: Facts, until: dt.date) -> Counted:
    trained, led = facts.trained(until), defaultdict(list)
    for replication in valid_replications(dt.date.min, until):
        for leader in replication.leaders.all():
            led[leader.pk].append(replication.date)
    return {person: max(trained[person], min(days)) for person, days in led.items() if person in trained}


def peers(since: dt.date, until: dt.date) -> int:
    largest: dict[tuple, int] = defaultdict(int)
    for one in valid_replications(since, until):
        group = one.school_id, one.grade, one.section, one.date.year
        largest[group] = max(largest[group], one.women + one.men)
    return sum(largest.values())
