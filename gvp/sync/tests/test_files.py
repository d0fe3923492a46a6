"""The outbox as a file: whoever carries it, what it holds is its author's, once."""

import json
from base64 import b64decode, b64encode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gvp.sync import keys
from gvp.sync.greeting import Greeting, greet
from gvp.sync.models import Device, Operation
from gvp.sync.tests.phones import Phone, tray
from workshops.models import Attendance, Mark

pytestmark = pytest.mark.django_db
URL = reverse("sync:file")


@pytest.fixture
def phone(world):
    return Phone(world.field)


@pytest.fixture
def seat(phone):
    return greet(user=phone.user, said=Greeting(phone.device), now=timezone.now())


@pytest.fixture
def sent(world, phone, session):
    return [phone.write("mark", session.pk, person=str(man.pk), state="present", shown="") for man in world.jauja.men]


def exported(seat, *entries):
    """The file: an entry for each list of operations."""
    sealed = [
        keys.seal(seat, f"entry-{n}", {"at": f"2026-03-10T1{n}:00:00Z", "title": "Lista", "operations": operations})
        for n, operations in enumerate(entries)
    ]
    return {"gvp_outbox": 1, "device": str(seat.device_id), "author": str(seat.user_id), "entries": sealed}


def hand_in(outbox, client=None):
    content = outbox if isinstance(outbox, bytes) else json.dumps(outbox).encode()
    return (client or Client()).post(URL, {"file": SimpleUploadedFile("sin-enviar.json", content)})


def statuses(answer):
    return [receipt["status"] for receipt in answer.json()["receipts"]]


def test_anybody_hands_it_in_and_the_author_is_kept(seat, sent):
    answer = hand_in(exported(seat, sent))
    assert (answer.status_code, statuses(answer)) == (200, ["applied"] * 3)
    assert set(Mark.objects.values_list("recorded_by", flat=True)) == {seat.user_id}
    assert set(Operation.objects.values_list("author", "device", "carried_by")) == {
        (seat.user_id, seat.device_id, None)
    }


def test_the_answer_names_the_entries_that_were_received_whole_and_no_other(seat, sent):
    first, second, third = sent
    second["payload"]["state"] = "asleep"
    outbox = exported(seat, [first], [second, third])
    outbox["entries"].append(outbox["entries"][0] | {"id": "moved"})
    answer = hand_in(outbox).json()
    assert (answer["entries"], Operation.objects.count()) == (["entry-0"], 2)


def test_of_two_entries_with_one_id_none_is_whole_while_one_is_not(seat, sent):
    sent[1]["payload"]["state"] = "asleep"
    sealed = [keys.seal(seat, "twice", {"at": "", "operations": [one]}) for one in sent[:2]]
    assert hand_in(exported(seat) | {"entries": sealed}).json()["entries"] == []


def test_what_waits_for_a_coordinator_is_received_whole(seat, sent):
    seat.user.is_active = False
    seat.user.save()
    assert hand_in(exported(seat, sent[:1], sent[1:])).json()["entries"] == ["entry-0", "entry-1"]


def test_who_carried_it_is_written_down(world, seat, sent, login):
    hand_in(exported(seat, sent), login(world.coordinator))
    assert set(Operation.objects.values_list("author", "carried_by")) == {(seat.user_id, world.coordinator.pk)}


def test_twice_does_no_harm_nor_does_sending_it_as_well(phone, seat, sent):
    outbox = exported(seat, sent)
    hand_in(outbox)
    assert statuses(hand_in(outbox)) == ["applied"] * 3
    assert [receipt["status"] for receipt in phone.send(*sent)] == ["applied"] * 3
    assert (Mark.objects.count(), Operation.objects.count()) == (3, 3)


def test_its_author_reads_what_has_to_be_corrected_and_whoever_carries_it_does_not(world, seat, sent, login):
    sent[0]["payload"]["state"] = "asleep"
    outbox = exported(seat, sent[:1])
    (own,) = hand_in(outbox, login(seat.user)).json()["receipts"]
    (carried,) = hand_in(outbox, login(world.coordinator)).json()["receipts"]
    assert list(own["errors"]) == ["state"]
    assert carried == {"id": sent[0]["id"], "status": "refused", "reason": "invalid"}


def test_entries_are_taken_in_the_order_in_which_they_were_written(world, phone, seat, session):
    man = str(world.jauja.men[0].pk)
    first = phone.write("mark", session.pk, person=man, state="present", shown="")
    second = phone.write("mark", session.pk, person=man, state="late", shown="present", base=first["id"])
    outbox = exported(seat, [first], [second])
    outbox["entries"].reverse()
    hand_in(outbox)
    assert Attendance.objects.get().state == "late"


def test_what_a_deactivated_author_wrote_waits_for_a_coordinator(world, seat, sent):
    seat.user.is_active = False
    seat.user.save()
    assert statuses(hand_in(exported(seat, sent))) == ["review"] * 3
    assert (tray(), Mark.objects.count()) == ([("mark", "quarantine", "1204")] * 3, 0)


def test_so_does_what_somebody_wrote_who_has_another_role_now(world, seat, sent):
    seat.user.role = "monitoring"
    seat.user.save()
    assert statuses(hand_in(exported(seat, sent[:1]))) == ["review"]


def test_so_does_what_somebody_wrote_who_works_in_another_province_now(world, seat, sent):
    seat.user.provinces.set([world.tayacaja.province])
    assert statuses(hand_in(exported(seat, sent[:1]))) == ["review"]
    assert tray() == [("mark", "quarantine", "1204")]


def test_so_does_everything_from_a_revoked_phone(world, seat, sent):
    Device.objects.update(revoked_at=timezone.now(), revoked_by=world.coordinator)
    assert statuses(hand_in(exported(seat, sent[:1]))) == ["review"]


def flipped(text):
    content = bytearray(b64decode(text))
    content[0] ^= 1
    return b64encode(content).decode()


def test_an_entry_that_was_changed_is_not_taken_and_the_others_are(seat, sent):
    outbox = exported(seat, sent[:1], sent[1:])
    outbox["entries"][0]["sealed"] = flipped(outbox["entries"][0]["sealed"])
    assert statuses(hand_in(outbox)) == ["applied"] * 2


def of_another_person(outbox, other):
    outbox["author"] = str(other.user_id)


def of_another_phone(outbox, other):
    outbox["device"] = str(other.device_id)


def under_another_entry(outbox, other):
    outbox["entries"][0]["id"] = "entry-9"


def with_another_start(outbox, other):
    outbox["entries"][0]["iv"] = flipped(outbox["entries"][0]["iv"])


def of_nobody(outbox, other):
    outbox["author"] = "00000000-0000-4000-8000-000000000009"


def without_seal(outbox, other):
    outbox["entries"][0] = {"id": "entry-0", "operations": []}


def not_in_base64(outbox, other):
    outbox["entries"][0]["sealed"] = "ñ"


def with_an_empty_seal(outbox, other):
    outbox["entries"][0] |= {"iv": "", "sealed": ""}


FORGERIES = [
    of_another_person, of_another_phone, under_another_entry, with_another_start, of_nobody, without_seal,
    not_in_base64, with_an_empty_seal,
]  # fmt: skip


@pytest.mark.parametrize("forge", FORGERIES)
def test_what_is_forged_opens_for_nobody(world, seat, sent, forge):
    other = greet(user=world.users["field_tayacaja"], said=Greeting(Phone(world.field).device), now=timezone.now())
    outbox = exported(seat, sent)
    forge(outbox, other)
    answer = hand_in(outbox)
    assert (answer.status_code, answer.json()) == (400, {"gvp": 1, "error": "sealed", "receipts": []})
    assert (Operation.objects.count(), Mark.objects.count()) == (0, 0)


def test_what_was_sealed_but_is_no_entry_is_not_taken(seat):
    outbox = exported(seat) | {"entries": [keys.seal(seat, "entry-0", ["x"])]}
    assert hand_in(outbox).json()["error"] == "sealed"


def test_a_seat_whose_key_no_secret_opens_any_more_opens_nothing(seat, sent, settings):
    outbox = exported(seat, sent)
    settings.DATA_KEYS = ["another"]
    assert hand_in(outbox).json()["error"] == "sealed"


@pytest.mark.parametrize("outbox", [b"", b"{", b"[]", b"{}", b'{"gvp_outbox": 2}', b"\xff\xd8\xff\xd9"])
def test_what_is_no_outbox_is_broken(world, outbox):
    answer = hand_in(outbox)
    assert (answer.status_code, answer.json()["error"]) in ((400, "broken"), (400, "fields"))


def test_a_request_without_a_file_is_broken(world, client):
    assert client.post(URL).json() == {"gvp": 1, "error": "broken"}


def test_a_file_over_eight_megabytes_is_too_big(world):
    answer = hand_in(b" " * (8 * 1024**2 + 1))
    assert (answer.status_code, answer.json()["error"]) == (413, "big")


def test_a_file_of_too_many_operations_is_refused_whole(seat, sent, monkeypatch):
    monkeypatch.setattr("gvp.sync.files.MOST_OPERATIONS", 2)
    answer = hand_in(exported(seat, sent))
    assert (answer.status_code, answer.json()["error"], Mark.objects.count()) == (413, "many", 0)


def test_a_foreign_page_cannot_hand_in_a_file(seat, sent):
    answer = hand_in(exported(seat, sent), Client(enforce_csrf_checks=True))
    assert (answer.status_code, answer.json()) == (403, {"gvp": 1, "error": "csrf"})


@pytest.mark.parametrize("name", ["id", "iv", "sealed", "at", "operation"])
def test_what_is_nested_a_thousand_times_harms_nothing_else(seat, sent, name):
    deep = json.loads("[" * 700 + "]" * 700)
    content = {"at": deep if name == "at" else "", "operations": [{"id": deep}] if name == "operation" else []}
    outbox = exported(seat, sent)
    outbox["entries"].append(
        keys.seal(seat, "deep", content) | ({name: deep} if name in ("id", "iv", "sealed") else {})
    )
    assert sorted(statuses(hand_in(outbox)))[:3] == ["applied"] * 3
