"""Cycles, sessions and enrolments as one user may open them, Http404 otherwise; and what a search was asked for."""

from collections.abc import Iterable
from uuid import UUID

from django.shortcuts import get_object_or_404

from gvp.accounts.permissions import UserRequest
from participants.models import Participant
from workshops.models import Cycle, Enrolment, Workshop

WORDS_LENGTH = 80


def the_cycle(request: UserRequest, pk: UUID) -> Cycle:
    cycles = Cycle.objects.visible_to(request.user).select_related("community__district__province")
    return get_object_or_404(cycles, pk=pk)


def the_session(request: UserRequest, pk: UUID) -> Workshop:
    sessions = Workshop.objects.visible_to(request.user).select_related("module", "community__district")
    return get_object_or_404(sessions.select_related("cycle__community__district"), pk=pk)


def the_enrolment(request: UserRequest, pk: UUID) -> Enrolment:
    """Of a person whose record this user may open: school leaders need the protection permission."""
    people = Participant.objects.openable_by(request.user)
    enrolments = Enrolment.objects.visible_to(request.user).filter(participant__in=people)
    return get_object_or_404(enrolments.select_related("participant", "cycle__community__district"), pk=pk)


def words_of(request: UserRequest) -> str:
    """What was typed into a search box: printable, single spaces, not too long."""
    typed = "".join(letter for letter in request.POST.get("q", "") if letter.isprintable())
    return " ".join(typed.split())[:WORDS_LENGTH]


def keys_of(texts: Iterable[str]) -> list[UUID]:
    """The ones that are keys."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
