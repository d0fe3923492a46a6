"""The private calendar of deadlines, and the page that makes and revokes its address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gvp.accounts.models import User
from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_RECORDS
from plans import addresses, ical
from plans.models import CalendarToken, Plan, PlanAction
from plans.story import story, with_acts


@login_not_required
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Deadlines of what the holder of the address may see; 404 for every other token."""
    user = addresses.holder(token)
    if user is None:
        raise Http404
    answer = HttpResponse(_feed(request, user), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="plazos.ics"'
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _feed(request: HttpRequest, user: User) -> bytes:
    now, day = timezone.now(), timezone.localdate()
    actions = PlanAction.objects.visible_to(user).open(day).select_related("plan", "responsible")
    told = (story(plan, day) for plan in with_acts(Plan.objects.visible_to(user)))
    return ical.feed(
        actions.order_by("deadline", "code"),
        [(one.plan, ends) for one in told if (ends := one.ratification.mandate_ends)],
        address=lambda plan: request.build_absolute_uri(reverse("plans:plan", args=[plan.pk])),
        now=now,
        day=day,
    )


@allowed(SEE_RECORDS)
@require_http_methods(["GET", "POST"])
def calendar_address(request: UserRequest) -> HttpResponse:
    """Make an address. It is shown in the answer to the POST, and never again."""
    address = ""
    if request.method == "POST":
        token = addresses.make(by=request.user)
        address = request.build_absolute_uri(reverse("plans:calendar", args=[token]))
    live = CalendarToken.objects.visible_to(request.user).live().first()
    answer = render(request, "plans/calendar_address.html", {"live": live, "address": address})
    answer["Cache-Control"] = "private, no-store"
    return answer


@allowed(SEE_RECORDS)
@require_POST
def calendar_revoke(request: UserRequest) -> HttpResponse:
    addresses.revoke(by=request.user)
    messages.success(request, _("The address is revoked: nobody reads this calendar any more."))
    return redirect("plans:calendar_address")
