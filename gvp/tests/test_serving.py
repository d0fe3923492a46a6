"""The server that tests kill: it works on the test's database, dies at once and comes back at the same address."""

import socket
from urllib.request import urlopen

import pytest

from gvp.testing.serving import LOCAL, Server

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_serves_the_tests_database_dies_and_comes_back():
    with Server() as server:
        server.start()
        assert urlopen(server.url + "/healthz").read() == b"ok"  # noqa: S310
        server.kill()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((LOCAL, server.port))
        server.start()
        assert urlopen(server.url + "/healthz").read() == b"ok"  # noqa: S310
    assert not server.log.exists()
