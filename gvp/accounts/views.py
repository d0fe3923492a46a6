"""Coming in, going out, and the answer to too many wrong passwords. Each leaves its line in the audit log."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from gvp.accounts.forms import LoginForm
from gvp.accounts.models import User
from gvp.audit.log import Verb, record
from gvp.base import typed

ENTERED = "entrada"  # cookie: a password was typed just now; static/js/sync/idle.js reads it once, instead of the PIN
ENTERED_SECONDS = 300


@method_decorator(login_not_required, name="dispatch")
class Login(LoginView):
    """Name and password. `next` is followed within this house only (LoginView sees to it)."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm

    @transaction.atomic
    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        typed.claim(self.request)
        record(by=form.get_user(), verb=Verb.LOGGED_IN, target=form.get_user())
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(ENTERED, "1", max_age=ENTERED_SECONDS, secure=secure, samesite="Lax")
        return response

    @transaction.atomic
    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """An unknown name is not written down: people type passwords into the wrong box."""
        if typed := form.cleaned_data.get("username"):
            record(by=None, verb=Verb.REFUSED, target=User.objects.filter(username=typed).first())
        return super().form_invalid(form)


class Logout(LogoutView):
    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        record(by=request.user, verb=Verb.LOGGED_OUT)
        response = super().post(request, *args, **kwargs)
        response.delete_cookie(ENTERED, samesite="Lax")
        return response


class PasswordChange(PasswordChangeView):
    template_name = "accounts/password.html"
    success_url = reverse_lazy("home")

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record(by=form.user, verb=Verb.CHANGED, target=form.user, fields=["password"])
        messages.success(self.request, _("Your new password is in place."))
        return response


def locked_out(request: HttpRequest, credentials: dict, *args: object, **kwargs: object) -> HttpResponse:
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
