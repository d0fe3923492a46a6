"""Fixtures every test may ask for."""

import os

import pytest
from django.test import Client

from gvp.testing.world import World, build

# Playwright's synchronous API runs an event loop in the test's thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture
def world(db) -> World:
    return build()


@pytest.fixture
def login(client: Client):
    """`login(user)` logs the test client in and returns it."""

    def as_user(user) -> Client:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return as_user
