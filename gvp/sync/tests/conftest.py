"""A phone that field staff hold, at the end of a road that can be cut."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from gvp.sync.tests.handset import Handset
from gvp.testing.proxy import Road


@pytest.fixture
def road(live_server) -> Iterator[Road]:
    with Road(live_server.thread.port) as road:
        yield road


@pytest.fixture
def phone(page, road, world) -> Handset:
    return Handset(page, road).enter(world.field)


@pytest.fixture
def session(world):
    """The first one of Jauja."""
    return world.jauja.workshops[0]


@pytest.fixture
def today(world):
    """A session of Jauja is today's, so that it is taken along."""
    session = world.jauja.workshops[0]
    session.date = timezone.localdate()
    session.save()
    return session
