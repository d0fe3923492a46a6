"""The roster: who came, how many in all, saved with one tap."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from gvp.accounts.models import User
from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE
from gvp.base import typed
from participants.forms import attempt
from workshops import marking
from workshops.models import AttendanceState, Workshop
from workshops.roster import rows_of, tallies, with_everyone
from workshops.roster_forms import RosterForm
from workshops.views.found import the_session

EVERYONE, WALK_IN = "everyone", "walk_in"  # the other two buttons of the form


@allowed(LOG_ATTENDANCE)
@require_http_methods(["GET", "POST"])
def roster(request: UserRequest, pk: UUID) -> HttpResponse:
    sent = request.POST if request.method == "POST" else typed.returned(request)
    form = None if sent is None else RosterForm(sent)
    saving = form and request.method == "POST" and EVERYONE not in form.data
    if form and saving and form.is_valid() and (answer := _save(request, pk, form)):
        return answer
    session = the_session(request, pk)
    if form and any(form.has_error(name, "stale") for name in form.fields):
        form.show_stored(session)
    return render(request, "workshops/roster.html", _context(request, session, form or RosterForm.of(session)))


def _save(request: UserRequest, pk: UUID, form: RosterForm) -> HttpResponse | None:
    """Save and on to the next page; None when the form has to come back."""
    try:
        saved = attempt(form, marking.save, by=request.user, workshop=pk, claims=form.claims, counts=form.counts())
    except Workshop.DoesNotExist as unseen:
        raise Http404 from unseen
    if saved is None:
        return None
    if WALK_IN in request.POST:
        return redirect("workshops:walk_in", pk)
    if not saved.held:
        form.add_error(None, _("Nothing is marked yet: mark who came, or write the head count."))
        return None
    _say(request, saved)
    return redirect("workshops:report", pk)


def _say(request: UserRequest, saved: marking.Saved) -> None:
    if saved.disputed:
        text = ngettext(
            "Saved. For %(n)d person somebody else marked otherwise meanwhile: look at the list.",
            "Saved. For %(n)d people somebody else marked otherwise meanwhile: look at the list.",
            saved.disputed,
        )
        messages.warning(request, text % {"n": saved.disputed})
    else:
        messages.success(request, _("Saved.") if saved else _("Nothing had changed."))


def _context(request: UserRequest, session: Workshop, form: RosterForm) -> dict[str, Any]:
    rows = rows_of(session, _kept(form))
    if EVERYONE in form.data:
        rows = with_everyone(rows)
    return {
        "session": session,
        "form": form,
        "rows": rows,
        "tallies": tallies(row.state for row in rows),
        "states": AttendanceState.choices,
        "others": [choice for choice in AttendanceState.choices if choice[0] not in ("present", "absent")],
        "open": session.status != Workshop.Status.CANCELLED and _has_come(session, request.user),
        "disputed": [row for row in rows if row.disputed],
    }


def _has_come(session: Workshop, user: User) -> bool:
    """The session's day; a phone that is taken along looks at the day by itself (static/js/roster.js)."""
    return session.date <= timezone.localdate() or bool(user.on_phone)


def _kept(form: RosterForm) -> dict[str, str]:
    """What was ticked; the keys of its marks too, unless they are spent."""
    kept = {name: value for name, value in form.data.items() if name.startswith(("state-", "ticket-"))}
    if form.is_bound and form.has_error(NON_FIELD_ERRORS, "reused"):
        kept = {name: value for name, value in kept.items() if name.startswith("state-")}
    return kept
