"""Several people handing over the same copies at the same moment: real threads, real transactions."""

import threading
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from materials import handing, making, stock
from materials.models import Edition, Material, Transfer
from materials.tests.conftest import DAY, institution

HANDS = 5

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def poster(world):
    material = Material.objects.create(
        code="JAU-M01", title="Afiche", kind="poster", medium="print", province=world.jauja.province
    )
    Edition.objects.create(material=material, published_on=DAY, copies=100)
    return material


def together(works):
    """Run all at once; how many were refused. Anything but a refusal is raised here."""
    start, refused, trouble = threading.Barrier(len(works)), [], []

    def run(work):
        try:
            start.wait(timeout=20)
            work()
        except ValidationError as refusal:
            refused.append(refusal)
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
    return len(refused)


def giving(world, material, to, copies, key=None):
    facts = {"institution": to, "date": DAY, "edition": None, "copies": copies, "act_number": ""}
    key = key or uuid.uuid4()
    return lambda: handing.hand_over(by=world.coordinator, material=material, key=key, facts=facts)


def test_no_more_copies_leave_than_exist(world, poster):
    to = institution(world.jauja, "A")
    refused = together([giving(world, poster, to, 40) for _ in range(HANDS)])
    assert (refused, Transfer.objects.count(), stock.current(poster).left) == (HANDS - 2, 2, 20)


def test_one_form_sent_many_times_at_once_is_stored_once(world, poster):
    to, key = institution(world.jauja, "A"), uuid.uuid4()
    refused = together([giving(world, poster, to, 40, key) for _ in range(HANDS)])
    assert (refused, Transfer.objects.count()) == (0, 1)


def test_copies_do_not_leave_while_their_edition_shrinks(world, poster):
    to, edition = institution(world.jauja, "A"), poster.editions.get()
    fewer = {"number": 1, "language": "es", "published_on": DAY, "copies": 50}

    def shrink():
        making.correct_edition(by=world.coordinator, edition=edition, facts=fewer)

    assert together([giving(world, poster, to, 80), shrink]) == 1
    assert (stock.current(poster).left or 0) >= 0
