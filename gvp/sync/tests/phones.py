"""A phone in tests: it mints operations and sends them as whoever holds it."""

import datetime as dt
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gvp.sync.models import Operation
from gvp.testing.phone import operation

BACKEND = "django.contrib.auth.backends.ModelBackend"


class Phone:
    """One person's phone. What it writes down stays here until it is sent, and can be sent again."""

    ahead = dt.timedelta()  # of our clock

    def __init__(self, user: Any) -> None:
        self.user, self.device = user, uuid.uuid4()
        self.client = Client()
        self.client.force_login(user, backend=BACKEND)

    def now(self) -> dt.datetime:
        return timezone.now() + self.ahead

    def write(self, kind: str, record: Any, **payload: Any) -> dict[str, Any]:
        """One operation, written now. `base` and `at` are the envelope's, everything else the payload."""
        return operation(kind, record, **{"at": self.now()} | payload)

    def send(self, *operations: dict[str, Any]) -> list[dict[str, Any]]:
        """The receipts, in the same order."""
        said = {
            "device": str(self.device), "author": str(self.user.pk), "sent_at": self.now().isoformat(),
            "operations": list(operations),
        }  # fmt: skip
        answer = self.client.post(reverse("sync:take"), said, content_type="application/json")
        assert answer.status_code == 200, answer.content
        return answer.json()["receipts"]

    def sends(self, kind: str, record: Any, **payload: Any) -> tuple[str, str]:
        """Write one, send it; status and reason of its receipt."""
        receipt = self.send(self.write(kind, record, **payload))[0]
        return receipt["status"], receipt["reason"]


def tray() -> list[tuple[str, str, str]]:
    """What waits: kind, reason, code of the province."""
    return sorted((row.kind, row.reason, row.province_id or "") for row in Operation.objects.in_review())
