"""When the database fails, the phone is told to try again, and nothing is half stored."""

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.urls import reverse

from gvp.audit.models import Entry
from gvp.sync import ledger
from gvp.sync.models import Operation
from gvp.sync.tests.phones import Phone
from workshops import marking
from workshops.models import Attendance, Mark

pytestmark = pytest.mark.django_db
AGAIN = (503, {"gvp": 1, "retry": True})


@pytest.fixture
def phone(world):
    return Phone(world.field)


def batch(world, phone, session):
    marks = [phone.write("mark", session.pk, person=str(m.pk), state="present", shown="") for m in world.jauja.men]
    return [*marks, phone.write("counts", session.pk, fields={"head_count": "3"}, shown={"head_count": ""})]


def send(phone, operations):
    said = {"device": str(phone.device), "author": str(phone.user.pk), "operations": operations}
    answer = phone.client.post(reverse("sync:take"), said, content_type="application/json")
    return answer.status_code, answer.json()


def stored():
    return [model.objects.count() for model in (Operation, Mark, Attendance, Entry)]


PLACES = [
    (marking, "_settle"), (marking, "_write_counts"), (marking, "_record"), (ledger, "enter"), (ledger, "settle"),
    (ledger, "strike"),
]  # fmt: skip


@pytest.mark.parametrize("error", [OperationalError("database is locked"), InterfaceError("connection already closed")])
@pytest.mark.parametrize(("module", "step"), PLACES, ids=[step for _module, step in PLACES])
def test_whatever_step_fails_nothing_is_stored_and_all_is_taken_later(
    world, phone, session, monkeypatch, module, step, error
):
    sent = batch(world, phone, session)

    def fails(*args):
        raise error

    before = stored()
    with monkeypatch.context() as broken:
        broken.setattr(module, step, fails)
        assert send(phone, sent) == AGAIN
    session.refresh_from_db()
    assert (stored(), session.status) == (before, "planned")
    assert {receipt["status"] for receipt in send(phone, sent)[1]["receipts"]} == {"applied"}


@pytest.mark.parametrize("name", ["greeting", "take"])
def test_a_database_that_is_away_is_told_in_our_own_words(world, phone, monkeypatch, name):
    """Already the login cannot be looked up."""

    def away(*args, **kwargs):
        raise OperationalError("the database system is shutting down")

    monkeypatch.setattr(connection, "cursor", away)
    answer = phone.client.post(reverse(f"sync:{name}"), {}, content_type="application/json")
    assert (answer.status_code, answer.json()) == AGAIN
