"""What a cheap phone loads: Hoy at most 40 kB with everything, each later field page at most 10 kB.

Every later page follows Hoy, which asks for the modules that the pages of a session share. An action or a replication
weighs more the first time, while the worker does not keep the program's files yet (gvp/sync/precache.py).
"""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.sync import precache
from gvp.testing.weight import compressed, parts
from gvp.testing.world import add_man
from workshops import marking
from workshops.claims import Claim
from workshops.models import Workshop
from workshops.tests.outreach import make_network, school_leaders, stay

pytestmark = pytest.mark.django_db

HOY, LATER, WITHOUT_WORKER = 40_000, 10_000, 14_000
GIVEN = ("Juan Carlos", "Percy", "Marcelino", "Víctor Raúl", "Hermenegildo", "Óscar", "Teodoro")


@pytest.fixture
def session(world):
    """Twenty-five men with names of their own, all marked by one and three disputed by another."""
    place = world.jauja
    for n in range(10, 32):
        names = {"given_names": GIVEN[n % len(GIVEN)], "first_surname": f"Cárdenas {chr(55 + n)}"}
        place.men.append(add_man(place.community, "JAU", n, place.cycle, **names))
    session = place.workshops[0]
    for user, state, men in ((world.field, "present", place.men), (world.coordinator, "absent", place.men[:3])):
        marking.save(by=user, workshop=session.pk, claims=[Claim(uuid.uuid4(), man.pk, state) for man in men])
    return session


def test_the_first_load_of_hoy_is_light(world, session, login):
    Workshop.objects.exclude(pk=session.pk).update(date=timezone.localdate())
    page = login(world.field).get(reverse("workshops:today")).content
    loaded = parts(page.decode())
    assert [name for name in loaded if name.endswith("woff2")] == []
    assert compressed(page) + sum(loaded.values()) < HOY


@pytest.mark.parametrize("name", ["roster", "report", "history", "walk_in", "evidence"])
def test_a_later_field_page_with_its_own_files_is_lighter_still(world, session, login, name):
    client = login(world.field)
    known = parts(client.get(reverse("workshops:today")).content.decode())
    page = client.get(reverse(f"workshops:{name}", args=[session.pk])).content
    new = {part: size for part, size in parts(page.decode()).items() if part not in known}
    assert compressed(page) + sum(new.values()) < LATER


def test_recording_an_action_or_a_replication_is_light_with_forty_names(world, session, login):
    network = make_network(world.jauja)
    for man in world.jauja.men:
        stay(network, man)
    school_leaders(world.jauja, 20)[0].facilitators.add(world.field)
    client = login(world.field)
    known = parts(client.get(reverse("workshops:today")).content.decode())
    for url in (reverse("workshops:action_new", args=[network.pk]), reverse("workshops:replication_new")):
        page = client.get(url).content
        new = {part: size for part, size in parts(page.decode()).items() if part not in known}
        assert compressed(page) + sum(size for part, size in new.items() if part not in precache.names()) < LATER
        assert compressed(page) + sum(new.values()) < WITHOUT_WORKER
