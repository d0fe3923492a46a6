"""What the frame of a page needs to know about the outbox of this phone."""

from functools import partial
from typing import Any

from django.http import HttpRequest

import gvp
from gvp.accounts.roles import LOG_ATTENDANCE


def phone(request: HttpRequest) -> dict[str, Any]:
    """`phone` is called by the frame only: {author, version} of whoever writes facts down, None for the others.

    Also of whoever wrote some down before, or is lent a phone on which something is unsent, as its cookie says.
    """
    return {"phone": partial(_of, request)}


def _of(request: HttpRequest) -> dict[str, str] | None:
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not (user.may(LOG_ATTENDANCE) or _unsent(request)):
        return None
    return {"author": str(user.pk), "version": gvp.__version__}


def _unsent(request: HttpRequest) -> bool:
    """`pendientes`, written by static/js/sync/outbox.js: how many, and since when."""
    return request.COOKIES.get("pendientes", "0") != "0"
