"""The phone and the server introduce themselves; the answer carries the key of whoever logged in."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

import gvp
from gvp.accounts.permissions import UserRequest
from gvp.accounts.roles import LOG_ATTENDANCE
from gvp.sync import keys
from gvp.sync.endpoint import Refused, answer, endpoint, require
from gvp.sync.greeting import Greeting, greet
from gvp.sync.models import Device, Seat
from gvp.sync.parameters import LOCK_MINUTES
from gvp.sync.wire import Fields, body

REVOKED = gettext_noop(
    "This phone was withdrawn by an administrator: it keeps no lists any more. What was unsent stays on it; export it, "
    "or bring it to your coordinator."
)
ROLE = gettext_noop("Your role sends no records. What is unsent here can be handed in sealed, and keeps its author.")


@require_http_methods(["GET", "POST"])
@endpoint()
def greeting(request: UserRequest) -> HttpResponse:
    """GET only says who is logged in, and sets the cookie that a POST needs.

    A revoked phone is told so also without a login: that of whoever lost it has ended.
    """
    now = timezone.now()
    require(request.user, LOG_ATTENDANCE, **_told(request))
    known: dict[str, Any] = {"author": str(request.user.pk), "name": str(request.user), "now": now.isoformat()}
    known |= {"version": gvp.__version__, "lock_minutes": LOCK_MINUTES}
    if request.method == "GET":
        return answer(**known)
    return answer(**known, **_of(greet(user=request.user, said=_read(request, now), now=now)))


def _told(request: UserRequest) -> dict[str, object]:
    """What a phone is told whose login sends nothing, or that has none, whatever else it says."""
    if request.user.is_authenticated:
        return {"message": _(ROLE)}
    if request.method == "GET":
        return {}
    try:
        device = Fields(body(request)).optional_key("device")
    except Refused:
        return {}
    revoked = Device.objects.filter(pk=device, revoked_at__isnull=False).exists()
    return {"revoked": True, "message": _(REVOKED)} if revoked else {}


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
        session=request.session.session_key or "",
    )
    said.check()
    return greeted


def _of(seat: Seat) -> dict[str, object]:
    revoked = seat.device.revoked_at is not None
    key = None if revoked else keys.released(seat)
    return {
        "device": str(seat.device_id), "key": key, "revoked": revoked, "expires_at": seat.expires_at.isoformat(),
        "message": _(REVOKED) if revoked else "",
    }  # fmt: skip
