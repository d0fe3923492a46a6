"""What every screen about one person begins with."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import redirect

from gvp.accounts.permissions import UserRequest
from participants.models import Participant

CHAIN = 20  # merges of merges; a longer chain would be a mistake in the data


def standing(request: UserRequest, pk: UUID) -> Participant:
    """The record this user may open, or the record it was merged into. Http404 otherwise."""
    people = Participant.objects.openable_by(request.user).select_related("community__district__province", "school")
    for _ in range(CHAIN):
        person = people.filter(pk=pk).first()
        if person is None:
            raise Http404
        if person.merged_into_id is None:
            return person
        pk = person.merged_into_id
    raise Http404


def to_person(request: UserRequest, person: Participant) -> Any:
    """Where one goes after changing something: the person's page, for those who may open it."""
    if request.user.may("see_records"):
        return redirect("reporting:person", person.pk)
    return redirect("participants:register")
