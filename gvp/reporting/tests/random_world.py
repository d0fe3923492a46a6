"""Random small registers for property tests: two provinces, three cycles, a few people, whatever may befall them.

What comes after the workshops is in random_outreach.py.
"""

import datetime as dt
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

from gvp.base.models import Parameter
from gvp.places.models import Community, District, Province, Region
from gvp.reporting.tests import random_outreach
from gvp.reporting.tests.random_outreach import DAY, DAYS, START, Order, Outreach, outreach, store
from participants.models import ChangeThreshold, Consent, Domain, Participant
from workshops.models import Attendance, Cycle, Enrolment, Module, Workshop

END = START + dt.timedelta(days=DAYS)
PROVINCES = ("1204", "0907")
# Community: code, province, rural.
COMMUNITIES = (("A", "1204", True), ("B", "1204", False), ("C", "0907", True))
# Cycle: community, kind, which modules are core. Of four modules three are needed.
CYCLES = (("A", "sensitisation", (1, 1, 0, 0)), ("C", "sensitisation", (0, 0, 0)), ("C", "winay", (1, 0, 0, 0)))
KINDS = ("registration", "guardian", "assent")
EARLY = st.integers(0, 3).map(lambda days: START + dt.timedelta(days=days))
# Most people are exemplary: rural men or girls at school who agreed and came. Otherwise hardly anybody would count.
EXEMPLARY = st.sampled_from([True, True, True, False])
RARELY = st.sampled_from([False] * 7 + [True])
STATES = st.sampled_from(["present", "late", "made_up", "excused", "absent", None])
FIRST_HALF = st.integers(0, DAYS // 2).map(lambda days: START + dt.timedelta(days=days))


@dataclass(frozen=True)
class Facts:
    people: list[dict[str, Any]]
    consents: list[list[tuple[str, dt.date, dt.date | None]]]
    sessions: list[tuple[int, int, dt.date, str, int]]  # cycle, module, date, status, minutes
    came: list[list[str | None]]  # by session, by person
    practices: list[dt.date | None]
    outreach: Outreach


@st.composite
def facts(draw, revocations: bool = True, late_consents: bool = True, endings: bool = True) -> Facts:
    count = draw(st.integers(2, 5))
    exemplary = [draw(EXEMPLARY) for _ in range(count)]
    modules = [(cycle, module) for cycle, (_c, _k, cores) in enumerate(CYCLES) for module in range(len(cores))]
    again = draw(st.lists(st.sampled_from(modules), max_size=2))
    sessions = [
        (cycle, module, draw(FIRST_HALF), draw(st.sampled_from(["held"] * 9 + ["planned", "cancelled"])),
         draw(st.sampled_from([45, 50, 90, 120])))
        for cycle, module in modules + again
    ]  # fmt: skip
    return Facts(
        people=[draw(_person(good)) for good in exemplary],
        consents=[draw(_consents(good, revocations, late_consents)) for good in exemplary],
        sessions=sessions,
        came=[
            [draw(st.just("present") if good and not draw(RARELY) else STATES) for good in exemplary] for _ in sessions
        ],
        practices=[draw(st.one_of(FIRST_HALF, DAY, st.none())) for _ in range(count)],
        outreach=draw(outreach(count, endings)),
    )


def _attendance(exemplary: bool) -> st.SearchStrategy[str | None]:
    return st.sampled_from(["present"] * 7 + ["absent"]) if exemplary else STATES


def _person(exemplary: bool) -> st.SearchStrategy:
    common = {
        "community": st.sampled_from("AC" if exemplary else "ABC"),
        "language": st.sampled_from(["es", "qu", "other", ""]),
        "enrolled_on": EARLY,
    }
    man = {
        "group": st.just("man"),
        "sex": st.sampled_from("M" if exemplary else "MF"),
        "birth_year": st.sampled_from([1960, 1975, 1985, 2000] + ([] if exemplary else [2007, 2010])),
    }
    leader = {
        "group": st.just("school_leader"),
        "sex": st.sampled_from("FM"),
        "birth_year": st.sampled_from([2009, 2012, 2016]),
    }
    man, leader = st.fixed_dictionaries(common | man), st.fixed_dictionaries(common | leader)
    return st.one_of(man, man, leader)


@st.composite
def _consents(draw, exemplary: bool, revocations: bool, late: bool) -> list[tuple[str, dt.date, dt.date | None]]:
    given = []
    for kind in KINDS:
        if not exemplary and draw(RARELY):
            continue
        day = draw(DAY if late and draw(RARELY) else st.just(START))
        revoked = day + dt.timedelta(days=draw(st.integers(0, DAYS))) if revocations and draw(RARELY) else None
        given.append((kind, day, revoked))
    return given


def known_by(found: Facts, until: dt.date) -> Facts:
    """The same without anything dated after the day."""
    kept = [n for n, (_cycle, _module, day, _status, _minutes) in enumerate(found.sessions) if day <= until]
    return replace(
        found,
        consents=[
            [(kind, day, gone if gone and gone <= until else None) for kind, day, gone in given if day <= until]
            for given in found.consents
        ],
        sessions=[found.sessions[n] for n in kept],
        came=[found.came[n] for n in kept],
        practices=[day if day and day <= until else None for day in found.practices],
        outreach=random_outreach.known_by(found.outreach, until),
    )


@contextmanager
def register(found: Facts, *, backwards: bool = False, frozen: bool = False):
    """Store these facts, and take them back afterwards. `backwards`: the last one first; `frozen`: with thresholds
    that do not move with the baselines.
    """
    with transaction.atomic():
        _store(found, (lambda rows: list(rows)[::-1]) if backwards else list)
        if frozen:
            ChangeThreshold.objects.bulk_create(
                ChangeThreshold(domain=domain, value=10, n=0, frozen_on=START) for domain in Domain.objects.all()
            )
        yield
        transaction.set_rollback(True)


def _store(found: Facts, order: Order) -> None:
    for key in ("sensitised_min_modules", "school_min_modules"):
        Parameter.objects.create(key=key, value=2)
    places = {code: _community(code, province, rural) for code, province, rural in COMMUNITIES}
    people = [
        Participant(code=f"P{n}", first_surname="Quispe", **person | {"community": places[person["community"]]})
        for n, person in enumerate(found.people)
    ]
    cycles = [
        Cycle(code=f"K{n}", name=f"K{n}", kind=kind, community=places[place], starts_on=START)
        for n, (place, kind, _cores) in enumerate(CYCLES)
    ]
    modules = {
        (n, m): Module(cycle=cycles[n], code=f"{m}", title=f"{m}", order=m, core=bool(core))
        for n, (_place, _kind, cores) in enumerate(CYCLES)
        for m, core in enumerate(cores)
    }
    workshops = [
        Workshop(code=f"T{n}", cycle=cycles[c], module=modules[c, m], date=day, status=status, minutes=minutes,
                 community=cycles[c].community)
        for n, (c, m, day, status, minutes) in enumerate(found.sessions)
    ]  # fmt: skip
    Participant.objects.bulk_create(order(people))
    Cycle.objects.bulk_create(order(cycles))
    Module.objects.bulk_create(order(modules.values()))
    Workshop.objects.bulk_create(order(workshops))
    Consent.objects.bulk_create(
        Consent(participant=person, kind=kind, given_on=given, revoked_on=revoked, mode="signature")
        for person, consents in order(zip(people, found.consents, strict=True))
        for kind, given, revoked in consents
    )
    Enrolment.objects.bulk_create(
        Enrolment(cycle=cycle, participant=person, enrolled_on=START,
                  practice_on=practice if cycle.kind == "winay" else None)
        for cycle in cycles
        for person, practice in order(zip(people, found.practices, strict=True))
    )  # fmt: skip
    Attendance.objects.bulk_create(
        Attendance(workshop=workshop, participant=person, state=state)
        for workshop, states in order(zip(workshops, found.came, strict=True))
        for person, state in zip(people, states, strict=True)
        if state
    )
    store(found.outreach, people, places, order)


def _community(code: str, province: str, rural: bool) -> Community:
    region, _ = Region.objects.get_or_create(code=province[:2], defaults={"name": province[:2]})
    Province.objects.get_or_create(code=province, defaults={"name": province, "region": region})
    district, _ = District.objects.get_or_create(
        code=f"{province}0{ord(code) - 64}", defaults={"name": code, "province_id": province}
    )
    return Community.objects.create(code=code, name=code, district=district, rural=rural)
