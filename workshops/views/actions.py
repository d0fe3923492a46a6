"""Actions of a network: recorded on a phone, corrected, validated by a second person."""

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE, MANAGE_PEOPLE, SEE_RECORDS
from gvp.audit import words
from gvp.audit.models import Entry
from participants.forms import attempt
from participants.models import Network, NetworkMembership
from workshops import acting
from workshops.models import NetworkAction
from workshops.opening import action_form, correction_of_action
from workshops.outreach_forms import ActionForm
from workshops.views.found import keys_of
from workshops.views.networks import the_network

HISTORY = 30  # lines


@allowed(LOG_ATTENDANCE)
@require_http_methods(["GET", "POST"])
def action_new(request: UserRequest, pk: UUID) -> HttpResponse:
    """`?leader=` ticks the man whose page led here."""
    network = the_network(request, pk)
    last = network.actions.order_by("-date", "-recorded_at").first()
    initial = {"community": last and last.community_id, "leaders": keys_of(request.GET.getlist("leader"))}
    form = action_form(request.user, network, request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form, acting.record, by=request.user, network=network, key=form.cleaned_data["id"],
            facts=form.facts(), leaders=form.cleaned_data["leaders"],
        )  # fmt: skip
        if made:
            messages.success(request, _("Stored: %(code)s. A second person validates it.") % {"code": made.code})
            return redirect("workshops:action", made.pk)
    return render(request, "workshops/action_form.html", _around(form, network))


@allowed(LOG_ATTENDANCE)
@require_http_methods(["GET", "POST"])
def action_edit(request: UserRequest, pk: UUID) -> HttpResponse:
    action = _editable(request, pk)
    form = correction_of_action(request.user, action, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            form, acting.change, by=request.user, action=action, facts=form.facts(),
            leaders=form.cleaned_data["leaders"], seen=form.cleaned_data["seen"],
        )  # fmt: skip
        if changed is not None:
            messages.success(request, _("Saved.") if changed else _("Nothing had changed."))
            return redirect("workshops:action", action.pk)
    return render(request, "workshops/action_form.html", _around(form, action.network) | {"action": action})


@allowed(LOG_ATTENDANCE, SEE_RECORDS)
@require_safe
def action(request: UserRequest, pk: UUID) -> HttpResponse:
    found = _the_action(request, pk)
    entries = Entry.objects.about(found).select_related("by")[:HISTORY]
    may_manage = request.user.may(MANAGE_PEOPLE)
    context = {
        "action": found,
        "leaders": found.leaders.order_by("sort_name", "code"),
        "history": [(entry, words.details(entry)) for entry in entries],
        "may_edit": request.user.may(LOG_ATTENDANCE) and (may_manage or found.recorded_by_id == request.user.pk),
        "may_validate": may_manage and found.recorded_by_id != request.user.pk,
        "may_manage": may_manage,
        "may_open": request.user.may(SEE_RECORDS),
        "may_log": request.user.may(LOG_ATTENDANCE),
    }
    return render(request, "workshops/action.html", context)


@allowed(SEE_RECORDS)
@require_safe
def actions_pending(request: UserRequest) -> HttpResponse:
    """Those that nobody has validated: first what does not count yet, the oldest above."""
    waiting = NetworkAction.objects.visible_to(request.user).filter(validated=False)
    rows = waiting.select_related("network", "community__district", "recorded_by").prefetch_related("leaders")
    proven = ~Q(evidence="") | ~Q(evidence_file="")
    context = {
        "parts": [
            (_("Do not count yet"), rows.exclude(proven).order_by("date", "code")),
            (_("Count by their evidence"), rows.filter(proven).order_by("date", "code")),
        ],
        "may_manage": request.user.may(MANAGE_PEOPLE),
        "may_open": request.user.may(SEE_RECORDS),
    }
    return render(request, "workshops/actions_pending.html", context)


@allowed(MANAGE_PEOPLE)
@require_POST
def action_validate(request: UserRequest, pk: UUID) -> HttpResponse:
    """From the list of those that wait one goes back to the list."""
    found = _the_action(request, pk)
    try:
        acting.validate(by=request.user, action=found)
        text = _("%(code)s is validated. It can be undone on its page.")
        messages.success(request, text % {"code": found.code})
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    if request.POST.get("back") == "pending":
        return redirect("workshops:actions_pending")
    return redirect("workshops:action", found.pk)


@allowed(MANAGE_PEOPLE)
@require_POST
def action_unvalidate(request: UserRequest, pk: UUID) -> HttpResponse:
    found = _the_action(request, pk)
    acting.undo_validation(by=request.user, action=found)
    messages.success(request, _("The validation of %(code)s is undone.") % {"code": found.code})
    return redirect("workshops:action", found.pk)


@allowed(LOG_ATTENDANCE)
@require_POST
def action_remove(request: UserRequest, pk: UUID) -> HttpResponse:
    """Take back an action recorded twice or by mistake."""
    found = _editable(request, pk)
    try:
        acting.take_out(by=request.user, action=found)
        messages.success(request, _("%(code)s is taken out.") % {"code": found.code})
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return redirect("workshops:action", found.pk)
    return redirect("workshops:network", found.network_id)


def _the_action(request: UserRequest, pk: UUID) -> NetworkAction:
    return get_object_or_404(_whole(NetworkAction.objects.visible_to(request.user)), pk=pk)


def _editable(request: UserRequest, pk: UUID) -> NetworkAction:
    return get_object_or_404(_whole(NetworkAction.objects.editable_by(request.user)), pk=pk)


def _whole(rows: Any) -> Any:
    return rows.select_related("network__province", "community__district", "recorded_by", "validated_by")


def _around(form: ActionForm, network: Network) -> dict[str, Any]:
    """The form with the men to tap: those who belong to the network today first."""
    ticked = {str(key) for key in form["leaders"].value() or ()}
    men = [Man(stays, str(stays[-1].participant_id) in ticked) for stays in _stays(network)]
    return {
        "form": form,
        "network": network,
        "here": [man for man in men if man.latest.left_on is None],
        "gone": [man for man in men if man.latest.left_on is not None],
    }


class Man(NamedTuple):
    """A man of a network, to be tapped."""

    stays: list[NetworkMembership]
    ticked: bool

    @property
    def latest(self) -> NetworkMembership:
        return self.stays[-1]

    @property
    def days(self) -> str:
        """From when until when he belonged to it, for the phone: "2026-03-03/2026-05-01 2026-06-10/"."""
        return " ".join(f"{stay.joined_on}/{stay.left_on or ''}" for stay in self.stays)


def _stays(network: Network) -> list[list[NetworkMembership]]:
    """Of each man, by name, his stays, the latest last."""
    rows = NetworkMembership.objects.filter(network=network).select_related("participant")
    found: dict[UUID, list[NetworkMembership]] = {}
    for stay in rows.order_by("participant__sort_name", "participant__code", "joined_on", "pk"):
        found.setdefault(stay.participant_id, []).append(stay)
    return list(found.values())
