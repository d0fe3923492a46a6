"""The phone and the server introduce themselves; the answer carries the key of whoever logged in."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

import gvp
from gvp.accounts.permissions import UserRequest
from gvp.accounts.roles import LOG_ATTENDANCE
from gvp.sync import keys
from gvp.sync.endpoint import answer, endpoint
from gvp.sync.greeting import Greeting, greet
from gvp.sync.models import Seat
from gvp.sync.parameters import LOCK_MINUTES
from gvp.sync.wire import Fields, body


@require_http_methods(["GET", "POST"])
@endpoint(LOG_ATTENDANCE)
def greeting(request: UserRequest) -> HttpResponse:
    """GET only says who is logged in, and sets the cookie that a POST needs."""
    now = timezone.now()
    known: dict[str, Any] = {"author": str(request.user.pk), "name": str(request.user), "now": now.isoformat()}
    known |= {"version": gvp.__version__, "lock_minutes": LOCK_MINUTES}
    if request.method == "GET":
        return answer(**known)
    return answer(**known, **_of(greet(user=request.user, said=_read(request, now), now=now)))


def _read(request: UserRequest, now: dt.datetime) -> Greeting:
    said = Fields(body(request))
    clock = said.moment("clock")
    greeted = Greeting(
        device=said.key("device"),
        label=said.text("label", 80),
        version=said.text("version", 40),
        unsent=said.number("unsent"),
        oldest=said.moment("oldest"),
        skew=round((clock - now).total_seconds()) if clock else 0,
        lost=said.number("lost"),
    )
    said.check()
    return greeted


def _of(seat: Seat) -> dict[str, object]:
    revoked = seat.device.revoked_at is not None
    key = None if revoked else keys.released(seat)
    return {
        "device": str(seat.device_id), "key": key, "revoked": revoked, "expires_at": seat.expires_at.isoformat(),
    }  # fmt: skip
