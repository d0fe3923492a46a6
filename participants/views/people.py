"""Registering, correcting and finding people."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE, REVEAL
from gvp.base import typed
from participants import actions
from participants.consent_texts import FOR_LEADERS, FOR_MEN
from participants.forms import EditForm, RegisterForm, SimilarForm, attempt
from participants.phones import show_phone
from participants.similar import Match, similar
from participants.views.common import standing, to_person

LAST_COMMUNITY = "last_community"  # in the session: the next person is mostly from the same one


@allowed(LOG_ATTENDANCE)
@require_http_methods(["GET", "POST"])
def register(request: UserRequest) -> HttpResponse:
    """A new person; people who look alike are shown once before anybody is stored."""
    initial = {"community": request.session.get(LAST_COMMUNITY)}
    form = RegisterForm(request.POST or typed.returned(request), user=request.user, initial=initial)
    matches: list[Match] = []
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["confirmed"]:
            matches = similar(facts=form.facts(), user=request.user, leave_out=form.cleaned_data["id"])
        if not matches:
            person = attempt(form, actions.register, by=request.user, facts=form.facts(), consents=form.consents())
            if person:
                request.session[LAST_COMMUNITY] = str(person.community_id)
                messages.success(request, _("%(code)s is registered.") % {"code": person.code})
                return to_person(request, person)
    texts = {"texts_for_men": FOR_MEN, "texts_for_leaders": FOR_LEADERS}
    return render(request, "participants/register.html", {"form": form, "matches": matches} | texts)


@allowed(LOG_ATTENDANCE)
@require_POST
def find_similar(request: UserRequest) -> HttpResponse:
    """A piece of page for the form being typed; by POST, so that no name stands in an address."""
    matches = similar(facts=SimilarForm(request.POST, user=request.user).facts(), user=request.user)
    return render(request, "participants/similar.html", {"matches": matches})


@allowed(LOG_ATTENDANCE)
@require_http_methods(["GET", "POST"])
def edit(request: UserRequest, pk: UUID) -> HttpResponse:
    person = standing(request, pk)
    form = EditForm(request.POST or typed.returned(request), instance=person, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changed = attempt(
            form, actions.change, by=request.user, participant=person,
            facts=form.facts(), seen=data["seen"], reason=data["reason"],
        )  # fmt: skip
        if changed is not None:
            messages.success(request, _("Saved.") if changed else _("Nothing had changed."))
            return to_person(request, person)
    return render(request, "participants/edit.html", {"form": form, "person": person})


@allowed(REVEAL)
@require_POST
@never_cache
def reveal(request: UserRequest, pk: UUID) -> HttpResponse:
    """Document and phone in clear, once; a reload asks and is written down again."""
    person = standing(request, pk)
    document, phone = actions.reveal(by=request.user, participant=person)
    shown: dict[str, Any] = {"person": person, "document": document, "phone": show_phone(phone)}
    return render(request, "participants/reveal.html", shown)
