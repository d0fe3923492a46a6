"""Cycles, sessions and enrolments as one user may open them; Http404 otherwise."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from gvp.accounts.permissions import UserRequest
from participants.models import Participant
from workshops.models import Cycle, Enrolment, Workshop


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
