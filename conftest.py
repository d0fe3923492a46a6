"""Fixtures every test may ask for."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from itertools import groupby

import pytest
from django.apps import apps
from django.test import Client
from pytest_django.plugin import blocking_manager_key

from gvp.testing.staging import Stage, commits
from gvp.testing.world import World, build
from participants import fcc15

# Playwright's synchronous API runs an event loop in the test's thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

CHROMIUM = shutil.which("chromium")
IN_CI = os.environ.get("CI") == "true"
ASKS_THE_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_itemcollected(item: pytest.Item) -> None:
    """What may not reach the database says the same on any (pytest-django keeps it from there)."""
    if not (item.get_closest_marker("django_db") or ASKS_THE_DATABASE & set(item.fixturenames)):
        item.add_marker("any_database")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In a module, tests that start from an empty database go before those that start from the module's rows.

    Without Chromium the browser tests are skipped, and say so; in CI they must run.
    """
    modules = [list(of_one) for _path, of_one in groupby(items, key=lambda item: item.path)]
    items[:] = [item for of_one in modules for item in sorted(of_one, key=lambda item: "stage" in item.fixturenames)]
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
    if commits(item) or {"transactional_db", "live_server"} & set(item.fixturenames):
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


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker) -> Iterator[Stage]:
    """`stage(make)` makes rows once for all tests of the module (gvp/testing/staging.py)."""
    stage = Stage(django_db_blocker)
    yield stage
    stage.clear()


@pytest.fixture(scope="module")
def small_world(request, stage) -> Callable[[], World]:
    """For fixtures of a module that build on the small world: `small_world()` gives copies of its records."""
    return build if commits(request.node) else stage(build)


@pytest.fixture
def world(small_world, db) -> World:
    return small_world()


@pytest.fixture
def login(client: Client):
    """`login(user)` logs the test client in and returns it."""

    def as_user(user) -> Client:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return as_user
