"""What phones in the field still send, version by version, byte for byte: it is understood until it expires.

A file is never changed once phones have sent it. A new version of a payload gets a new file beside it, and the old one
goes on passing through its upgrade.
"""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import JSONField

from gvp.partners.models import Institution
from gvp.places.models import Community
from gvp.sync import handlers
from gvp.sync.models import Operation
from gvp.sync.registry import KINDS, Outcome, Received, handles, upgraded, upgrades
from gvp.sync.tests.phones import Phone
from gvp.testing.world import add_man
from participants.models import AnswerOption, Consent, Domain, Instrument, Item, Network, NetworkMembership, Participant
from workshops.models import Cycle, Enrolment, Workshop

pytestmark = pytest.mark.django_db
assert handlers  # imported so that every kind is registered

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(GOLDEN.glob("v*/*.json"))
DAY = dt.date(2026, 3, 10)


def key(end: str) -> str:
    return f"00000000-0000-4000-8000-0000000000{end}"


@pytest.fixture
def field(world):
    """The world as the phones of the files knew it, by the keys they knew."""
    place, jauja = world.jauja, world.jauja.community
    Community.objects.create(pk=key("c1"), code="C-ORO", name="Huancapuquio", district=jauja.district)
    session = {"cycle": place.cycle, "module": place.modules[0], "date": DAY, "community": jauja, "code": "K-JAU-90"}
    Workshop.objects.create(pk=key("a1"), **session)
    man = add_man(jauja, "JAU", 91, place.cycle, pk=key("b1"))
    add_man(jauja, "JAU", 92, pk=key("b2"), first_surname="Yupanqui")
    facts = {"name": "Red de Jauja", "code": "R-JAU", "province": place.province, "founded_on": DAY}
    network = Network.objects.create(pk=key("d1"), **facts)
    NetworkMembership.objects.create(network=network, participant=man, joined_on=dt.date(2026, 3, 1))
    make_instrument()
    make_school(world)
    return world.field


def make_instrument() -> None:
    instrument = Instrument.objects.create(pk=key("e1"), code="ORO", name="Ficha", in_use=True)
    for code, route, items in (("M", "always", ("M1", "M2")), ("P", "partner", ("P1",))):
        domain = Domain.objects.create(instrument=instrument, code=code, name=code, route=route)
        Item.objects.bulk_create(Item(domain=domain, code=item, text=item) for item in items)
    AnswerOption.objects.bulk_create(
        AnswerOption(instrument=instrument, value=value, label=str(value)) for value in (1, 2, 3)
    )


def make_school(world: Any) -> None:
    """With a leader in a Wiñay cycle of the same facilitator."""
    place = world.jauja
    school = Institution.objects.create(
        pk=key("d2"), code="I-ORO", name="I.E. Oro", kind="school", sector="public", district=place.district
    )
    facts = {"group": Participant.Group.SCHOOL_LEADER, "birth_year": 2012, "school": school, "grade": "5"}
    leader = add_man(place.community, "JAU", 93, pk=key("b4"), section="A", **facts)
    for kind in ("guardian", "assent"):
        Consent.objects.create(participant=leader, kind=kind, given_on=leader.enrolled_on, mode="signature")
    winay = Cycle.objects.create(code="W-ORO", kind="winay", name="Wiñay", community=place.community, starts_on=DAY)
    winay.facilitators.add(world.field)
    Enrolment.objects.create(cycle=winay, participant=leader, enrolled_on=DAY)


def facts_of(model: Any, expected: dict[str, Any]) -> Any:
    """The one row with these facts; answers are compared whole."""
    whole = {name for name in expected if "__" not in name and isinstance(_field(model, name), JSONField)}
    row = model._default_manager.get(**{name: value for name, value in expected.items() if name not in whole})
    return {name: getattr(row, name) for name in whole}


def _field(model: Any, name: str) -> Any:
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_a_phone_of_that_version_sends_is_taken_once(field, path):
    golden, phone = json.loads(path.read_text(encoding="utf-8")), Phone(field)
    receipts = [phone.send(golden["operation"])[0] for _time in range(2)]
    assert [(receipt["status"], receipt["reason"]) for receipt in receipts] == [("applied", "")] * 2
    for label, expected in golden["facts"].items():
        compared = facts_of(apps.get_model(label), expected)
        assert compared == {name: expected[name] for name in compared}
    assert Operation.objects.count() == 1


def test_every_kind_and_version_has_its_file():
    understood = {(f"v{version}", name) for name, kind in KINDS.items() for version in {kind.version, *kind.upgrades}}
    assert understood - {(path.parent.name, path.stem) for path in FILES} == set()


def test_every_version_between_the_oldest_and_the_latest_is_raised_to_the_next():
    steps = {name: (kind.upgrades, kind.version) for name, kind in KINDS.items() if kind.upgrades}
    gaps = {name: set(range(min(has), latest)) ^ set(has) for name, (has, latest) in steps.items()}
    assert {name: gap for name, gap in gaps.items() if gap} == {}


def test_a_payload_of_an_old_version_is_raised_step_by_step_to_what_the_handler_reads(field, monkeypatch):
    monkeypatch.setitem(KINDS, "trial", None)  # taken out again after the test
    got: list[Received] = []

    @handles("trial", version=3)
    def trial(operation):
        got.append(operation)

        return Outcome()

    @upgrades("trial", 1)
    def with_unit(payload):
        return payload | {"unit": "people"}

    @upgrades("trial", 2)
    def as_list(payload):
        return {"counts": [payload["n"]], "unit": payload["unit"]}

    phone = Phone(field)
    written = [phone.write("trial", key("a1"), n=3) | {"version": version} for version in (1, 2, 3, 4)]
    written[1]["payload"]["unit"] = "men"
    written[2]["payload"] = {"counts": [5], "unit": "men"}
    receipts = phone.send(*written)
    assert [receipt["status"] for receipt in receipts] == ["applied", "applied", "applied", "held"]
    assert [one.payload for one in got] == [
        {"counts": [3], "unit": "people"},
        {"counts": [3], "unit": "men"},
        {"counts": [5], "unit": "men"},
    ]
    assert upgraded("trial", 2, {"n": 1, "unit": "men"}) == {"counts": [1], "unit": "men"}
