"""Every page that somebody can open, weighed: the pages come from the table of who may open what.

A field page is weighed as a phone loads it that has opened Hoy and whose worker keeps the program's files; a desk
page with everything, the fonts too. Django's own files of the admin are not ours to weigh.
"""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from gvp.reporting.tests.made import sensitise
from gvp.sync import precache
from gvp.testing import access, furnished
from gvp.testing.weight import FONTS, compressed, parts, weighed
from gvp.testing.world import add_man
from gvp.tests.test_pages_browser import NOT_PAGES, reader_of

pytestmark = pytest.mark.django_db

FIELD, DESK = 10_000, 100_000
HOY = "workshops:today"  # the first load: gvp/tests/test_field_weight.py
READ = [page for page in access.pages() if "GET" in page.verbs and page.who and page.name not in {*NOT_PAGES, HOY}]


@pytest.fixture
def corner(world, settings, tmp_path):
    """One of everything, and forty-seven more men who completed their cycle."""
    settings.MEDIA_ROOT = tmp_path
    corner, place = furnished.furnish(world)["own"], world.jauja
    names = [f"Cárdenas {chr(65 + n % 26)}" for n in range(47)]
    men = [add_man(place.community, "JAU", 100 + n, place.cycle, first_surname=name) for n, name in enumerate(names)]
    sensitise(place, *men)
    return corner


def opened(world, corner) -> Iterator[tuple[str, bytes]]:
    """Each page of ours by its name."""
    for page in READ:
        if not page.name.startswith("admin:"):
            yield page.name, as_user(world.users[reader_of(page)]).get(furnished.address(page, corner)).content


def as_user(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_no_page_weighs_more_than_its_place_allows(world, corner):
    kept = {*parts(as_user(world.field).get(reverse(HOY)).content.decode()), *precache.names()}
    weights = {}
    for name, content in opened(world, corner):
        page = content.decode()
        most, free, more = (FIELD, kept, set()) if '<body class="field' in page else (DESK, set(), {*FONTS})
        loaded = parts(page) | weighed(more)
        weights[name] = (most, compressed(content) + sum(size for part, size in loaded.items() if part not in free))
    assert {name: weight for name, (most, weight) in weights.items() if weight >= most} == {}
    assert sorted({most for most, _weight in weights.values()}) == [FIELD, DESK]
