"""Networks of leaders: the list, one network's page, who belongs to it."""

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE, MANAGE_PEOPLE, SEE_RECORDS
from participants.forms import attempt
from participants.models import Network, NetworkMembership, Participant
from participants.parameters import FOUNDING_MEMBERS
from workshops import networking
from workshops.models import NetworkAction
from workshops.network_page import lacking, see, sensitised_on
from workshops.outreach_forms import JoinForm, LeaveForm, MemberForm, NetworkForm
from workshops.views.found import keys_of, words_of

ACTIONS = 20  # on one page
SHOWN = 60  # men found at once; more are narrowed down by searching


class Candidate(NamedTuple):
    person: Participant
    sensitised_on: Any
    inside: bool
    ticked: bool


@allowed(LOG_ATTENDANCE, SEE_RECORDS)
@require_safe
def networks(request: UserRequest) -> HttpResponse:
    """Every network with its people, its latest action and what it lacks."""
    rows = Network.objects.visible_to(request.user).select_related("province", "coordinator")
    people = rows.annotate(
        joined=Count("memberships__participant", distinct=True),
        here=Count("memberships__participant", filter=Q(memberships__left_on=None), distinct=True),
    )
    acted = NetworkAction.objects.values("network").annotate(n=Count("pk"), last=Max("date"))
    actions = {row["network"]: row for row in acted.filter(network__in=rows.values("pk")).order_by()}
    wanted = int(FOUNDING_MEMBERS.value())
    found: Any = people.order_by("name", "code")
    lines: list[Any] = [(n, actions.get(n.pk, {}), lacking(n, n.joined, wanted)) for n in found]
    context = {"lines": lines, "may_manage": request.user.may(MANAGE_PEOPLE)} | _may_log(request)
    return render(request, "workshops/networks.html", context)


@allowed(LOG_ATTENDANCE, SEE_RECORDS)
@require_safe
def network(request: UserRequest, pk: UUID) -> HttpResponse:
    found = the_network(request, pk)
    actions = found.actions.select_related("community__district").prefetch_related("leaders")
    context = {
        "network": found,
        "seen": see(found, timezone.localdate()),
        "page": Paginator(actions.order_by("-date", "-code"), ACTIONS).get_page(request.GET.get("page")),
        "may_open": request.user.may(SEE_RECORDS),
        "may_manage": request.user.may(MANAGE_PEOPLE),
    } | _may_log(request)
    return render(request, "workshops/network.html", context)


def _may_log(request: UserRequest) -> dict[str, bool]:
    return {"may_log": request.user.may(LOG_ATTENDANCE)}


def the_network(request: UserRequest, pk: UUID) -> Network:
    rows = Network.objects.visible_to(request.user).select_related("province", "coordinator")
    return get_object_or_404(rows, pk=pk)


@allowed(MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def network_new(request: UserRequest) -> HttpResponse:
    form = NetworkForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, networking.found, by=request.user, key=form.cleaned_data["id"], facts=form.facts())
        if made:
            messages.success(request, _("%(network)s is stored. Its members come next.") % {"network": made.name})
            return redirect("workshops:network", made.pk)
    return render(request, "workshops/network_form.html", {"form": form})


@allowed(MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def network_edit(request: UserRequest, pk: UUID) -> HttpResponse:
    found = the_network(request, pk)
    form = NetworkForm(request.POST or None, request.FILES or None, instance=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            form, networking.change, by=request.user, network=found, facts=form.facts(), seen=form.cleaned_data["seen"]
        )
        if changed is not None:
            messages.success(request, _("Saved.") if changed else _("Nothing had changed."))
            return redirect("workshops:network", found.pk)
    return render(request, "workshops/network_form.html", {"form": form, "network": found})


# --- Members --------------------------------------------------------------------------------


@allowed(MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def member_add(request: UserRequest, pk: UUID) -> HttpResponse:
    """Search, tick, join: one form, so that whoever was ticked before a search stays ticked."""
    found = the_network(request, pk)
    men = Participant.objects.visible_to(request.user).living().men().select_related("community__district")
    searching = "search" in request.POST
    form = JoinForm(None if searching else request.POST or None, candidates=men)
    if request.method == "POST" and not searching and form.is_valid():
        made = attempt(form, networking.join, by=request.user, network=found, **form.cleaned_data)
        if made is not None:
            text = ngettext("%(n)d man joined the network.", "%(n)d men joined the network.", made) % {"n": made}
            messages.success(request, text if made else _("All of them were members already."))
            return redirect("workshops:network", found.pk)
    if searching:
        form.initial.update({name: request.POST.get(name) for name in ("joined_on", "commitment_on")})
    words = words_of(request)
    candidates = _candidates(found, men, words, keys_of(request.POST.getlist("people")))
    context = {"network": found, "form": form, "words": words, "found": candidates[:SHOWN]}
    return render(request, "workshops/member_add.html", context | {"too_many": len(candidates) > SHOWN})


def _candidates(network: Network, men: Any, words: str, ticked: list[UUID]) -> list[Candidate]:
    """Those found by the words, or without words the men of the province who are sensitised; those ticked first."""
    inside = set(network.memberships.current().values_list("participant", flat=True))
    if words:
        matching = list(men.matching(words).order_by("sort_name", "code")[: SHOWN + 1])
        since = sensitised_on(men.filter(pk__in=[man.pk for man in matching]), timezone.localdate())
    else:
        mine = men.filter(community__district__province=network.province_id).exclude(pk__in=inside)
        since = sensitised_on(mine, timezone.localdate())
        matching = list(men.filter(pk__in=since).order_by("sort_name", "code")[: SHOWN + 1])
    people = {man.pk: man for man in (*men.filter(pk__in=ticked), *matching)}
    return [Candidate(man, since.get(pk), pk in inside, pk in ticked) for pk, man in people.items()]


@allowed(MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def member_edit(request: UserRequest, pk: UUID) -> HttpResponse:
    stay = _the_stay(request, pk)
    form = MemberForm(request.POST or None, request.FILES or None, instance=stay)
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            form, networking.correct, by=request.user, stay=stay, facts=form.facts(), seen=form.cleaned_data["seen"]
        )
        if changed is not None:
            messages.success(request, _("Saved.") if changed else _("Nothing had changed."))
            return redirect("workshops:network", stay.network_id)
    return render(request, "workshops/member_form.html", {"form": form, "stay": stay})


@allowed(MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def member_leave(request: UserRequest, pk: UUID) -> HttpResponse:
    stay = _the_stay(request, pk)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, networking.leave, by=request.user, stay=stay, **form.cleaned_data)
        if done is not None:
            day = date_format(form.cleaned_data["on"], "SHORT_DATE_FORMAT")
            text = _("%(code)s left the network on %(day)s. It can be undone on this page.")
            messages.success(request, text % {"code": stay.participant.code, "day": day})
            return redirect("workshops:network", stay.network_id)
    return render(request, "workshops/member_leave.html", {"form": form, "stay": stay})


@allowed(MANAGE_PEOPLE)
@require_POST
def member_return(request: UserRequest, pk: UUID) -> HttpResponse:
    """Undo a leaving: the same stay goes on. Whoever comes back later joins anew."""
    stay = _the_stay(request, pk)
    try:
        networking.undo_leaving(by=request.user, stay=stay)
        messages.success(request, _("%(code)s belongs to the network again.") % {"code": stay.participant.code})
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("workshops:network", stay.network_id)


@allowed(MANAGE_PEOPLE)
@require_POST
def member_remove(request: UserRequest, pk: UUID) -> HttpResponse:
    """Take back a stay written down by mistake."""
    stay = _the_stay(request, pk)
    try:
        networking.take_out(by=request.user, stay=stay)
        messages.success(request, _("%(code)s was never a member.") % {"code": stay.participant.code})
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("workshops:network", stay.network_id)


def _the_stay(request: UserRequest, pk: UUID) -> NetworkMembership:
    rows = NetworkMembership.objects.visible_to(request.user).select_related("network", "participant")
    return get_object_or_404(rows, pk=pk)
