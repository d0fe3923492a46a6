"""The road between a phone and the server: a proxy on this machine that a test can make slow, cut, or make lie.

Throttling in a browser's tools does not reach its service workers; a slow road does. One request per connection,
which is all that HTTP needs, so that whatever happens, happens to one request.
"""

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Self

from gvp.testing.serving import LOCAL

PATIENCE = 60  # seconds in which a request has to arrive and to be answered
EDGE = 2500  # bytes per second: the 20 kbit/s of a village with one bar
LOGIN_OF_THE_PORTAL = b"<!doctype html><title>WiFi gratis</title><form>Acepte las condiciones</form>"
PORTAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (
    len(LOGIN_OF_THE_PORTAL),
    LOGIN_OF_THE_PORTAL,
)


class Trouble(Enum):
    """What can happen to one request on its way."""

    CUT = "it never reaches the server"
    LOST_REPLY = "the server does its work, and nobody hears of it"
    HALF_REPLY = "the answer breaks off in the middle"
    PORTAL = "the WiFi of a café answers in the server's place, with status 200"


@dataclass(frozen=True)
class Passed:
    """A request that came by, with the bytes of head and body that were sent and that set out to come back.

    `packed`: those that would have come back had a server in front compressed them, as nginx does.
    """

    method: str
    path: str
    sent: int
    answered: int = 0
    packed: int = 0
    trouble: Trouble | None = None


class Road:
    """`with Road(port_of_the_server) as road:` and the phone uses `road.url`.

    `latency` in seconds for each way, `rate` in bytes per second shared by all that is under way; both may be
    changed at any time. `passed` tells every request, in the order in which they were answered.
    """

    def __init__(self, server: int, latency: float = 0, rate: int | None = None) -> None:
        self.server, self.latency, self.rate = server, latency, rate
        self.passed: list[Passed] = []
        self._ahead: list[tuple[Trouble, str]] = []
        self._under_way: set[socket.socket] = set()
        self._lock, self._narrow = threading.Condition(), threading.Lock()
        self._cut = threading.Event()
        self._door = self._listen(0)
        self.port: int = self._door.getsockname()[1]

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._under_way)

    @property
    def url(self) -> str:
        return f"http://{LOCAL}:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.cut()

    # --- What a test orders -----------------------------------------------------------------

    def cut(self) -> None:
        """No signal: whatever is under way breaks, and nobody answers any more."""
        self._cut.set()
        self._door.close()
        with self._lock:
            for connection in self._under_way:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Signal again, at the same address."""
        if self._cut.is_set():
            self._cut.clear()
            self._door = self._listen(self.port)

    def expect(self, trouble: Trouble, path: str = "/", times: int = 1) -> None:
        """This will happen to the next requests whose path begins so."""
        with self._lock:
            self._ahead += [(trouble, path)] * times

    def forget(self) -> None:
        """What was expected and has not happened yet will not happen."""
        with self._lock:
            self._ahead.clear()

    def to(self, path: str) -> list[Passed]:
        return [passed for passed in self.passed if passed.path.startswith(path)]

    def wait_for(self, path: str, times: int = 1) -> None:
        """Until so many requests to it have been answered, or lost; their answers may still be on the way."""
        with self._lock:
            if not self._lock.wait_for(lambda: len(self.to(path)) >= times, PATIENCE):
                raise TimeoutError(path)

    # --- The road itself --------------------------------------------------------------------

    def _listen(self, port: int) -> socket.socket:
        door = socket.create_server((LOCAL, port), backlog=64)
        threading.Thread(target=self._welcome, args=[door], daemon=True).start()
        return door

    def _welcome(self, door: socket.socket) -> None:
        with suppress(OSError):  # the door was closed
            while True:
                phone, _ = door.accept()
                threading.Thread(target=self._serve, args=[phone], daemon=True).start()

    def _serve(self, phone: socket.socket) -> None:
        with suppress(OSError), self._connection(phone):
            head, body = _read(phone)
            method, path, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
            trouble, sent, answer = self._next(path), len(head) + len(body), b""
            try:
                self._wait(self.latency)
                self._squeeze(sent)
                answer = self._answer(head, body, trouble)
            finally:
                with self._lock:
                    self.passed.append(Passed(method, path, sent, len(answer), _packed(answer), trouble))
                    self._lock.notify_all()
            self._deliver(phone, answer)

    @contextmanager
    def _connection(self, connection: socket.socket) -> Iterator[None]:
        """A connection that the cut reaches."""
        connection.settimeout(PATIENCE)
        with self._lock:
            self._under_way.add(connection)
        try:
            yield
        finally:
            with self._lock:
                self._under_way.discard(connection)
            connection.close()

    def _next(self, path: str) -> Trouble | None:
        with self._lock:
            for ahead in self._ahead:
                if path.startswith(ahead[1]):
                    self._ahead.remove(ahead)
                    return ahead[0]
        return None

    def _answer(self, head: bytes, body: bytes, trouble: Trouble | None) -> bytes:
        if trouble is Trouble.PORTAL:
            return PORTAL
        if trouble is Trouble.CUT:
            raise ConnectionError
        server = socket.create_connection((LOCAL, self.server), timeout=PATIENCE)
        with self._connection(server):
            server.sendall(_closing(head) + body)
            answer = b"".join(iter(lambda: server.recv(65536), b""))
        if not answer or trouble is Trouble.LOST_REPLY:
            raise ConnectionError
        return answer[: answer.index(b"\r\n\r\n") + 5] if trouble is Trouble.HALF_REPLY else answer

    def _deliver(self, phone: socket.socket, answer: bytes) -> None:
        step = max(self.rate // 20, 1) if self.rate else len(answer)
        self._wait(self.latency)
        for start in range(0, len(answer), step):
            part = answer[start : start + step]
            self._squeeze(len(part))
            phone.sendall(part)

    def _squeeze(self, size: int) -> None:
        """One thing after the other through the narrow place."""
        if self.rate:
            with self._narrow:
                self._wait(size / self.rate)

    def _wait(self, seconds: float) -> None:
        if self._cut.wait(seconds) if seconds else self._cut.is_set():
            raise ConnectionError


def _read(phone: socket.socket) -> tuple[bytes, bytes]:
    """Head and body of one request."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += _more(phone)
    head, _, body = got.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while len(body) < int(lengths[0] if lengths else 0):
        body += _more(phone)
    return head + b"\r\n\r\n", body


def _packed(answer: bytes) -> int:
    head, _, body = answer.partition(b"\r\n\r\n")
    return len(head) + 4 + min(len(body), len(gzip.compress(body)))


def _more(phone: socket.socket) -> bytes:
    if not (part := phone.recv(65536)):
        raise ConnectionError
    return part


def _closing(head: bytes) -> bytes:
    """The same head, asking the server to hang up after its answer."""
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith((b"connection:", b"keep-alive:"))]
    return b"\r\n".join([lines[0], b"Connection: close", *lines[1:]])
