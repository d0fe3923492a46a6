"""Several phones saving one session at the same moment: real threads, real transactions."""

import threading
import uuid

import pytest
from django.db import connection

from gvp.testing.world import add_man
from workshops import marking
from workshops.claims import Claim
from workshops.marking import Change
from workshops.models import Attendance, Mark, Workshop

PHONES, MEN = 6, 12

pytestmark = pytest.mark.django_db(transaction=True)


def together(*works):
    """Run all at once; what any of them raises is raised here."""
    start, trouble = threading.Barrier(len(works)), []

    def run(work):
        try:
            start.wait(timeout=20)
            work()
        except Exception as error:
            trouble.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    if trouble:
        raise trouble[0]


@pytest.fixture
def session(world):
    world.jauja.men += [add_man(world.jauja.community, "JAU", n, world.jauja.cycle) for n in range(10, 7 + MEN)]
    return world.jauja.workshops[0]


def saving(user, session, claims, counts=None):
    return lambda: marking.save(by=user, workshop=session.pk, claims=claims, counts=counts)


def claims_of(men, state="present"):
    return [Claim(uuid.uuid4(), man.pk, state) for man in men]


def test_one_form_sent_many_times_at_once_is_stored_once(world, session):
    claims = claims_of(world.jauja.men)
    sent = [saving(world.field, session, claims, {"head_count": Change(None, MEN)})] * PHONES
    together(*sent)
    assert (Mark.objects.count(), Attendance.objects.count()) == (MEN, MEN)
    assert Workshop.objects.get(pk=session.pk).head_count == MEN


def test_marks_of_two_people_at_once_unite(world, session):
    half = MEN // 2
    together(
        saving(world.field, session, claims_of(world.jauja.men[:half])),
        saving(world.coordinator, session, claims_of(world.jauja.men[half:], "late")),
    )
    states = Attendance.objects.values_list("state", "disputed")
    assert sorted(states) == [("late", False)] * half + [("present", False)] * half


def test_two_people_who_differ_at_once_are_in_dispute_and_lose_nothing(world, session):
    together(
        saving(world.field, session, claims_of(world.jauja.men, "present")),
        saving(world.coordinator, session, claims_of(reversed(world.jauja.men), "absent")),
    )
    assert Mark.objects.count() == 2 * MEN
    assert Attendance.objects.filter(disputed=True).count() == MEN


def test_different_sessions_do_not_wait_for_each_other_in_a_circle(world, session):
    sessions = world.jauja.workshops[:PHONES]
    together(*(saving(world.field, workshop, claims_of(world.jauja.men)) for workshop in sessions))
    assert Attendance.objects.count() == PHONES * MEN
