"""Guards for views."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from gvp.accounts.models import User

View = Callable[..., HttpResponse]


class UserRequest(HttpRequest):
    """What a view gets here: everybody has logged in (LoginRequiredMiddleware), so `user` is ours."""

    user: User


def allowed(*permissions: str) -> Callable[[View], View]:
    """Let only roles with one of these permissions in; others get 403. Rows are limited by visible_to."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: UserRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(map(request.user.may, permissions)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
