"""Fixtures every test may ask for."""

import os
import shutil
from collections.abc import Generator

import pytest
from django.apps import apps
from django.test import Client
from pytest_django.plugin import blocking_manager_key

from gvp.testing.world import World, build
from participants import fcc15

# Playwright's synchronous API runs an event loop in the test's thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

CHROMIUM = shutil.which("chromium")
IN_CI = os.environ.get("CI") == "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules that try many examples go first, so that at the end no worker waits for another.

    Without Chromium the browser tests are skipped, and say so; in CI they must run.
    """
    long = {item.path for item in items if hasattr(getattr(item, "obj", None), "hypothesis")}
    items.sort(key=lambda item: item.path not in long)
    if CHROMIUM or IN_CI:
        return
    no_browser = pytest.mark.skip(reason="Chromium is not installed: apt-get install chromium")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(no_browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, object, object]:
    """A test with transactions empties every table, also of what migrations put there; that comes back."""
    done = yield
    if nextitem is None:  # the database is gone already
        return done
    mark = item.get_closest_marker("django_db")
    if (mark and mark.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(item.fixturenames):
        with item.config.stash[blocking_manager_key].unblock():
            fcc15.create(apps.get_app_config("participants").get_model)
    return done


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    """Debian's Chromium: Playwright's own download is not used."""
    quiet = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": CHROMIUM, "args": quiet + as_root}


@pytest.fixture
def browser_context_args() -> dict:
    """A cheap phone in Peru, unless a test says otherwise."""
    return {"viewport": {"width": 360, "height": 740}, "locale": "es-PE", "timezone_id": "America/Lima"}


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
