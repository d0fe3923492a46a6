"""A small world with a men's group, institutions of each sector, and a brochure of which 100 copies exist."""

import datetime as dt
from types import SimpleNamespace

import pytest

from gvp.partners.models import Institution
from gvp.testing.world import World
from materials.models import Edition, Material

DAY = dt.date(2026, 4, 1)


def institution(place, code: str, **facts) -> Institution:
    told = {"name": f"Institución {code}", "kind": "health", "sector": "public", "district": place.district} | facts
    return Institution.objects.create(code=code, **told)


@pytest.fixture
def partners(world: World) -> SimpleNamespace:
    """`public`, `private`, `group` and `radio` in Jauja; `far` in Tayacaja."""
    place = world.jauja
    return SimpleNamespace(
        public=institution(place, "SALUD"),
        private=institution(place, "ONG", kind="ngo", sector="private"),
        group=institution(place, "GRUPO", kind="mens_group", sector="communal"),
        radio=institution(place, "RADIO", kind="media", sector="private"),
        far=institution(world.tayacaja, "LEJOS"),
    )


@pytest.fixture
def brochure(world: World) -> Material:
    """Of Jauja, being made; its only edition has 100 copies."""
    material = Material.objects.create(
        code="JAU-M01", title="Folleto", kind="brochure", medium="print", province=world.jauja.province
    )
    Edition.objects.create(material=material, published_on=DAY, copies=100)
    return material


@pytest.fixture
def shared(world: World) -> Material:
    """Of the whole programme, copied freely."""
    return Material.objects.create(code="PRO-M01", title="Video", kind="video", medium="audiovisual", final_on=DAY)
