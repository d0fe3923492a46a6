"""The admin as one place: who comes in, what stands on its first page, in which order things are listed."""

from collections.abc import Iterator
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from gvp.accounts.roles import ADMINISTER
from gvp.ops import today

# What the models are for, in the words of the people who look for them.
GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("People"), ("participants.participant", "participants.consent", "participants.merge")),
    (
        _("Cycles and sessions"),
        (
            "workshops.cycle",
            "workshops.module",
            "workshops.workshop",
            "workshops.enrolment",
            "workshops.attendance",
            "workshops.evidence",
        ),
    ),
    (
        _("Networks and replications"),
        ("participants.network", "participants.networkmembership", "workshops.networkaction", "workshops.replication"),
    ),
    (
        _("Measurement of change"),
        (
            "participants.instrument",
            "participants.domain",
            "participants.changethreshold",
            "participants.comparisondesign",
        ),
    ),
    (_("Places and institutions"), ("places.community", "partners.institution", "places.province", "places.district")),
    (_("Targets and materials"), ("reporting.target", "materials.material")),
    (
        _("Boards and plans"),
        (
            "plans.plan",
            "plans.planaction",
            "plans.milestone",
            "plans.board",
            "plans.boardmember",
            "plans.boardmeeting",
            "plans.mayoralterm",
        ),
    ),
    (_("Users and settings"), ("accounts.user", "base.parameter", "base.helpline", "audit.entry")),
)
# Pages of Django's that the house has its own for.
REPLACED = {"password_change", "password_change_done", "view_on_site"}


class HouseAdminSite(AdminSite):
    site_title = site_header = index_title = _("Administration")
    enable_nav_sidebar = False
    final_catch_all_view = False
    index_template = "admin/index.html"

    def has_permission(self, request: Any) -> bool:
        user = request.user
        return bool(user.is_authenticated and user.is_staff and user.may(ADMINISTER))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Whoever has logged in and may not enter gets 403 instead of a second login page."""

        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def checked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return checked

    def get_urls(self) -> list[Any]:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in REPLACED]

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: Any, extra_context: Any = None) -> HttpResponse:
        """One login for the house: throttled, and written down."""
        if request.user.is_authenticated:
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next") or request.get_full_path(), settings.LOGIN_URL)

    def logout(self, request: Any, extra_context: Any = None) -> Any:
        return redirect("accounts:logout", preserve_request=True)

    def app_index(self, request: Any, app_label: str, extra_context: Any = None) -> Any:
        """The first page lists everything, by what it is for; there is no second index."""
        return redirect("admin:index")

    def index(self, request: Any, extra_context: Any = None) -> TemplateResponse:
        context = {
            "title": self.index_title,
            "tasks": today.tasks(request.user),
            "latest": today.latest(request.user),
            "groups": list(self._groups(request)),
        }
        return super().index(request, context | (extra_context or {}))

    def _groups(self, request: Any) -> Iterator[tuple[Any, list[dict[str, Any]]]]:
        shown = {
            f"{app['app_label']}.{model['object_name'].lower()}": model
            for app in self.get_app_list(request)
            for model in app["models"]
        }
        for label, names in GROUPS:
            if models := [shown[name] for name in names if name in shown]:
                yield label, models
