"""One person's consents: what was agreed to, what was taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import MANAGE_PEOPLE
from participants import consenting
from participants.consent_forms import ConsentForm, ReinstateForm, RevokeForm
from participants.consent_texts import FOR_LEADERS, FOR_MEN
from participants.forms import attempt
from participants.models import Consent, Participant
from participants.views.common import standing


@allowed(MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def consents(request: UserRequest, pk: UUID) -> HttpResponse:
    person = standing(request, pk)
    form = ConsentForm(request.POST or None, participant=person)
    if request.method == "POST" and form.is_valid():
        given = attempt(form, consenting.give, by=request.user, participant=person, facts=form.cleaned_data)
        if given:
            messages.success(request, _("The consent is stored."))
            return redirect("participants:consents", person.pk)
    given_so_far = list(person.consents.select_related("recorded_by"))
    context = {
        "person": person,
        "form": form,
        "consents": given_so_far,
        "texts": FOR_LEADERS if person.is_school_leader else FOR_MEN,
        "is_adult_now": consenting.needs_own_consent(person, given_so_far, timezone.localdate()),
    }
    return render(request, "participants/consents.html", context)


@allowed(MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def revoke(request: UserRequest, pk: UUID) -> HttpResponse:
    consent = _consent(request, pk)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        revoked = attempt(form, consenting.revoke, by=request.user, consent=consent, **form.cleaned_data)
        if revoked:
            messages.success(request, _("The consent is revoked from that day on."))
            _tell_overtaken(request, revoked)
            return redirect("participants:consents", consent.participant_id)
    return render(request, "participants/revoke.html", {"form": form, "consent": consent})


@allowed(MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def reinstate(request: UserRequest, pk: UUID) -> HttpResponse:
    """Undo a revocation."""
    consent = _consent(request, pk)
    form = ReinstateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        undone = attempt(form, consenting.reinstate, by=request.user, consent=consent, **form.cleaned_data)
        if undone:
            messages.success(request, _("The revocation is undone: the consent is in force again."))
            return redirect("participants:consents", consent.participant_id)
    return render(request, "participants/reinstate.html", {"form": form, "consent": consent})


def _tell_overtaken(request: UserRequest, revoked: Consent) -> None:
    """Answers given on that day or later stand on nothing now: they stay and count no more."""
    overtaken = revoked.assessments.filter(date__gte=revoked.revoked_on).count()
    if overtaken:
        told = ngettext(
            "%(n)s questionnaire of that day or later counts no more.",
            "%(n)s questionnaires of that day or later count no more.",
            overtaken,
        )
        messages.warning(request, told % {"n": overtaken})


def _consent(request: UserRequest, pk: UUID) -> Consent:
    """A consent of a record this user may open; Http404 otherwise."""
    people = Participant.objects.openable_by(request.user)
    mine = Consent.objects.visible_to(request.user).filter(participant__in=people)
    return get_object_or_404(mine.select_related("participant__community__district"), pk=pk)
