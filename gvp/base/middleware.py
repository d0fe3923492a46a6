"""Small courtesies around every request."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from gvp.base import typed

GetResponse = Callable[[HttpRequest], HttpResponse]


class NoNulMiddleware:
    """An address with a NUL is nobody's: PostgreSQL compares no text with it, SQLite does. Answered with 400.

    Form fields refuse it by themselves; what stands in an address is often compared as it is.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("A NUL in the address.")
        return self.get_response(request)


class SpanishFirstMiddleware:
    """Spanish unless the person chose English here.

    Django's LocaleMiddleware would follow the phone's language, and many cheap phones in the
    provinces are set to English by their shop. `?lang=` names it for one answer: a service worker, which keeps
    the pages that name nobody, sends no cookie.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.GET.get("lang") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ForPhoneMiddleware:
    """A page that a phone takes along to where there is no signal says so in a header: `For-Phone: 8`, days.

    Its reader then has `on_phone`, how many days from today on the page is taken along for, and pages show
    only what a lost phone may hold: names in short, nothing that leads to where there is no signal.
    """

    MOST = 15  # days; the pages of a phone do not last longer

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        days = request.headers.get("For-Phone", "")
        if days.isdecimal() and days.isascii():
            request.user.on_phone = max(1, min(int(days[:3]), self.MOST))  # type: ignore[union-attr]
        return self.get_response(request)


class PrivateCacheMiddleware:
    """Pages seen by somebody logged in are never kept by a shared cache or the back button's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response.headers and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response


class LoggedInMiddleware(LoginRequiredMiddleware):
    """Everybody logs in first, and afterwards is where he or she was.

    After a form was sent with an expired session that is the page with the form: its address takes
    no GET. The browser names the page in Referer, within our own site only (SECURE_REFERRER_POLICY).
    A form that says so brings back what was typed as well (typed.py).
    """

    def process_view(self, request: Any, view_func: Any, view_args: Any, view_kwargs: Any) -> Any:
        """At a page for everybody nobody is looked up: it answers by itself when the database does not."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        if page := typed.keep(request):
            return redirect_to_login(page, settings.LOGIN_URL)
        came_from = urlsplit(request.headers.get("Referer", ""))
        own = came_from.netloc == request.get_host()
        page = came_from._replace(scheme="", netloc="").geturl() if own else resolve_url(settings.LOGIN_REDIRECT_URL)
        return redirect_to_login(page, settings.LOGIN_URL)
