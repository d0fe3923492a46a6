"""What tests about networks and replications begin with."""

import datetime as dt
import uuid

from gvp.testing.world import FIRST_DAY, add_man, hold
from participants.models import Consent, Network, NetworkMembership, Participant
from workshops import acting, replicating
from workshops.models import Cycle, Enrolment


def day(n):
    return FIRST_DAY + dt.timedelta(days=n)


def make_network(place, code="R-JAU", **facts):
    return Network.objects.create(
        **{"code": code, "name": f"Red {code}", "province": place.province, "founded_on": FIRST_DAY} | facts
    )


def stay(network, man, joined=0, left=None, committed=0):
    return NetworkMembership.objects.create(
        network=network, participant=man, joined_on=day(joined),
        left_on=None if left is None else day(left), commitment_on=None if committed is None else day(committed),
    )  # fmt: skip


def sensitise(place, *men):
    """They came to the first six of eight modules, both core ones among them."""
    for workshop in place.workshops[:6]:
        hold(workshop, *men)


def act(by, network, place, leaders, on, **facts):
    facts = {"date": on, "community": place.community, "kind": "talk", "women": 9, "men": 8, "adolescents": 3} | facts
    return acting.record(by=by, network=network, key=uuid.uuid4(), facts=facts, leaders=leaders)


def school_leaders(place, count=2):
    """Leaders of one school in a Wiñay cycle of the province, without facilitator."""
    cycle, _new = Cycle.objects.get_or_create(
        code="W-1", defaults={"kind": "winay", "name": "Wiñay", "community": place.community, "starts_on": FIRST_DAY}
    )
    facts = {"group": Participant.Group.SCHOOL_LEADER, "birth_year": 2012, "school": place.school, "grade": "5"}
    leaders = [
        add_man(place.community, place.province.short_code, 70 + n, given_names="Yeny", section="A", **facts)
        for n in range(count)
    ]
    for leader in leaders:
        for kind in ("guardian", "assent"):
            Consent.objects.create(participant=leader, kind=kind, given_on=FIRST_DAY, mode="signature")
        Enrolment.objects.create(cycle=cycle, participant=leader, enrolled_on=FIRST_DAY)
    return cycle, leaders


def replicate(by, place, leaders, on=None, **facts):
    facts = {
        "date": on or day(30), "grade": "5", "section": "B", "module": "", "minutes": 45, "responsible": "",
        "women": 9, "men": 8,
    } | facts  # fmt: skip
    return replicating.record(by=by, school=place.school, key=uuid.uuid4(), facts=facts, leaders=leaders)
