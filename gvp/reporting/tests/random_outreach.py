"""Random facts of what comes after the workshops: answers, networks, materials, plans, replications."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from gvp.base.models import Parameter
from gvp.partners.models import Institution
from gvp.places.models import Community
from materials.models import Material, Transfer
from participants.models import Assessment, Consent, Instrument, Network, NetworkMembership, Participant
from plans.models import Board, BoardMeeting, Milestone, Plan, PlanAction, PlanGoal
from workshops.models import ActionLeader, NetworkAction, Replication, ReplicationLeader

START = dt.date(2025, 1, 6)
DAYS = 120
DAY = st.integers(0, DAYS).map(lambda days: START + dt.timedelta(days=days))
EARLY = st.one_of(st.just(START), DAY)
LATE = st.one_of(st.just(START + dt.timedelta(days=DAYS)), DAY)
LOW, HIGH = st.sampled_from([1, 1, 2]), st.sampled_from([3, 3, 2, 1])
MAYBE = st.one_of(st.none(), DAY, DAY)
RARELY = st.sampled_from([False] * 9 + [True])
YES = st.sampled_from([True, True, True, False])
PLACES = ("1204", "0907")
EQUITABLE = ("M3", "M5", "P2", "P5", "H1", "H4")
PLANS = ("1204", "1204", "0907")  # two compete in one province
INSTITUTIONS = (("public", "1204"), ("private", "0907"), ("communal", "1204"))
MATERIAL = st.tuples(st.sampled_from([*PLACES, None]), st.one_of(EARLY, MAYBE), YES, YES)
TRANSFER = st.tuples(st.sampled_from([0, 0, 0, 1, 2]), st.sampled_from([0, 1, 0, 1, 2]), DAY, YES)
PARAMETERS = {"endline_wait_days": 5, "founding_members": 2}


@dataclass(frozen=True)
class Outreach:
    """Rows as tuples; people, networks, materials and plans by their place."""

    answers: list[tuple]  # person, round, date, answers
    networks: list[tuple]  # founded_on, with act, with coordinator
    stays: list[tuple]  # network, person, joined_on, commitment_on, left after so many days
    actions: list[tuple]  # network, date, validated, leaders, women
    replications: list[tuple]  # date, minutes, women, men, leaders, section
    materials: list[tuple]  # province or None, final_on, with institution, with men's group
    transfers: list[tuple]  # material, institution, date, with act
    milestones: list[tuple]  # plan, state, date, documented
    plan_actions: list[tuple]  # plan, original deadline, more days, state, done_on, cancelled by an act
    meetings: list[tuple]  # province, date


@st.composite
def _answers(draw, count: int) -> list[tuple]:
    """Each man once a round at most, mostly more equitable at the end."""
    found = []
    for person in range(count):
        for round_, level, days in (("baseline", LOW, EARLY), ("endline", HIGH, LATE)):
            if draw(YES):
                given = {
                    f"{domain}{n}": answer
                    for domain in "MPH"
                    for n, answer in enumerate(draw(_of_domain(level)), start=1)
                    if answer is not None
                }
                scored = {item: 4 - a if item in EQUITABLE and a != "NA" else a for item, a in given.items()}
                found.append((person, round_, draw(days), scored))
    return found


@st.composite
def _of_domain(draw, level: st.SearchStrategy) -> list[Any]:
    """Five statements, scored alike but for one; sometimes the domain does not apply, or too little is answered."""
    if draw(RARELY):
        return ["NA"] * 5
    given: list[Any] = [draw(level)] * 5
    given[draw(st.integers(1, 4))] = draw(st.sampled_from([1, 2, 3, None, "NA"]))
    given[0] = None if draw(RARELY) else given[0]
    return given


def outreach(count: int, endings: bool = True) -> st.SearchStrategy[Outreach]:
    """Of so many people. `endings`: plans may be repealed."""
    states = ["approved", "recognised"] * 4 + (["repealed"] if endings else [])
    person, people = st.integers(0, count - 1), st.lists(st.integers(0, count - 1), max_size=count, unique=True)
    some = {"max_size": 4}
    return st.builds(
        Outreach,
        answers=_answers(count),
        networks=st.tuples(*[st.tuples(DAY, YES, YES)] * 2).map(list),
        stays=st.lists(
            st.tuples(st.integers(0, 1), person, DAY, MAYBE, st.one_of(st.none(), st.integers(0, 60))),
            unique_by=lambda stay: stay[:2],
            max_size=6,
        ),
        actions=st.lists(st.tuples(st.integers(0, 1), DAY, YES, people, st.integers(0, 30)), **some),
        replications=st.lists(
            st.tuples(DAY, st.sampled_from([20, 30, 45]), st.integers(0, 9), st.integers(0, 9), people,
                      st.sampled_from("AB")), **some,
        ),
        materials=st.tuples(*[MATERIAL] * 3).map(list),
        transfers=st.lists(TRANSFER, min_size=2, max_size=6),
        milestones=st.lists(
            st.tuples(st.integers(0, 2), st.sampled_from(states), DAY, YES),
            unique_by=lambda act: act[:3],
            max_size=10,
        ),
        plan_actions=st.lists(
            st.tuples(st.integers(0, 2), DAY, st.integers(0, 30),
                      st.sampled_from(["done", "done", "planned", "cancelled"]), EARLY, st.booleans()), **some,
        ),
        meetings=st.lists(st.tuples(st.sampled_from(PLACES), DAY), unique=True, max_size=3),
    )  # fmt: skip


def known_by(found: Outreach, until: dt.date) -> Outreach:
    """The same without anything dated after the day."""

    def past(rows: list[tuple], at: int) -> list[tuple]:
        return [row for row in rows if row[at] <= until]

    def seen(day: dt.date | None) -> dt.date | None:
        return day if day and day <= until else None

    return replace(
        found,
        answers=past(found.answers, 2),
        networks=[(day, act and day <= until, coordinator) for day, act, coordinator in found.networks],
        stays=[
            (
                network,
                person,
                joined,
                seen(signed),
                stayed if stayed is None or _after(joined, stayed) <= until else None,
            )
            for network, person, joined, signed, stayed in past(found.stays, 2)
        ],
        actions=past(found.actions, 1),
        replications=past(found.replications, 0),
        materials=[(place, seen(final_on), *made_by) for place, final_on, *made_by in found.materials],
        transfers=past(found.transfers, 2),
        milestones=past(found.milestones, 2),
        plan_actions=[
            (plan, original, more, "planned" if state == "done" and done_on > until else state, done_on, act)
            for plan, original, more, state, done_on, act in found.plan_actions
        ],
        meetings=past(found.meetings, 1),
    )


def _after(day: dt.date, days: int) -> dt.date:
    return day + dt.timedelta(days=days)


# --- Storing -----------------------------------------------------------------------------------


Order = Callable[[Iterable], list]  # in which rows are written


def store(found: Outreach, people: list[Participant], places: dict[str, Community], order: Order = list) -> None:
    Parameter.objects.bulk_create(Parameter(key=key, value=value) for key, value in PARAMETERS.items())
    institutions = [
        Institution.objects.create(
            code=f"I{n}", name=f"I{n}", kind="school", sector=sector,
            district=next(place for place in places.values() if place.district.province_id == province).district,
        )
        for n, (sector, province) in enumerate(INSTITUTIONS)
    ]  # fmt: skip
    _answered(found, people, order)
    _joined(found, people, places, order)
    _replicated(found, people, institutions[0], order)
    _made(found, institutions, order)
    _planned(found, institutions[0], order)


def _answered(found: Outreach, people: list[Participant], order: Order) -> None:
    consents = {
        person: Consent.objects.create(participant=people[person], kind="evaluation", given_on=START, mode="signature")
        for person in {answer[0] for answer in found.answers}
    }
    instrument = Instrument.objects.get(counts_for_change=True)
    Assessment.objects.bulk_create(
        Assessment(participant=people[person], consent=consents[person], round=round_, date=day, answers=answers,
                   instrument=instrument)
        for person, round_, day, answers in order(found.answers)
    )  # fmt: skip


def _joined(found: Outreach, people: list[Participant], places: dict[str, Community], order: Order) -> None:
    networks = [
        Network.objects.create(
            code=f"R{n}", name=f"R{n}", province_id=PLACES[n], founded_on=day, founding_act="1" if act else "",
            coordinator=people[0] if coordinator else None,
        )
        for n, (day, act, coordinator) in enumerate(found.networks)
    ]  # fmt: skip
    NetworkMembership.objects.bulk_create(
        NetworkMembership(
            network=networks[network], participant=people[person], joined_on=joined, commitment_on=commitment,
            left_on=None if stayed is None else _after(joined, stayed),
        )
        for network, person, joined, commitment, stayed in order(found.stays)
    )  # fmt: skip
    for n, (network, day, validated, leaders, women) in order(enumerate(found.actions)):
        action = NetworkAction.objects.create(
            code=f"A{n}", network=networks[network], date=day, community=places["AC"[network]], kind="talk",
            validated=validated, women=women,
        )  # fmt: skip
        ActionLeader.objects.bulk_create(ActionLeader(action=action, participant=people[p]) for p in leaders)


def _replicated(found: Outreach, people: list[Participant], school: Institution, order: Order) -> None:
    for n, (day, minutes, women, men, leaders, section) in order(enumerate(found.replications)):
        replication = Replication.objects.create(
            code=f"P{n}", date=day, school=school, grade="1", section=section, minutes=minutes, women=women, men=men
        )
        ReplicationLeader.objects.bulk_create(
            ReplicationLeader(replication=replication, participant=people[person]) for person in leaders
        )


def _made(found: Outreach, institutions: list[Institution], order: Order) -> None:
    materials = []
    for n, (province, final_on, institution, group) in enumerate(found.materials):
        material = Material.objects.create(
            code=f"M{n}", title=f"M{n}", kind="guide", medium="print", province_id=province, final_on=final_on
        )
        material.institutions.set(institutions[:1] if institution else [])
        material.mens_groups.set(institutions[2:] if group else [])
        materials.append(material)
    Transfer.objects.bulk_create(
        Transfer(code=f"X{n}", material=materials[material], institution=institutions[institution], date=day,
                 act_number="1" if act else "")
        for n, (material, institution, day, act) in order(enumerate(found.transfers))
    )  # fmt: skip


def _planned(found: Outreach, responsible: Institution, order: Order) -> None:
    boards = {code: Board.objects.create(code=code, province_id=code, kind="other") for code in PLACES}
    plans = [
        Plan.objects.create(
            code=f"PL{n}", board=boards[place], title=f"PL{n}", since=START, until=START + dt.timedelta(days=900)
        )
        for n, place in enumerate(PLANS)
    ]
    Milestone.objects.bulk_create(
        Milestone(plan=plans[plan], state=state, date=day, document="ordenanza" if proven else "", number="1")
        for plan, state, day, proven in order(found.milestones)
    )
    goals = [PlanGoal.objects.create(plan=plan, code="OE1") for plan in plans]
    PlanAction.objects.bulk_create(
        PlanAction(code=f"PA{n}", plan=plans[plan], goal=goals[plan], text="x", original_deadline=original,
                   deadline=_after(original, more), state=state, responsible=responsible,
                   done_on=done_on if state == "done" else None, cancellation_act="1" if act else "")
        for n, (plan, original, more, state, done_on, act) in order(enumerate(found.plan_actions))
    )  # fmt: skip
    BoardMeeting.objects.bulk_create(BoardMeeting(board=boards[place], date=day) for place, day in found.meetings)
