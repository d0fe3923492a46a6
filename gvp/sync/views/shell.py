"""Pages that a phone keeps whole and that name nobody: what is on this phone, the rescue, and handing in a file."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import gvp


def _nameless(request: Any, template: str) -> HttpResponse:
    """Whoever asks, the same page: a service worker keeps it for everybody who uses this phone."""
    request.user = AnonymousUser()
    return render(request, template, {"version": gvp.__version__})


@login_not_required
@require_safe
def phone(request: HttpRequest) -> HttpResponse:
    """The shell. Without signal it stands at every address and shows the page that is kept for it."""
    return _nameless(request, "sync/phone.html")


@login_not_required
@require_safe
def rescue(request: HttpRequest) -> HttpResponse:
    """Reads the storage of the phone as it lies, for when nothing else opens it any more."""
    return _nameless(request, "sync/rescue.html")


@login_not_required
@require_safe
def hand_in(request: HttpRequest) -> HttpResponse:
    """A colleague's file, brought by anybody; what it holds is its author's."""
    return _nameless(request, "sync/hand_in.html")
