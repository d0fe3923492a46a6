"""Files that a browser wants at the root: the service worker and the manifest of the installable app."""

import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from gvp.sync import precache

ICONS = (("img/app.svg", "any", "any"), ("img/app-192.png", "192x192", "any"), ("img/app-512.png", "512x512", "any"),
         ("img/app-512.png", "512x512", "maskable"))  # fmt: skip
PAPER = "#fbf6ec"  # --paper of tokens.css


def _etag(request: HttpRequest) -> str:
    return f'"{precache.digest()}"'


@login_not_required
@require_safe
@condition(etag_func=_etag)
def worker(request: HttpRequest) -> HttpResponse:
    """Asked for at every visit, so that a new version is noticed; the browser compares it byte by byte."""
    lists = {"files": precache.files(), "shells": precache.shells(), "reading": precache.reading()}
    context = {
        "version": precache.digest(),
        "lists": mark_safe(json.dumps(lists)),  # noqa: S308 addresses of our own
        "static": settings.STATIC_URL,
    }
    answer = render(request, "sync/worker.js", context, content_type="text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """On a phone that may be seen by others the app has a neutral name."""
    types = {"svg": "image/svg+xml", "png": "image/png"}
    told = {
        "id": "/",
        "name": _("Workshop register"),
        "short_name": _("Workshops"),
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": static(name), "sizes": sizes, "type": types[name.rpartition(".")[2]], "purpose": purpose}
            for name, sizes, purpose in ICONS
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json", headers={"Cache-Control": "no-cache"})
