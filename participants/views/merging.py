"""Probable duplicates: look, merge, undo, or say that they are two people."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import MANAGE_PEOPLE
from participants import merging
from participants.forms import attempt
from participants.merge_form import MergeForm
from participants.models import Merge, Participant, TwoPeople
from participants.similar import COLUMNS, pairs

PAGE = 25
RECENT = 10


@allowed(MANAGE_PEOPLE)
@require_safe
def duplicates(request: UserRequest) -> HttpResponse:
    """Pairs that may be one person, most similar first, and the latest merges."""
    people = Participant.objects.openable_by(request.user)
    apart = TwoPeople.objects.values_list("one", "other")
    found = pairs(people.living().values_list(*COLUMNS), map(frozenset, apart))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    wanted = [pk for pair in page.object_list for pk in (pair.one, pair.other)]
    shown = people.filter(pk__in=wanted).select_related("community__district").in_bulk()
    rows = [(*_older_first(shown[pair.one], shown[pair.other]), pair.score) for pair in page.object_list]
    merges = Merge.objects.standing().filter(survivor__in=people).select_related("survivor", "absorbed", "recorded_by")
    return render(request, "participants/duplicates.html", {"page": page, "rows": rows, "merges": merges[:RECENT]})


@allowed(MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def merge(request: UserRequest, pk: UUID, other: UUID) -> HttpResponse:
    """Two records side by side; `pk` is the one kept."""
    survivor, absorbed = _pair(request, pk, other)
    if absorbed.merged_into_id:
        return redirect("reporting:person", absorbed.merged_into_id)
    form = MergeForm(request.POST or None, survivor=survivor, absorbed=absorbed)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form, merging.merge, by=request.user, survivor=survivor, absorbed=absorbed,
            take=form.taken(), reason=form.cleaned_data["reason"],
        )  # fmt: skip
        if done:
            messages.success(
                request, _("%(code)s is now part of %(kept)s. You can undo it on this page.") % _codes(done)
            )
            return redirect("reporting:person", survivor.pk)
    return render(request, "participants/merge.html", {"form": form, "survivor": survivor, "absorbed": absorbed})


@allowed(MANAGE_PEOPLE)
@require_POST
def unmerge(request: UserRequest, pk: UUID) -> HttpResponse:
    mine = Participant.objects.openable_by(request.user)
    found = get_object_or_404(Merge.objects.filter(survivor__in=mine, absorbed__in=mine), pk=pk)
    try:
        done = merging.unmerge(by=request.user, merge=found)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("reporting:person", found.survivor_id)
    messages.success(request, _("%(code)s and %(kept)s are two records again.") % _codes(done))
    return redirect("reporting:person", done.survivor_id)


@allowed(MANAGE_PEOPLE)
@require_POST
def two_people(request: UserRequest, pk: UUID, other: UUID) -> HttpResponse:
    one, another = _pair(request, pk, other)
    merging.declare_two_people(by=request.user, one=one, other=another)
    messages.success(request, _("Noted: they are two people. This pair is not shown again."))
    return redirect("participants:duplicates")


def _pair(request: UserRequest, *keys: UUID) -> list[Participant]:
    mine = Participant.objects.openable_by(request.user)
    mine = mine.select_related("community__district__province", "current_community__district", "school")
    return [get_object_or_404(mine, pk=pk) for pk in keys]


def _older_first(*people: Participant) -> list[Participant]:
    """The record that exists for longer is proposed as the one kept."""
    return sorted(people, key=lambda person: (person.enrolled_on, person.recorded_at, person.code))


def _codes(done: Merge) -> dict[str, Any]:
    return {"code": done.absorbed.code, "kept": done.survivor.code}
