"""Pages that belong to no program noun."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.csrf import csrf_failure
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from gvp.base import manual as manual_pages
from gvp.base import typed
from gvp.base.gallery import GalleryForm, filled_in_badly
from gvp.base.models import HelpLine

ADMINISTER = "administer"  # as in gvp.accounts.roles, a floor above this one


@require_safe
def home(request: Any) -> HttpResponse:
    """Everybody's first screen is the one their role works on."""
    return redirect(request.user.role_.home)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the application and its database answer; for the proxy and the watchman."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def help_card(request: HttpRequest) -> HttpResponse:
    """Where to call. Open to everybody, one tap from every page."""
    return render(request, "base/help_card.html", {"lines": HelpLine.objects.filter(shown=True)})


@login_not_required
@require_safe
def manual(request: HttpRequest, slug: str = manual_pages.FIRST) -> HttpResponse:
    """A chapter of the manual. Open to everybody, and the same for everybody."""
    try:
        chapter = manual_pages.chapter(slug)
    except KeyError as unknown:
        raise Http404 from unknown
    return render(request, "base/manual.html", {"chapter": chapter, "chapters": manual_pages.chapters()})


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Spanish or English, remembered by this browser; back to the page it was chosen on."""
    return set_language(request)


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is no longer valid: somebody logged in again in another tab of this browser."""
    page = typed.keep(request)
    return redirect(page) if page else csrf_failure(request, reason)


@require_safe
def gallery(request: Any) -> HttpResponse:
    """Every component as it looks, for whoever builds or translates a page."""
    if not request.user.may(ADMINISTER):
        raise PermissionDenied
    icons = ("today", "board", "person-add", "search", "phone", "exit", "menu", "check", "cross", "warning")
    context = {"form": GalleryForm(), "bad_form": filled_in_badly(), "icons": icons, "hues": range(1, 6)}
    return render(request, "base/gallery.html", context)
