"""A server under load that dies thirty times by SIGKILL, and one asked the same fifty times at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import timezone

from gvp.reporting.base import Memo, Scope
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.tests import by_hand
from gvp.testing import storm
from gvp.testing.phone import Phone, operation
from workshops.models import Attendance, Mark, Workshop

pytestmark = pytest.mark.django_db(transaction=True)

KILLS, PHONES, MEN, RESENDS = 30, 4, 20, 50
KINDS = {"mark", "counts", "walk_in_count", "walk_in_new", "action"}


def counted_by_hand_and_by_the_program() -> tuple[dict, dict]:
    today = timezone.localdate()
    by_now, scope = by_hand.counted(today), Scope(today, memo=Memo())
    return by_now, {code: {row.key: row.reached_on for row in INDICATORS[code].rows(scope)} for code in by_now}


def test_what_was_acknowledged_is_there_once_after_thirty_kills(server, world):
    walkers = storm.walkers(server, world, PHONES, MEN)
    storm.storm(server, walkers, KILLS)
    for walker in walkers:
        walker.finish()
    told = storm.told(walkers)
    assert storm.stored() == told
    assert sum(told.operations.values()) == sum(len(walker.written) for walker in walkers)
    assert {one["kind"] for walker in walkers for one in walker.written} == KINDS
    assert sum(walker.unheard for walker in walkers) >= KILLS  # it was a storm

    receipts = [dict(walker.phone.receipts) for walker in walkers]
    assert [walker.send_all_again() for walker in walkers] == receipts
    assert storm.stored() == told

    expected, figures = counted_by_hand_and_by_the_program()
    assert figures == expected
    assert len(figures["C1a"]) == MEN


def test_one_batch_sent_fifty_times_at_once_is_stored_once(server, world):
    session, men = world.jauja.workshops[0], world.jauja.men
    phone = Phone(server.port, world.field)
    phone.greet()
    phone.put(operation("mark", session.pk, person=man.pk, state="present", shown="") for man in men)
    phone.put([operation("walk_in_count", session.pk, n=1)])
    twins = [phone.twin() for _ in range(RESENDS)]
    with ThreadPoolExecutor(RESENDS) as pool:
        assert set(pool.map(Phone.send, twins)) == {200}
    assert [twin.receipts for twin in twins] == [twins[0].receipts] * RESENDS
    assert {receipt["status"] for receipt in twins[0].receipts.values()} == {"applied"}
    assert (Mark.objects.count(), Attendance.objects.count()) == (len(men), len(men))
    assert Workshop.objects.get(pk=session.pk).unregistered == 1
