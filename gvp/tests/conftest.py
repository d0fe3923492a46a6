"""A server in processes of its own for the tests of the whole house: the program is loaded once for all of them."""

from collections.abc import Iterator

import pytest

from gvp.testing.serving import Server


@pytest.fixture(scope="session")
def loaded_server(django_db_setup, django_db_blocker) -> Iterator[Server]:
    with django_db_blocker.unblock(), Server() as server:
        yield server


@pytest.fixture
def server(transactional_db, loaded_server: Server) -> Iterator[Server]:
    """Serving on the test's database, until the test is over."""
    loaded_server.start()
    yield loaded_server
    loaded_server.kill()
