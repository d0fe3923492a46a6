"""What several tests begin with besides people: networks, materials, plans, and answers to the questionnaire."""

import datetime as dt

from gvp.partners.models import Institution
from gvp.testing.world import FIRST_DAY
from materials.models import Material, Transfer
from participants.models import Assessment, Consent, Instrument, Network, NetworkMembership
from plans.models import Board, Milestone, Plan
from workshops.models import ActionLeader, NetworkAction, Replication, ReplicationLeader

LATE = FIRST_DAY + dt.timedelta(weeks=12)  # after the sessions of the small world


def network(place, code="R"):
    return Network.objects.create(
        code=f"{code}-{place.province.short_code}", name="Red", province=place.province, founded_on=FIRST_DAY
    )


def join(net, *men, commitment_on=LATE, joined_on=LATE):
    """These men belong to the network; with None they have signed no commitment."""
    return [
        NetworkMembership.objects.create(network=net, participant=man, joined_on=joined_on, commitment_on=commitment_on)
        for man in men
    ]


def act(net, place, *leaders, date=LATE, validated=True, code="A-1"):
    """An action of the network, led by these men."""
    action = NetworkAction.objects.create(
        code=code, network=net, date=date, community=place.community, kind="talk", validated=validated
    )
    for leader in leaders:
        ActionLeader.objects.create(action=action, participant=leader)
    return action


def produce(place, *, handed_over=False, code="F-1", **facts):
    """A material in its final version, made with the place's school and a men's group."""
    material = Material.objects.create(
        **{"code": code, "title": "Folleto", "kind": "brochure", "medium": "print", "province": place.province}
        | {"final_on": LATE}
        | facts
    )
    group, _new = Institution.objects.get_or_create(
        code="GRUPO", defaults={"name": "Grupo", "kind": "mens_group", "sector": "communal", "district": place.district}
    )
    material.institutions.add(place.school)
    material.mens_groups.add(group)
    if handed_over:
        hand_over(material, place, act_number="ACTA-1")
    return material


def hand_over(material, place, act_number="", code="T-1"):
    return Transfer.objects.create(
        code=code, material=material, institution=place.school, date=LATE, copies=10, act_number=act_number
    )


def plan(place, **documents):
    """A plan approved and recognised; `documents`: the number of each act's document, "" for none."""
    board = Board.objects.create(code=f"B-{place.province.short_code}", province=place.province, kind="multisectoral")
    made = Plan.objects.create(code=f"P-{place.province.short_code}", board=board, title="Plan", since=LATE, until=LATE)
    for state in ("approved", "recognised"):
        number = documents.get(state, "1")
        Milestone.objects.create(
            plan=made, state=state, date=LATE, document="Ordenanza" if number else "", number=number
        )
    return made


def replicate(place, *leaders, date=LATE, code="X-1"):
    replication = Replication.objects.create(
        code=code, date=date, school=place.school, grade="4", section="A", minutes=45, women=10, men=10
    )
    for leader in leaders:
        ReplicationLeader.objects.create(replication=replication, participant=leader)
    return replication


def assess(man, round_, date, answer=1):
    """Every statement answered alike on that day, under a consent of the first one."""
    consent, _new = Consent.objects.get_or_create(
        participant=man, kind="evaluation", defaults={"given_on": FIRST_DAY, "mode": "signature"}
    )
    instrument = Instrument.objects.get(counts_for_change=True)
    codes = instrument.domains.values_list("items__code", flat=True)
    return Assessment.objects.create(
        participant=man, consent=consent, instrument=instrument, round=round_, date=date,
        answers=dict.fromkeys(codes, answer), finished_at=f"{date}T12:00:00-05:00",
    )  # fmt: skip
