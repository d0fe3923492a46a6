"""Addresses that programs on the phone speak to: JSON whatever happens, so that nothing else is taken for an answer.

Every answer says "gvp": 1. A captive portal, a proxy or an error page does not, and the phone then knows that nothing
was sent.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import resolve_url
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt, ensure_csrf_cookie

View = Callable[..., HttpResponse]
WIRE = 1  # version of the envelope; payloads have their own
LONGEST = 10 * 1024**2  # bytes of any request


class Refused(Exception):  # noqa: N818 - an answer, no error
    """The whole request, with nothing of it taken."""

    def __init__(self, status: int, error: str, **more: Any) -> None:
        super().__init__(error)
        self.status, self.error, self.more = status, error, more


def answer(status: int = 200, /, **said: Any) -> JsonResponse:
    return JsonResponse({"gvp": WIRE} | said, status=status, headers={"Cache-Control": "no-store"})


class _JsonCsrf(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return answer(403, error="csrf")


def endpoint(*permissions: str) -> Callable[[View], View]:
    """A view for whoever has logged in and has one of these permissions; none given: for anybody.

    401 instead of the login page, 403, and 503 when the database cannot be reached or written to just now.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                require(request.user, *permissions)
                return view(request, *args, **kwargs)
            except Refused as refused:
                return answer(refused.status, error=refused.error, **refused.more)
            except (OperationalError, InterfaceError):
                return answer(503, retry=True)

        with_token: Any = decorator_from_middleware(_JsonCsrf)(guarded)
        checked = _not_too_long(with_token)
        # The house's own check, which answers with a page, is switched off in favour of the one above.
        return login_not_required(csrf_exempt(ensure_csrf_cookie(checked)))

    return decorate


def _not_too_long(view: View) -> View:
    """Looked at before anything else: the check of the token reads the whole body."""

    @wraps(view)
    def measured(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > LONGEST:
            return answer(413, error="big")
        return view(request, *args, **kwargs)

    return measured


def require(user: Any, *permissions: str, **more: Any) -> None:
    """Raises Refused with `more` to tell: 401 without a login, 403 in a role that may not."""
    if permissions and not user.is_authenticated:
        raise Refused(401, "login", login=resolve_url("accounts:login"), **more)
    if permissions and not any(map(user.may, permissions)):
        raise Refused(403, "role", **more)
