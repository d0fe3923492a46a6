"""Somebody who came and is not on the list."""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE
from gvp.base import typed
from participants.consent_texts import REGISTRATION
from participants.forms import attempt
from participants.models import Participant
from participants.similar import Match, similar
from workshops import walking_in
from workshops.enrolling import group_of
from workshops.models import Cycle, Workshop
from workshops.views.found import the_session, words_of
from workshops.walk_in_forms import WalkInForm, guess


@allowed(LOG_ATTENDANCE)
@require_http_methods(["GET", "POST"])
def walk_in(request: UserRequest, pk: UUID) -> HttpResponse:
    """Search first; by POST, so that no name stands in an address."""
    session = the_session(request, pk)
    words = words_of(request)
    form = WalkInForm(typed.returned(request), user=request.user, session=session, initial=guess(words))
    return _page(request, session, form, words=words)


@allowed(LOG_ATTENDANCE)
@require_POST
def walk_in_search(request: UserRequest, pk: UUID) -> HttpResponse:
    """A piece of page while the name is being typed."""
    return render(request, "workshops/walk_in_found.html", _found(request, the_session(request, pk), words_of(request)))


@allowed(LOG_ATTENDANCE)
@require_POST
def walk_in_add(request: UserRequest, pk: UUID) -> HttpResponse:
    """One of those found: enrolled and present."""
    session = the_session(request, pk)
    try:
        chosen, mark = UUID(request.POST["person"]), UUID(request.POST["mark"])
    except (KeyError, ValueError):
        messages.error(request, _("Nobody was chosen. Search again."))
        return redirect("workshops:walk_in", session.pk)
    person = get_object_or_404(Participant.objects.openable_by(request.user), pk=chosen)
    try:
        walking_in.welcome(by=request.user, workshop=session, person=person, mark=mark)
        messages.success(request, _("%(code)s is on the list, present.") % {"code": person.code})
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("workshops:roster", session.pk)


@allowed(LOG_ATTENDANCE)
@require_POST
def walk_in_register(request: UserRequest, pk: UUID) -> HttpResponse:
    """A new man; people who look alike are shown once before he is stored."""
    session = the_session(request, pk)
    form = WalkInForm(request.POST, user=request.user, session=session)
    matches: list[Match] = []
    if form.is_valid():
        if not form.cleaned_data["confirmed"]:
            matches = similar(facts=form.facts(), user=request.user, leave_out=form.cleaned_data["id"])
        if not matches and (
            person := attempt(
                form, walking_in.register, by=request.user, workshop=session, facts=form.facts(),
                consents=form.consents(), mark=form.cleaned_data["mark"],
            )
        ):  # fmt: skip
            messages.success(request, _("%(code)s is registered and present.") % {"code": person.code})
            return redirect("workshops:roster", session.pk)
    return _page(request, session, form, matches=matches)


@allowed(LOG_ATTENDANCE)
@require_POST
def walk_in_count(request: UserRequest, pk: UUID) -> HttpResponse:
    """Somebody who does not want to be registered: one more in the anonymous count."""
    session = the_session(request, pk)
    shown = request.POST.get("shown", "")
    try:
        walking_in.count_one(by=request.user, workshop=session, shown=int(shown))
        messages.success(request, _("One more without registration."))
    except ValueError:
        messages.error(request, _("The number did not arrive whole. Try again."))
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
    return redirect("workshops:roster", session.pk)


def _page(
    request: UserRequest, session: Workshop, form: WalkInForm, *, words: str = "", matches: list[Match] | None = None
) -> HttpResponse:
    context = _found(request, session, words) | {
        "form": form,
        "matches": matches or [],
        "registers": session.cycle.kind == Cycle.Kind.SENSITISATION,
        "text": REGISTRATION,
        "group": group_of(session.cycle),
    }
    return render(request, "workshops/walk_in.html", context)


def _found(request: UserRequest, session: Workshop, words: str) -> dict[str, Any]:
    people = walking_in.search(user=request.user, workshop=session, words=words)
    return {"session": session, "words": words, "found": people, "mark": uuid.uuid4()}
