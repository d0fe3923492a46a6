"""Teléfonos: whose they are, what they have not sent; a lost one is revoked."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import MANAGE_DEVICES, MANAGE_PEOPLE
from gvp.sync import devices as phones
from gvp.sync.models import Device

PAGE = 50


@allowed(MANAGE_PEOPLE)
@require_safe
def devices(request: UserRequest) -> HttpResponse:
    context = {
        "page": Paginator(phones.seen_by(request.user), PAGE).get_page(request.GET.get("page")),
        "nags_before": timezone.now() - timedelta(hours=phones.NAG_HOURS),
        "may_revoke": request.user.may(MANAGE_DEVICES),
    }
    return render(request, "sync/devices.html", context)


@allowed(MANAGE_DEVICES)
@require_POST
def revoke(request: UserRequest, pk: UUID) -> HttpResponse:
    said = _("Withdrawn: this phone gets no key any more. If it turns up, put it back into use.")
    return _done(request, pk, phones.revoke, said)


@allowed(MANAGE_DEVICES)
@require_POST
def restore(request: UserRequest, pk: UUID) -> HttpResponse:
    said = _("Back in use: whoever logs in on this phone can work with it again.")
    return _done(request, pk, phones.restore, said)


def _done(request: UserRequest, pk: UUID, action: Callable[..., bool], said: str) -> HttpResponse:
    try:
        action(by=request.user, device=pk)
    except Device.DoesNotExist as unseen:
        raise Http404 from unseen
    messages.success(request, said)
    return redirect("sync:devices")
