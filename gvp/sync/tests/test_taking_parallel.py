"""The same batch many times at the same moment: real threads, real transactions."""

import threading
import uuid

import pytest
from django.db import connection
from django.utils import timezone

from gvp.audit.models import Entry
from gvp.sync.ledger import Hand
from gvp.sync.models import Device, Operation
from gvp.sync.taking import take
from gvp.sync.tests.phones import Phone
from gvp.sync.wire import read_item
from workshops.models import Attendance, Mark, Workshop
from workshops.tests.test_marking_parallel import together

pytestmark = pytest.mark.django_db(transaction=True)
RESENDS = 50
AT_ONCE = 5


def batch(world, phone):
    session = world.jauja.workshops[0]
    marks = [phone.write("mark", session.pk, person=str(m.pk), state="present", shown="") for m in world.jauja.men]
    return [*marks, phone.write("walk_in_count", session.pk, n=1)]


@pytest.fixture
def hand(world):
    device = Device.objects.create(pk=uuid.uuid4())
    return Hand(author=world.field, device=device, at=timezone.now())


def test_fifty_resends_at_once_are_stored_once_and_read_the_same_receipts(world, hand):
    sent = batch(world, Phone(world.field))
    told, lock = [], threading.Lock()

    def resend():
        for _ in range(RESENDS // AT_ONCE):
            receipts = [receipt.told() for receipt in take(items=[read_item(one) for one in sent], hand=hand)]
            with lock:
                told.append(receipts)
        connection.close()

    together(*[resend] * AT_ONCE)
    assert len(told) == RESENDS
    assert all(receipts == told[0] for receipts in told)
    assert (Operation.objects.count(), Mark.objects.count(), Attendance.objects.count()) == (4, 3, 3)
    session = Workshop.objects.get(pk=world.jauja.workshops[0].pk)
    assert (session.unregistered, Entry.objects.about(session).count()) == (1, 2)


def test_two_phones_with_the_same_sessions_in_opposite_order_do_not_wait_in_a_circle(world, hand):
    phone = Phone(world.field)
    sessions = world.jauja.workshops
    forth, back = (
        [
            read_item(phone.write("mark", session.pk, person=str(man.pk), state="present", shown=""))
            for session in order
            for man in world.jauja.men
        ]
        for order in (sessions, list(reversed(sessions)))
    )
    together(*(lambda items=items: take(items=items, hand=hand) for items in (forth, back) * 3))
    assert (Mark.objects.count(), Attendance.objects.count()) == (48, 24)
