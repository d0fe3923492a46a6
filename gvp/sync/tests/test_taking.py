"""A batch: each operation once, whatever arrives how often, and none held up by another."""

import uuid

import pytest
from django.contrib.auth import get_user_model
from django.db import models
from django.urls import reverse
from django.utils import timezone

from gvp.audit.models import Entry
from gvp.sync.models import Device, Operation, Seat
from gvp.sync.registry import KINDS, Kind, Outcome
from gvp.sync.tests.phones import Phone, tray
from workshops.models import Attendance, Mark, Workshop

pytestmark = pytest.mark.django_db
TAKE = reverse("sync:take")


@pytest.fixture
def phone(world):
    return Phone(world.field)


def marks(phone, session, men, state="present"):
    return [phone.write("mark", session.pk, person=str(man.pk), state=state, shown="") for man in men]


def statuses(receipts):
    return [receipt["status"] for receipt in receipts]


def stored():
    return Operation.objects.count(), Mark.objects.count(), Attendance.objects.count()


def test_each_operation_has_its_row_its_fact_and_its_receipt(world, phone, session):
    sent = marks(phone, session, world.jauja.men)
    receipts = phone.send(*sent)
    assert [receipt["id"] for receipt in receipts] == [operation["id"] for operation in sent]
    assert statuses(receipts) == ["applied"] * 3
    assert {receipt["next"] for receipt in receipts} == {reverse("workshops:report", args=[session.pk])}
    assert stored() == (3, 3, 3)


def test_the_ledger_says_who_wrote_what_when_on_which_phone_and_keeps_no_content(world, phone, session):
    (sent,) = marks(phone, session, world.jauja.men[:1])
    phone.send(sent)
    row = Operation.objects.get()
    assert (str(row.pk), row.kind, row.record, row.author) == (sent["id"], "mark", session.pk, world.field)
    assert (row.device_id, row.carried_by, row.province_id) == (phone.device, None, "1204")
    assert row.captured_at.isoformat() == sent["captured_at"]
    assert row.captured_at < row.received_at
    assert (row.payload, row.undo) == (None, None)


def test_a_resend_gets_the_same_receipts_and_changes_nothing(world, phone, session):
    sent = marks(phone, session, world.jauja.men)
    first, before = phone.send(*sent), stored()
    assert (phone.send(*sent), stored()) == (first, before)
    assert Entry.objects.about(session).count() == 1


def test_a_resend_of_what_waits_gets_the_same_receipt(world, phone, session):
    Workshop.objects.filter(pk=session.pk).update(status="cancelled")
    sent = marks(phone, session, world.jauja.men)
    first = phone.send(*sent)
    assert (statuses(first), phone.send(*sent)) == (["review"] * 3, first)


def test_a_batch_of_which_half_had_arrived_brings_the_other_half(world, phone, session):
    sent = marks(phone, session, world.jauja.men)
    first = phone.send(sent[0])
    receipts = phone.send(*sent)
    assert (statuses(receipts), receipts[0], stored()) == (["applied"] * 3, first[0], (3, 3, 3))


def test_the_same_operation_twice_in_one_batch_is_one(world, phone, session):
    (sent,) = marks(phone, session, world.jauja.men[:1])
    first, second = phone.send(sent, sent)
    assert (first == second, stored()) == (True, (1, 1, 1))


def test_a_used_key_with_another_body_is_refused_and_shown(world, phone, session):
    (sent,) = marks(phone, session, world.jauja.men[:1])
    phone.send(sent)
    other = sent | {"payload": sent["payload"] | {"state": "absent"}}
    (receipt,) = phone.send(other)
    assert (receipt["status"], bool(receipt["message"])) == ("reused", True)
    assert Attendance.objects.get().state == "present"


def test_so_it_is_within_one_batch(world, phone, session):
    (sent,) = marks(phone, session, world.jauja.men[:1])
    other = sent | {"payload": sent["payload"] | {"state": "absent"}}
    assert statuses(phone.send(sent, other)) == ["applied", "reused"]


def test_a_used_key_of_somebody_else_is_refused(world, phone, session):
    (sent,) = marks(phone, session, world.jauja.men[:1])
    phone.send(sent)
    assert statuses(Phone(world.coordinator).send(sent)) == ["reused"]


def test_one_bad_item_among_a_hundred_blocks_nothing_else(world, phone):
    sent = [
        operation for session in world.jauja.workshops[:7] for operation in marks(phone, session, world.jauja.men * 5)
    ]
    bad = sent[40] | {"payload": sent[40]["payload"] | {"state": "asleep"}, "record": str(world.jauja.workshops[7].pk)}
    receipts = phone.send(*sent[:40], bad, *sent[41:])
    assert [n for n, receipt in enumerate(receipts) if receipt["status"] == "refused"] == [40]
    assert [n for n, receipt in enumerate(receipts) if receipt["status"] == "held"] == []
    assert list(receipts[40]["errors"]) == ["state"]
    assert not Operation.objects.filter(pk=bad["id"]).exists()


BROKEN = [
    ("id", "x"), ("id", None), ("kind", ""), ("kind", 7), ("kind", "\0"), ("version", "1"), ("version", 0),
    ("version", True), ("base", "x"), ("base", 3), ("record", None), ("record", []), ("captured_at", "ayer"),
    ("captured_at", None), ("captured_at", "2026-11-25T10:00:00"), ("captured_at", "9999-12-31T23:59:59-05:00"),
    ("payload", None), ("payload", []), ("payload", {"note": "\0"}), ("payload", {"note": ["\ud800"]}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), BROKEN)
def test_an_item_that_cannot_be_read_is_refused_alone_at_its_field(world, phone, session, field, value):
    bad, good = marks(phone, session, world.jauja.men[:2])
    receipts = phone.send(bad | {field: value}, good)
    assert statuses(receipts) == ["refused", "applied"]
    assert receipts[0]["id"] == (value if field == "id" else bad["id"])
    assert len(receipts[0]["errors"]) == 1


def test_an_item_that_is_no_object_is_refused_alone(world, phone, session):
    assert statuses(phone.send("x", *marks(phone, session, world.jauja.men[:1]))) == ["refused", "applied"]


def test_text_that_only_spells_a_nul_is_text(phone, session):
    sent = phone.write("counts", session.pk, fields={"note": "Escribió \\u0000"}, shown={"note": ""})
    assert statuses(phone.send(sent)) == ["applied"]


def test_what_comes_after_a_refused_fact_about_the_same_man_waits_and_others_do_not(world, phone, session):
    bad, good = marks(phone, session, world.jauja.men[:2])
    after = phone.write(
        "mark", session.pk, person=str(world.jauja.men[0].pk), state="late", shown="present", base=bad["id"]
    )
    receipts = phone.send(bad | {"payload": bad["payload"] | {"state": "asleep"}}, good, after)
    assert statuses(receipts) == ["refused", "applied", "held"]
    assert (receipts[2]["reason"], bool(receipts[2]["message"])) == ("order", True)
    assert stored() == (1, 1, 1)


def test_facts_about_a_new_man_wait_until_he_can_be_registered(world, phone, session):
    person = str(uuid.uuid4())
    new = phone.write("walk_in_new", session.pk, person=person, fields={"given_names": [""]})
    later = phone.write("mark", world.jauja.workshops[1].pk, person=person, state="present", shown="")
    assert statuses(phone.send(new, later)) == ["refused", "held"]
    assert stored() == (0, 0, 0)


def test_what_was_held_is_taken_when_it_comes_alone(world, phone, session):
    bad, after = marks(phone, session, world.jauja.men[:1] * 2)
    phone.send(bad | {"payload": {"person": str(world.jauja.men[0].pk), "state": "asleep"}}, after)
    assert statuses(phone.send(after)) == ["applied"]


@pytest.mark.parametrize(("field", "value"), [("kind", "census"), ("version", 99)])
def test_what_this_server_does_not_know_stays_on_the_phone(world, phone, session, field, value):
    strange, good = marks(phone, session, world.jauja.men[:2])
    receipts = phone.send(strange | {field: value}, good)
    assert ([(r["status"], r["reason"]) for r in receipts], stored()) == (
        [("held", "version"), ("applied", "")],
        (1, 1, 1),
    )


@pytest.fixture
def clumsy(monkeypatch):
    """A kind whose handler has a mistake, and writes before it makes it."""

    def handle(operation):
        Device.objects.create(pk=operation.record)
        raise KeyError("Juan Quispe")

    monkeypatch.setitem(KINDS, "clumsy", Kind("clumsy", 1, handle))


def test_a_mistake_of_ours_keeps_one_item_on_the_phone_and_blocks_nothing_else(world, phone, session, clumsy, caplog):
    record = uuid.uuid4()
    receipts = phone.send(phone.write("clumsy", record), *marks(phone, session, world.jauja.men[:1]))
    assert [(r["status"], r["reason"]) for r in receipts] == [("held", "error"), ("applied", "")]
    assert not Device.objects.filter(pk=record).exists()
    assert "KeyError in handle" in caplog.text
    assert "Quispe" not in caplog.text


def test_when_many_fail_together_each_is_tried_alone(world, phone, session, monkeypatch):
    def store(operations):
        raise ArithmeticError

    monkeypatch.setattr(KINDS["mark"], "together", store)
    assert statuses(phone.send(*marks(phone, session, world.jauja.men))) == ["applied"] * 3


def test_a_handler_may_say_which_page_and_province_come_next(world, phone, monkeypatch):
    kind = Kind("elsewhere", 1, lambda operation: Outcome("/otra/", "0907"))
    monkeypatch.setitem(KINDS, "elsewhere", kind)
    sent = phone.write("elsewhere", uuid.uuid4())
    first = phone.send(sent)
    assert (first[0]["next"], phone.send(sent), Operation.objects.get().province_id) == ("/otra/", first, "0907")


def test_everything_from_a_revoked_phone_waits_for_a_coordinator(world, phone, session):
    Device.objects.create(pk=phone.device, revoked_at=timezone.now(), revoked_by=world.coordinator)
    receipts = phone.send(*marks(phone, session, world.jauja.men[:1]))
    assert (statuses(receipts), tray(), Mark.objects.count()) == (["review"], [("mark", "quarantine", "1204")], 0)
    assert Operation.objects.get().payload["state"] == "present"


def test_what_waits_is_unreadable_in_the_database(world, phone, session):
    Device.objects.create(pk=phone.device, revoked_at=timezone.now(), revoked_by=world.coordinator)
    phone.send(*marks(phone, session, world.jauja.men[:1]))
    raw = Operation.objects.annotate(raw=models.functions.Cast("payload", models.TextField())).values_list("raw")
    assert "present" not in str(raw.get())


# --- Whole requests ---------------------------------------------------------------------------


def send(phone, **changes):
    said = {"device": str(phone.device), "author": str(phone.user.pk), "operations": []} | changes
    return phone.client.post(TAKE, said, content_type="application/json")


def test_another_persons_outbox_is_not_taken(world, phone, session):
    answer = send(phone, author=str(world.coordinator.pk), operations=marks(phone, session, world.jauja.men))
    assert (answer.status_code, answer.json(), stored()) == (409, {"gvp": 1, "error": "author"}, (0, 0, 0))


def test_without_a_login_nothing_is_taken(world, phone, session, client):
    phone.client = client
    answer = send(phone, operations=marks(phone, session, world.jauja.men))
    assert (answer.status_code, answer.json()["login"], stored()) == (401, reverse("accounts:login"), (0, 0, 0))


def test_whoever_was_switched_off_is_as_good_as_logged_out(world, phone, session):
    get_user_model().objects.update(is_active=False)
    assert send(phone, operations=marks(phone, session, world.jauja.men)).status_code == 401


def test_a_role_that_logs_nothing_is_refused(world, session):
    phone = Phone(world.users["monitoring"])
    answer = send(phone, operations=marks(phone, session, world.jauja.men))
    assert (answer.status_code, answer.json(), stored()) == (403, {"gvp": 1, "error": "role"}, (0, 0, 0))


@pytest.mark.parametrize("changes", [{"device": "x"}, {"author": None}, {"operations": {}}, {"operations": None}])
def test_a_broken_envelope_is_told_by_its_field(phone, changes):
    answer = send(phone, **changes)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, list(changes))


def test_more_than_five_hundred_are_too_many(phone, session):
    answer = send(phone, operations=[{}] * 501)
    assert (answer.status_code, answer.json()["error"], answer.json()["most"]) == (413, "many", 500)


def test_an_empty_batch_is_no_batch(phone):
    assert send(phone).json()["receipts"] == []


@pytest.mark.parametrize(("rows", "sessions"), [(1, 1), (3, 3)])
def test_three_sessions_of_three_men_take_as_many_queries_as_one_mark(
    world, phone, rows, sessions, django_assert_num_queries
):
    phone.send()  # the phone is known
    sent = [m for s in world.jauja.workshops[:sessions] for m in marks(phone, s, world.jauja.men[:rows])]
    door, savepoints = 3, 6  # session, user and phone; the test runs in a transaction already
    provinces, ledger, moved, locked, standing, marked, attended, held, log = [1] * 9
    with django_assert_num_queries(
        door + savepoints + provinces + ledger + moved + locked + standing + marked + attended + held + log
    ):
        phone.send(*sent)


def test_whoever_sends_from_a_phone_has_a_seat_on_it_from_then_on(world, phone):
    borrowed = Phone(world.coordinator)
    borrowed.device = phone.device
    for sender in (phone, borrowed, borrowed):
        sender.send()
    seats = Seat.objects.filter(device=phone.device).order_by("pk")
    assert [(seat.user, seat.expires_at <= timezone.now()) for seat in seats] == [
        (world.field, True), (world.coordinator, True),
    ]  # fmt: skip
