"""Who takes part in a cycle: enrolling many, leaving, coming back, the closing practice."""

from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import MANAGE_CYCLES
from participants.forms import attempt
from participants.models import Participant
from workshops import enrolling
from workshops.cycle_forms import EnrolForm, PracticeForm, WithdrawForm
from workshops.models import Cycle, Enrolment
from workshops.views.found import keys_of, the_cycle, the_enrolment, words_of

SHOWN = 100  # people found at once; more are narrowed down by searching


class Candidate(NamedTuple):
    person: Participant
    enrolment: Enrolment | None  # already in this cycle
    ticked: bool


@allowed(MANAGE_CYCLES)
@require_http_methods(["GET", "POST"])
def enrol(request: UserRequest, pk: UUID) -> HttpResponse:
    """Search, tick, enrol: one form, so that what was ticked before a search stays ticked."""
    cycle = the_cycle(request, pk)
    people = _for_cycle(request, cycle)
    searching = "search" in request.POST
    form = EnrolForm(None if searching else request.POST or None, candidates=people)
    if request.method == "POST" and not searching and form.is_valid():
        made = attempt(form, enrolling.enrol, by=request.user, cycle=cycle, **form.cleaned_data)
        if made is not None:
            messages.success(request, _enrolled(made))
            return redirect("workshops:cycle", cycle.pk)
    if searching:
        form.initial["enrolled_on"] = request.POST.get("enrolled_on")
    words = words_of(request)
    found = _candidates(cycle, people, words, set(request.POST.getlist("people")))
    context = {"cycle": cycle, "form": form, "words": words, "found": found[:SHOWN], "too_many": len(found) > SHOWN}
    return render(request, "workshops/enrol.html", context)


def _for_cycle(request: UserRequest, cycle: Cycle) -> Any:
    people = Participant.objects.openable_by(request.user).living().filter(group=enrolling.group_of(cycle))
    return people.select_related("community__district")


def _candidates(cycle: Cycle, people: Any, words: str, ticked: set[str]) -> list[Candidate]:
    """Those found by the words, or without words whom the cycle's community has left to enrol; those ticked first."""
    left = people.filter(community=cycle.community).exclude(enrolments__cycle=cycle)
    matching = people.matching(words) if words else left
    enrolments = {enrolment.participant_id: enrolment for enrolment in cycle.enrolments.all()}
    kept = people.filter(pk__in=keys_of(ticked))
    found = {person.pk: person for person in (*kept, *matching.order_by("sort_name", "code")[: SHOWN + 1])}
    return [Candidate(p, enrolments.get(p.pk), str(p.pk) in ticked) for p in found.values()]


def _enrolled(made: int) -> str:
    if not made:
        return _("All of them were enrolled already.")
    return ngettext("%(n)d person is enrolled.", "%(n)d people are enrolled.", made) % {"n": made}


@allowed(MANAGE_CYCLES)
@require_http_methods(["GET", "POST"])
def withdraw(request: UserRequest, pk: UUID) -> HttpResponse:
    enrolment = the_enrolment(request, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, enrolling.withdraw, by=request.user, enrolment=enrolment, **form.cleaned_data)
        if done is not None:
            day = date_format(form.cleaned_data["on"], "SHORT_DATE_FORMAT")
            text = _("%(code)s left the cycle on %(day)s. It can be undone on this page.")
            messages.success(request, text % {"code": enrolment.participant.code, "day": day})
            return redirect("workshops:cycle", enrolment.cycle_id)
    return render(request, "workshops/withdraw.html", {"form": form, "enrolment": enrolment})


@allowed(MANAGE_CYCLES)
@require_POST
def rejoin(request: UserRequest, pk: UUID) -> HttpResponse:
    """Undo a withdrawal."""
    enrolment = the_enrolment(request, pk)
    enrolling.rejoin(by=request.user, enrolment=enrolment)
    messages.success(request, _("%(code)s takes part again.") % {"code": enrolment.participant.code})
    return redirect("workshops:cycle", enrolment.cycle_id)


@allowed(MANAGE_CYCLES)
@require_http_methods(["GET", "POST"])
def practice(request: UserRequest, pk: UUID) -> HttpResponse:
    """The closing practice of a Wiñay cycle: tick who did it, write the day."""
    cycle = the_cycle(request, pk)
    if cycle.kind != Cycle.Kind.WINAY:
        raise Http404
    people = Participant.objects.openable_by(request.user)
    mine = cycle.enrolments.active().filter(participant__in=people).select_related("participant")
    mine = mine.order_by("participant__sort_name")
    form = PracticeForm(request.POST or None, enrolments=mine)
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, enrolling.set_practice, by=request.user, cycle=cycle, **form.cleaned_data)
        if changed is not None:
            text = ngettext("Changed for %(n)d person.", "Changed for %(n)d people.", changed)
            messages.success(request, text % {"n": changed} if changed else _("Nothing had changed."))
            return redirect("workshops:practice", cycle.pk)
    context = {"cycle": cycle, "form": form, "enrolments": mine, "ticked": request.POST.getlist("enrolments")}
    return render(request, "workshops/practice.html", context)
