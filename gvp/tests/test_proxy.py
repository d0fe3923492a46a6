"""The road that the field day's tests travel on: what they order happens, and to nothing else."""

import http.client
import os
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from gvp.testing.proxy import LOGIN_OF_THE_PORTAL, Road, Trouble
from gvp.testing.serving import LOCAL


class Echo(BaseHTTPRequestHandler):
    """Answers with what it got, and remembers it."""

    protocol_version = "HTTP/1.1"
    heard: list[tuple[str, bytes]] = []

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.heard.append((self.path, body))
        answer = body or b"hello"
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *anything: object) -> None:
        """Silence."""


@pytest.fixture(scope="module")
def server() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer((LOCAL, 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def road(server) -> Iterator[Road]:
    Echo.heard.clear()
    with Road(server.server_port) as road:
        yield road


def ask(road: Road, path: str = "/", body: bytes | None = None) -> bytes:
    connection = http.client.HTTPConnection(LOCAL, road.port, timeout=10)
    try:
        connection.request("POST" if body else "GET", path, body)
        return connection.getresponse().read()
    finally:
        connection.close()


def refused(road: Road, path: str = "/") -> bool:
    try:
        ask(road, path)
    except (OSError, http.client.HTTPException):
        return True
    return False


def test_an_open_road_changes_nothing(road):
    body = b"x" * 100_000
    assert (ask(road), ask(road, "/a", body)) == (b"hello", body)
    assert [(passed.method, passed.path, passed.trouble) for passed in road.passed] == [
        ("GET", "/", None),
        ("POST", "/a", None),
    ]
    sent = road.passed[1]
    assert (sent.sent > 100_000, sent.answered > 100_000, sent.packed < 1000) == (True, True, True)


def test_a_cut_road_reaches_nobody_until_it_is_mended(road):
    road.cut()
    assert (refused(road), refused(road)) == (True, True)
    road.mend()
    assert ask(road) == b"hello"
    assert len(Echo.heard) == 1


def test_a_cut_breaks_what_is_under_way(road):
    road.rate = 1
    answers: list[bool] = []
    slow = threading.Thread(target=lambda: answers.append(refused(road)))
    slow.start()
    while not road.busy:
        os.sched_yield()
    road.cut()
    slow.join(timeout=10)
    assert answers == [True]


def test_a_lost_reply_was_heard_by_the_server(road):
    road.expect(Trouble.LOST_REPLY, "/send")
    assert (refused(road, "/other"), refused(road, "/send"), refused(road, "/send")) == (False, True, False)
    assert [path for path, _ in Echo.heard] == ["/other", "/send", "/send"]


def test_whoever_waits_for_a_request_wakes_when_the_server_has_done_its_work(road):
    road.rate = 20  # the answer takes its time
    threading.Thread(target=refused, args=[road], daemon=True).start()
    road.rate, waiting = None, road.wait_for
    waiting("/")
    assert [path for path, _ in Echo.heard] == ["/"]


def test_a_request_cut_on_its_way_was_not(road):
    road.expect(Trouble.CUT, times=2)
    assert (refused(road), refused(road), refused(road)) == (True, True, False)
    assert len(Echo.heard) == 1


def test_half_a_reply_is_no_reply(road):
    road.expect(Trouble.HALF_REPLY)
    assert refused(road)


def test_a_portal_answers_as_if_all_were_well(road):
    road.expect(Trouble.PORTAL)
    assert (ask(road), Echo.heard) == (LOGIN_OF_THE_PORTAL, [])


def test_what_was_expected_can_be_called_off(road):
    road.expect(Trouble.CUT)
    road.forget()
    assert ask(road) == b"hello"


def test_latency_and_rate_take_their_time(road):
    road.latency, road.rate = 0.05, 20_000
    start = time.perf_counter()
    ask(road, body=b"x" * 2000)
    assert time.perf_counter() - start > 2 * 0.05 + 2 * 2000 / 20_000  # it cannot be quicker


def test_a_server_that_is_not_there_is_no_signal_either(road):
    road.server = 1
    assert refused(road)
