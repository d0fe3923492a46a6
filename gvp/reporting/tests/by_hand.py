"""All that is counted by hand, by code, to lay beside the programme's figures."""

import datetime as dt
from typing import Any

from gvp.reporting.tests import naive_lists as lists
from gvp.reporting.tests.naive import Counted, Facts
from gvp.reporting.tests.naive_change import Change


def counted(until: dt.date) -> dict[str, Counted]:
    """The rows of every list: since when each record counts."""
    facts, change = Facts(), Change(Facts(), until)
    return {
        "C1": change.favourable(),
        "C1a": facts.sensitised(until),
        "C2": lists.leaders(facts, until),
        "C2a": lists.active(facts, until),
        "C2b": lists.networks(until, facts.parameters.get("founding_members", 10)),
        **lists.materials(until),
        "C4": lists.plans(until),
        "C5": facts.trained(until),
        "C5a": lists.replicating(facts, until),
    }


def shares(until: dt.date) -> dict[str, tuple[set[Any], set[Any]]]:
    """The two lists of every ratio among the contributions."""
    change = Change(Facts(), until)
    domains = {"C1b": "M", "C1c": "P", "C1d": "H"}
    return {code: change.improved(domain) for code, domain in domains.items()} | {"C4a": lists.plan_actions(until)}
