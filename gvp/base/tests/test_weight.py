"""How much a cheap phone has to load (at most 40 kB at first, 10 kB for each later field page)."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

pytestmark = pytest.mark.django_db
FIELD_PAGES = ["base:help_card", "accounts:password", "participants:register"]


def compressed(content: bytes) -> int:
    return len(gzip.compress(content))


def static_files(page: str) -> set[str]:
    """Paths of everything the page loads at once: styles, scripts, images, and what styles draw for the frame."""
    found = set(re.findall(r'(?:href|src)="/static/([^"#]+)', page))
    return found | {"img/band.svg"}


@pytest.mark.parametrize("name", FIELD_PAGES)
def test_the_first_load_of_a_field_page_is_light(name, world, login):
    page = login(world.field).get(reverse(name)).content
    files = static_files(page.decode())
    assert [path for path in files if path.endswith("woff2")] == []
    total = compressed(page) + sum(compressed(Path(finders.find(path)).read_bytes()) for path in files)
    assert total < 40_000


@pytest.mark.parametrize("name", FIELD_PAGES)
def test_a_later_field_page_is_lighter_still(name, world, login):
    assert compressed(login(world.field).get(reverse(name)).content) < 10_000


def test_the_styles_of_every_page_stay_small():
    styles = (finders.find(f"css/{name}.css") for name in ("tokens", "base", "components"))
    assert sum(compressed(Path(path).read_bytes()) for path in styles) < 10_000
