"""What the database itself refuses, with real transactions: it is busy, or finds at the end what does not fit."""

from contextlib import closing, contextmanager

import pytest
from django.db import connection

from gvp.sync.models import Device, Operation
from gvp.sync.registry import KINDS, Kind, Outcome
from gvp.sync.tests.phones import Phone
from gvp.sync.tests.test_failing import AGAIN, batch, send
from workshops.models import Mark

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session(world):
    return world.jauja.workshops[0]


@pytest.fixture
def phone(world):
    return Phone(world.field)


LOCK = {"sqlite": ("BEGIN IMMEDIATE",), "postgresql": ("BEGIN", "SELECT 1 FROM workshops_workshop FOR UPDATE")}
HURRY = {"sqlite": "PRAGMA busy_timeout = 50", "postgresql": "SET lock_timeout = 50"}
PATIENCE = {"sqlite": "PRAGMA busy_timeout = 20000", "postgresql": "SET lock_timeout = 0"}


@contextmanager
def occupied():
    """Somebody else writes and does not come to an end; whoever waits gives up at once."""
    other = connection.copy()
    with closing(other), other.cursor() as cursor, connection.cursor() as ours:
        for statement in LOCK[connection.vendor]:
            cursor.execute(statement)
        ours.execute(HURRY[connection.vendor])
        yield
        cursor.execute("ROLLBACK")
        ours.execute(PATIENCE[connection.vendor])


def test_a_locked_database_is_told_to_try_again_and_takes_it_once_it_is_free(world, phone, session):
    sent = batch(world, phone, session)
    with occupied():
        assert send(phone, sent) == AGAIN
    assert (Operation.objects.count(), Mark.objects.count()) == (0, 0)
    assert {receipt["status"] for receipt in send(phone, sent)[1]["receipts"]} == {"applied"}


def test_what_the_database_only_finds_at_the_end_is_found_and_kept_on_the_phone(world, phone, session, monkeypatch):
    """A key that leads nowhere: both databases look when the transaction ends."""

    def handle(operation):
        Mark.objects.create(pk=operation.id, workshop=session, participant_id=operation.record, state="present")
        return Outcome()

    monkeypatch.setitem(KINDS, "nowhere", Kind("nowhere", 1, handle))
    sent = batch(world, phone, session)
    _code, said = send(phone, [*sent[:2], phone.write("nowhere", phone.device), *sent[2:]])
    assert [receipt["status"] for receipt in said["receipts"]] == ["applied", "applied", "held", "applied", "applied"]
    assert (Operation.objects.count(), Mark.objects.count(), Device.objects.count()) == (4, 3, 1)
