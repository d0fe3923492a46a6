"""What the database itself refuses, with real transactions: it is busy, or finds at the end what does not fit."""

from contextlib import closing, contextmanager, suppress

import pytest
from django.db import connection

from gvp.sync.models import Device, Operation
from gvp.sync.registry import KINDS, Kind, Outcome
from gvp.sync.tests.phones import Phone
from gvp.sync.tests.test_failing import AGAIN, batch, send
from workshops.models import Mark

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def phone(world):
    return Phone(world.field)


LOCK = {"sqlite": ("BEGIN IMMEDIATE",), "postgresql": ("BEGIN", "SELECT 1 FROM workshops_workshop FOR UPDATE")}
PATIENCE = {"sqlite": "PRAGMA busy_timeout", "postgresql": "SHOW lock_timeout"}
BE_PATIENT = {"sqlite": "PRAGMA busy_timeout = {}", "postgresql": "SET lock_timeout = '{}'"}
HURRY = 50  # ms


@contextmanager
def in_a_hurry():
    """Whoever waits for a lock gives up at once; afterwards as patient as before, whatever happened."""
    with connection.cursor() as cursor:
        cursor.execute(PATIENCE[connection.vendor])
        (before,) = cursor.fetchone()
        cursor.execute(BE_PATIENT[connection.vendor].format(HURRY))
        try:
            yield
        finally:
            cursor.execute(BE_PATIENT[connection.vendor].format(before))


@contextmanager
def occupied():
    """Somebody else writes and does not come to an end."""
    other = connection.copy()
    with closing(other), other.cursor() as cursor:
        for statement in LOCK[connection.vendor]:
            cursor.execute(statement)
        yield


def test_a_locked_database_is_told_to_try_again_and_takes_it_once_it_is_free(world, phone, session):
    sent = batch(world, phone, session)
    with in_a_hurry(), occupied():
        assert send(phone, sent) == AGAIN
    assert (Operation.objects.count(), Mark.objects.count()) == (0, 0)
    assert {receipt["status"] for receipt in send(phone, sent)[1]["receipts"]} == {"applied"}


def test_a_failure_while_the_database_is_locked_leaves_nobody_impatient():
    def patience():
        with connection.cursor() as cursor:
            cursor.execute(PATIENCE[connection.vendor])
            return cursor.fetchone()

    before = patience()
    with suppress(AssertionError), in_a_hurry():
        raise AssertionError
    assert patience() == before


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
