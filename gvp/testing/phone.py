"""A phone without a screen: it speaks the wire of field work, keeps what was not acknowledged and sends it again."""

import datetime as dt
import gzip
import json
import time
from collections.abc import Iterable
from copy import copy
from http.client import HTTPConnection, HTTPException
from typing import Any, Self
from uuid import UUID, uuid4

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gvp.testing.serving import LOCAL

PATIENCE = 60  # seconds for an answer
LONG_PATIENCE = 120  # seconds in which what it holds is delivered
MOST = 500  # operations of one request
Operation = dict[str, Any]


def operation(
    kind: str, record: UUID, base: UUID | str | None = None, at: dt.datetime | None = None, **payload: Any
) -> Operation:
    """One fact as a phone writes it down, under a key of its own. `at`: when, if not now."""
    return {
        "id": str(uuid4()),
        "kind": kind,
        "version": 1,
        "base": base and str(base),
        "record": str(record),
        "captured_at": (at or timezone.now()).isoformat(),
        "payload": json.loads(json.dumps(payload, default=str)),
    }


class Phone:
    """Logged in as `user`; the server listens at `port` of this machine. One connection for each request."""

    def __init__(self, port: int, user: Any) -> None:
        self.port, self.user, self.device = port, user, uuid4()
        self.outbox: list[Operation] = []
        self.receipts: dict[str, dict[str, Any]] = {}
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self._cookies = {name: morsel.value for name, morsel in client.cookies.items()}

    def greet(self) -> dict[str, Any]:
        """The first word to a server: it answers who we are, and gives the token of forms."""
        self.ask(reverse("sync:greeting"))
        clock = timezone.now().isoformat()
        facts = {"device": str(self.device), "label": "prueba", "version": "1", "unsent": len(self.outbox),
                 "oldest": None, "clock": clock, "lost": 0}  # fmt: skip
        return self.ask(reverse("sync:greeting"), facts)[1]

    def twin(self) -> Self:
        """The same phone once more, as with two tabs: what it holds will be sent by both."""
        twin = copy(self)
        twin.outbox, twin.receipts, twin._cookies = [*self.outbox], dict(self.receipts), dict(self._cookies)
        return twin

    def put(self, operations: Iterable[Operation]) -> None:
        self.outbox += operations

    def send(self) -> int:
        """Send the outbox once; the status of the answer, 0 for none. What has a receipt leaves the outbox."""
        status, answer = self.ask(reverse("sync:take"), self._envelope(self.outbox[:MOST]))
        got = {receipt["id"]: receipt for receipt in answer.get("receipts", []) if receipt["status"] != "held"}
        self.receipts |= got
        self.outbox = [one for one in self.outbox if one["id"] not in got]
        return status

    def deliver(self) -> int:
        """Send until everything has a receipt; how many times no good answer came. Raises TimeoutError."""
        deadline, unheard = time.monotonic() + LONG_PATIENCE, 0
        while self.outbox:
            if self.send() != 200:
                unheard += 1
                time.sleep(0.01)
            if time.monotonic() > deadline:
                raise TimeoutError("the server does not take what the phone holds")
        return unheard

    def request(self, operations: list[Operation]) -> tuple[dict[str, str], bytes]:
        """Headers and body with which these would be sent."""
        return self._headers(), _packed(self._envelope(operations))

    def _envelope(self, operations: list[Operation]) -> dict[str, Any]:
        return {
            "device": str(self.device),
            "author": str(self.user.pk),
            "sent_at": timezone.now().isoformat(),
            "operations": operations,
        }

    def ask(self, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        """Status and JSON of the answer; (0, {}) for none, and {} for what is not of this program."""
        packed = None if body is None else _packed(body)
        connection = HTTPConnection(LOCAL, self.port, timeout=PATIENCE)
        try:
            connection.request("GET" if packed is None else "POST", path, packed, self._headers())
            response = connection.getresponse()
            content = response.read()
        except (OSError, HTTPException):
            return 0, {}
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie", []):
            name, _, value = line.split(";")[0].partition("=")
            self._cookies[name] = value
        return response.status, _ours(content)

    def _headers(self) -> dict[str, str]:
        return {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "X-CSRFToken": self._cookies.get(settings.CSRF_COOKIE_NAME, ""),
            "Content-Type": "application/json",
            "Content-Encoding": "gzip",
        }


def _packed(body: Any) -> bytes:
    return gzip.compress(json.dumps(body).encode())


def _ours(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) and answer.get("gvp") == 1 else {}
