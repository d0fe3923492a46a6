"""Random small registers for property tests: two provinces, three cycles, a few people, whatever may befall them."""

import datetime as dt
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from hypothesis import strategies as st

from gvp.base.models import Parameter
from gvp.places.models import Community, District, Province, Region
from participants.models import Consent, Participant
from workshops.models import Attendance, Cycle, Enrolment, Module, Workshop

START = dt.date(2025, 1, 6)
DAYS = 120
END = START + dt.timedelta(days=DAYS)
PROVINCES = ("1204", "0907")
# Community: code, province, rural.
COMMUNITIES = (("A", "1204", True), ("B", "1204", False), ("C", "0907", True))
# Cycle: community, kind, which modules are core. Of four modules three are needed.
CYCLES = (("A", "sensitisation", (1, 1, 0, 0)), ("C", "sensitisation", (0, 0, 0)), ("C", "winay", (1, 0, 0, 0)))
KINDS = ("registration", "guardian", "assent")
DAY = st.integers(0, DAYS).map(lambda days: START + dt.timedelta(days=days))
EARLY = st.integers(0, 3).map(lambda days: START + dt.timedelta(days=days))
# Most people are rural men or girls at school who agreed, and most came: otherwise hardly anybody would count.
STATES = st.sampled_from(["present"] * 6 + ["late", "made_up", "excused", "absent", None])


@dataclass(frozen=True)
class Facts:
    people: list[dict[str, Any]]
    consents: list[list[tuple[str, dt.date, dt.date | None]]]
    sessions: list[tuple[int, int, dt.date, str, int]]  # cycle, module, date, status, minutes
    came: list[list[str | None]]  # by session, by person
    practices: list[dt.date | None]


@st.composite
def facts(draw, revocations: bool = True, late_consents: bool = True) -> Facts:
    count = draw(st.integers(1, 5))
    modules = [(cycle, module) for cycle, (_c, _k, cores) in enumerate(CYCLES) for module in range(len(cores))]
    again = draw(st.lists(st.sampled_from(modules), max_size=2))
    sessions = [
        (cycle, module, draw(DAY), draw(st.sampled_from(["held"] * 5 + ["planned", "cancelled"])),
         draw(st.sampled_from([45, 50, 90, 120])))
        for cycle, module in modules + again
    ]  # fmt: skip
    return Facts(
        people=[draw(_person()) for _ in range(count)],
        consents=[draw(_consents(revocations, late_consents)) for _ in range(count)],
        sessions=sessions,
        came=[[draw(STATES) for _ in range(count)] for _ in sessions],
        practices=[draw(st.one_of(st.none(), DAY, DAY)) for _ in range(count)],
    )


def _person() -> st.SearchStrategy:
    common = {
        "community": st.sampled_from("AABC"),
        "language": st.sampled_from(["es", "qu", "other", ""]),
        "enrolled_on": EARLY,
    }
    man = {
        "group": st.just("man"),
        "sex": st.sampled_from("MMMF"),
        "birth_year": st.sampled_from([1960, 1975, 1985, 2000, 2007, 2010]),
    }
    leader = {
        "group": st.just("school_leader"),
        "sex": st.sampled_from("FM"),
        "birth_year": st.sampled_from([2009, 2012, 2016]),
    }
    return st.one_of(st.fixed_dictionaries(common | man), st.fixed_dictionaries(common | leader))


@st.composite
def _consents(draw, revocations: bool, late: bool) -> list[tuple[str, dt.date, dt.date | None]]:
    given = []
    for kind in KINDS:
        if draw(st.integers(0, 7)) == 0:
            continue
        day = draw(DAY if late and draw(st.booleans()) else st.just(START))
        revoked = day + dt.timedelta(days=draw(st.integers(0, DAYS))) if revocations and draw(st.booleans()) else None
        given.append((kind, day, revoked))
    return given


@contextmanager
def register(found: Facts):
    """Store these facts, and take them back afterwards."""
    with transaction.atomic():
        _store(found)
        yield
        transaction.set_rollback(True)


def _store(found: Facts) -> None:
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
    Participant.objects.bulk_create(people)
    Cycle.objects.bulk_create(cycles)
    Module.objects.bulk_create(modules.values())
    Workshop.objects.bulk_create(workshops)
    Consent.objects.bulk_create(
        Consent(participant=person, kind=kind, given_on=given, revoked_on=revoked, mode="signature")
        for person, consents in zip(people, found.consents, strict=True)
        for kind, given, revoked in consents
    )
    Enrolment.objects.bulk_create(
        Enrolment(cycle=cycle, participant=person, enrolled_on=START,
                  practice_on=practice if cycle.kind == "winay" else None)
        for cycle in cycles
        for person, practice in zip(people, found.practices, strict=True)
    )  # fmt: skip
    Attendance.objects.bulk_create(
        Attendance(workshop=workshop, participant=person, state=state)
        for workshop, states in zip(workshops, found.came, strict=True)
        for person, state in zip(people, states, strict=True)
        if state
    )


def _community(code: str, province: str, rural: bool) -> Community:
    region, _ = Region.objects.get_or_create(code=province[:2], defaults={"name": province[:2]})
    Province.objects.get_or_create(code=province, defaults={"name": province, "region": region})
    district, _ = District.objects.get_or_create(
        code=f"{province}0{ord(code) - 64}", defaults={"name": code, "province_id": province}
    )
    return Community.objects.create(code=code, name=code, district=district, rural=rural)
