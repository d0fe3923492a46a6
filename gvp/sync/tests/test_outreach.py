"""Actions of networks and replications written down without signal."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from gvp.audit import log
from gvp.sync import reviewing
from gvp.sync.models import Operation
from gvp.sync.tests.phones import Phone, tray
from gvp.testing.world import add_man
from participants import merging
from participants.models import Consent, Network
from workshops import acting, networking, replicating
from workshops.models import Enrolment, NetworkAction, Replication
from workshops.tests.outreach import day, make_network, school_leaders, stay

pytestmark = pytest.mark.django_db
DAY = day(30)


@pytest.fixture
def phone(world):
    return Phone(world.field)


@pytest.fixture
def network(world):
    network = make_network(world.jauja)
    for man in world.jauja.men:
        stay(network, man)
    return network


@pytest.fixture
def leaders(world):
    cycle, leaders = school_leaders(world.jauja)
    cycle.facilitators.add(world.field)
    return leaders


def posted(**typed):
    return {name: value if isinstance(value, list) else [str(value)] for name, value in typed.items()}


def an_action(world, network, *people, **changes):
    """The payload of the page's form."""
    typed = {
        "date": DAY, "community": world.jauja.community.pk, "kind": "talk", "recent": "", "message": "", "women": 9,
        "men": 8, "adolescents": 3, "evidence": "", "leaders": [str(person.pk) for person in people],
    } | changes  # fmt: skip
    return {"network": str(network.pk), "fields": posted(**typed)}


def a_replication(world, *people, **changes):
    typed = {
        "date": DAY, "group": "5 A", "grade": "", "section": "", "women": 9, "men": 8, "minutes": 45, "module": "",
        "responsible": "", "leaders": [str(person.pk) for person in people],
    } | changes  # fmt: skip
    return {"school": str(world.jauja.school.pk), "fields": posted(**typed)}


def led(row):
    return sorted(row.led_by.values_list("participant__code", flat=True))


def decide(world, written):
    reviewing.apply(by=world.coordinator, operation=uuid.UUID(written["id"]))


def take_back(world, written):
    reviewing.undo(by=world.coordinator, operation=uuid.UUID(written["id"]))


# --- Actions --------------------------------------------------------------------------------


def test_an_action_is_stored_under_the_key_of_its_form_and_waits_for_a_second_person(world, phone, network):
    record, man = uuid.uuid4(), world.jauja.men[0]
    written = phone.write("action", record, **an_action(world, network, man))
    receipts = [phone.send(written)[0] for _time in range(2)]
    action = NetworkAction.objects.get()
    assert [(receipt["status"], receipt["next"]) for receipt in receipts] == [
        ("applied", reverse("workshops:action", args=[record]))
    ] * 2
    assert (action.pk, action.recorded_by, action.validated, led(action)) == (record, world.field, False, [man.code])


def test_a_message_that_is_none_of_the_latest_any_more_is_taken_as_written(world, phone, network):
    said = an_action(world, network, world.jauja.men[0], recent="Nadie nace violento: don Pedro lo dijo")
    assert phone.sends("action", uuid.uuid4(), **said) == ("applied", "")
    assert NetworkAction.objects.get().message == "Nadie nace violento: don Pedro lo dijo"


def test_a_new_message_is_asked_about_as_on_the_page(world, phone, network):
    said = an_action(world, network, world.jauja.men[0], message="Lo dijo don Pedro")
    receipt = phone.send(phone.write("action", uuid.uuid4(), **said))[0]
    assert (receipt["status"], list(receipt["errors"])) == ("refused", ["message"])


def test_a_leader_merged_meanwhile_leads_under_the_record_that_was_kept_once(world, phone, network):
    one, other, third = world.jauja.men
    written = phone.write("action", uuid.uuid4(), **an_action(world, network, one, other))
    merging.merge(by=world.coordinator, survivor=third, absorbed=one)
    merging.merge(by=world.coordinator, survivor=third, absorbed=other)
    assert phone.send(written)[0]["status"] == "applied"
    assert led(NetworkAction.objects.get()) == [third.code]


def test_an_erased_leader_is_left_out_and_without_any_leader_it_waits(world, phone, network):
    gone = add_man(world.jauja.community, "JAU", 9)
    both = phone.write("action", uuid.uuid4(), **an_action(world, network, gone, world.jauja.men[0]))
    alone = phone.write("action", uuid.uuid4(), **an_action(world, network, gone))
    log.record(by=None, verb=log.Verb.DELETED, target=gone)
    Consent.objects.filter(participant=gone).delete()
    gone.delete()
    assert [receipt["status"] for receipt in phone.send(both, alone)] == ["applied", "review"]
    assert (led(NetworkAction.objects.get()), tray()) == ([world.jauja.men[0].code], [("action", "deleted", "1204")])


def test_an_outsider_is_asked_about_as_on_the_page(world, phone, network):
    stay(network, left := add_man(world.jauja.community, "JAU", 9), left=10)
    said = an_action(world, network, left)
    receipt = phone.send(phone.write("action", uuid.uuid4(), **said))[0]
    assert (receipt["status"], list(receipt["errors"])) == ("refused", ["leaders"])
    said["fields"]["confirmed"] = ["on"]
    assert phone.sends("action", uuid.uuid4(), **said) == ("applied", "")


def test_a_leader_who_left_meanwhile_is_a_matter_for_a_coordinator(world, phone, network):
    man = world.jauja.men[0]
    written = phone.write("action", uuid.uuid4(), **an_action(world, network, man))
    networking.leave(by=world.coordinator, stay=network.memberships.get(participant=man), on=day(10), reason="")
    assert phone.send(written)[0]["reason"] == "outsider"
    decide(world, written)
    assert (led(NetworkAction.objects.get()), NetworkAction.objects.get().recorded_by) == ([man.code], world.field)
    take_back(world, written)
    assert not NetworkAction.objects.exists()


def test_a_leader_taken_out_of_the_network_meanwhile_waits(world, phone, network):
    man = world.jauja.men[0]
    written = phone.write("action", uuid.uuid4(), **an_action(world, network, man))
    networking.take_out(by=world.coordinator, stay=network.memberships.get(participant=man))
    assert phone.send(written)[0]["reason"] == "outsider"
    with pytest.raises(ValidationError):
        decide(world, written)
    assert tray() == [("action", "outsider", "1204")]


def test_a_network_that_is_gone_waits(world, phone, network):
    written = phone.write("action", uuid.uuid4(), **an_action(world, network, world.jauja.men[0]))
    network.memberships.all().delete()
    Network.objects.filter(pk=network.pk).delete()
    assert phone.send(written)[0]["reason"] == "deleted"


def test_an_author_who_left_the_province_is_in_quarantine(world, phone, network):
    written = phone.write("action", uuid.uuid4(), **an_action(world, network, world.jauja.men[0]))
    world.field.provinces.set([world.tayacaja.province])
    assert phone.send(written)[0]["status"] == "review"
    assert tray() == [("action", "quarantine", "1204")]
    decide(world, written)
    assert NetworkAction.objects.get().recorded_by == world.field


def test_a_day_to_come_waits(world, phone, network):
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    said = an_action(world, network, world.jauja.men[0], date=tomorrow)
    assert phone.sends("action", uuid.uuid4(), **said) == ("review", "future")


@pytest.mark.parametrize("kind", ["action", "replication"])
def test_fields_that_are_wrong_are_refused_where_they_stand(world, phone, network, leaders, kind):
    payloads = {
        "action": an_action(world, network, date="ayer", women="-1"),
        "replication": a_replication(world, date="ayer", women="-1"),
    }
    receipt = phone.send(phone.write(kind, uuid.uuid4(), **payloads[kind]))[0]
    assert (receipt["status"], sorted(receipt["errors"])) == ("refused", ["date", "leaders", "women"])
    assert not Operation.objects.exists()


# --- Written again on the phone -------------------------------------------------------------


def test_what_is_written_again_corrects_it_in_any_order_of_arrival(world, phone, network):
    for order in ((0, 1), (1, 0)):
        record = uuid.uuid4()
        versions = [
            phone.write("action", record, **an_action(world, network, *world.jauja.men[: n + 1], women=n))
            for n in (0, 1)
        ]
        assert [phone.send(versions[n])[0]["status"] for n in order] == ["applied"] * 2
        action = NetworkAction.objects.get(pk=record)
        assert (action.women, len(led(action))) == (1, 2)


def test_a_correction_keeps_the_photo_that_was_added_with_signal(world, phone, network):
    record = uuid.uuid4()
    phone.sends("action", record, **an_action(world, network, world.jauja.men[0]))
    NetworkAction.objects.update(evidence_file="documents/acta.jpg")
    phone.sends("action", record, **an_action(world, network, world.jauja.men[0], women=1))
    action = NetworkAction.objects.get()
    assert (action.women, str(action.evidence_file)) == (1, "documents/acta.jpg")


def test_what_a_colleague_corrected_or_vouched_for_is_not_overwritten(world, phone, network):
    record = uuid.uuid4()
    phone.sends("action", record, **an_action(world, network, world.jauja.men[0]))
    acting.validate(by=world.coordinator, action=NetworkAction.objects.get())
    written = phone.write("action", record, **an_action(world, network, world.jauja.men[0], women=1))
    assert phone.send(written)[0]["reason"] == "conflict"
    assert NetworkAction.objects.get().women == 9
    decide(world, written)
    assert (NetworkAction.objects.get().women, NetworkAction.objects.get().validated) == (1, False)
    take_back(world, written)
    assert (NetworkAction.objects.get().women, NetworkAction.objects.get().validated) == (9, True)


def test_one_that_was_taken_out_does_not_come_back_by_itself(world, phone, network):
    record = uuid.uuid4()
    phone.sends("action", record, **an_action(world, network, world.jauja.men[0]))
    acting.take_out(by=world.coordinator, action=NetworkAction.objects.get())
    said = an_action(world, network, world.jauja.men[0], women=1)
    assert phone.sends("action", record, **said) == ("review", "deleted")


def test_a_key_that_belongs_to_another_network_waits(world, phone, network):
    record, other = uuid.uuid4(), make_network(world.jauja, "R-2")
    stay(other, world.jauja.men[0])
    phone.sends("action", record, **an_action(world, network, world.jauja.men[0]))
    assert phone.sends("action", record, **an_action(world, other, world.jauja.men[0])) == ("review", "conflict")


# --- Replications ---------------------------------------------------------------------------


def test_a_replication_is_stored_under_the_key_of_its_form(world, phone, leaders):
    record = uuid.uuid4()
    written = phone.write("replication", record, **a_replication(world, *leaders))
    receipts = [phone.send(written)[0] for _time in range(2)]
    row = Replication.objects.get()
    assert [(receipt["status"], receipt["next"]) for receipt in receipts] == [
        ("applied", reverse("workshops:replication", args=[record]))
    ] * 2
    assert (row.pk, row.recorded_by, row.grade, row.section) == (record, world.field, "5", "A")
    assert led(row) == sorted(leader.code for leader in leaders)


def test_grade_and_module_of_the_phone_are_taken_when_nobody_offers_them_any_more(world, phone, leaders):
    said = a_replication(world, leaders[0], group="3 años B", module="Un módulo de antes")
    assert phone.sends("replication", uuid.uuid4(), **said) == ("applied", "")
    row = Replication.objects.get()
    assert (row.grade, row.section, row.module) == ("3 años", "B", "Un módulo de antes")


def test_a_replication_led_by_somebody_merged_erased_or_gone_elsewhere(world, phone, leaders):
    kept, absorbed = leaders
    merged = phone.write("replication", uuid.uuid4(), **a_replication(world, absorbed))
    gone = phone.write("replication", uuid.uuid4(), **a_replication(world, kept))
    merging.merge(by=world.coordinator, survivor=kept, absorbed=absorbed)
    assert phone.send(merged)[0]["status"] == "applied"
    assert led(Replication.objects.get()) == [kept.code]
    Enrolment.objects.filter(participant=kept).delete()
    assert phone.send(gone)[0]["reason"] == "outsider"


def test_a_replication_of_a_school_elsewhere_is_in_quarantine(world, phone, leaders):
    written = phone.write("replication", uuid.uuid4(), **a_replication(world, leaders[0]))
    world.field.provinces.clear()
    assert phone.send(written)[0]["reason"] == "quarantine"
    decide(world, written)
    assert Replication.objects.get().recorded_by == world.field
    take_back(world, written)
    assert not Replication.objects.exists()


def test_a_school_that_is_not_there_any_more_waits(world, phone, leaders):
    said = a_replication(world, leaders[0]) | {"school": str(uuid.uuid4())}
    assert phone.sends("replication", uuid.uuid4(), **said) == ("review", "deleted")


def test_a_replication_that_a_coordinator_corrected_waits(world, phone, leaders):
    record = uuid.uuid4()
    phone.sends("replication", record, **a_replication(world, leaders[0]))
    row = Replication.objects.get()
    facts = {name: getattr(row, name) for name in ("date", "grade", "section", "module", "responsible", "women", "men")}
    replicating.change(by=world.coordinator, replication=row, facts=facts | {"minutes": 40}, leaders=[leaders[0]])
    said = a_replication(world, leaders[0], minutes=60)
    assert phone.sends("replication", record, **said) == ("review", "conflict")
