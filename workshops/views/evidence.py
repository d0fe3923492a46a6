"""Photos and scans of the signed sheet: adding, looking, replacing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import ADMINISTER, LOG_ATTENDANCE, SEE_RECORDS
from gvp.documents.serve import serve
from participants.forms import attempt
from workshops import evidencing
from workshops.evidence_forms import EvidenceForm
from workshops.models import Cycle, Evidence, Workshop
from workshops.views.found import the_session


@allowed(LOG_ATTENDANCE, SEE_RECORDS)
@require_http_methods(["GET", "POST"])
def evidence(request: UserRequest, pk: UUID) -> HttpResponse:
    session = the_session(request, pk)
    may_add = request.user.may(LOG_ATTENDANCE)
    if request.method == "POST" and not may_add:
        raise PermissionDenied
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data = form.cleaned_data
        if attempt(form, evidencing.add, by=request.user, workshop=session, key=data["id"], kept=data["file"]):
            messages.success(request, _("The sheet is kept."))
            return redirect("workshops:report", session.pk)
    context = {
        "session": session,
        "form": form,
        "sheets": Evidence.objects.filter(workshop=session).select_related("recorded_by"),
        "may_add": may_add and session.status != Workshop.Status.CANCELLED,
        "may_look": _may_look(request, session),
        "may_replace": request.user.may(ADMINISTER),
    }
    return render(request, "workshops/evidence.html", context)


@allowed(LOG_ATTENDANCE, SEE_RECORDS)
@require_safe
def evidence_file(request: UserRequest, pk: UUID) -> Any:
    """The file itself. A sheet of school leaders shows names: only with the protection permission."""
    sheet = _the_sheet(request, pk)
    if not _may_look(request, sheet.workshop):
        raise Http404
    return serve(sheet.file, sheet.workshop.code)


@allowed(ADMINISTER)
@require_http_methods(["GET", "POST"])
def evidence_replace(request: UserRequest, pk: UUID) -> HttpResponse:
    """The wrong photo, or one that shows a face: another takes its place."""
    sheet = _the_sheet(request, pk)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data = form.cleaned_data
        if attempt(form, evidencing.replace, by=request.user, evidence=sheet, key=data["id"], kept=data["file"]):
            messages.success(request, _("The sheet is replaced."))
            return redirect("workshops:evidence", sheet.workshop_id)
    return render(request, "workshops/evidence_replace.html", {"session": sheet.workshop, "form": form})


def _the_sheet(request: UserRequest, pk: UUID) -> Evidence:
    sheets = Evidence.objects.visible_to(request.user).select_related("workshop__cycle__community__district")
    return get_object_or_404(sheets, pk=pk)


def _may_look(request: UserRequest, session: Workshop) -> bool:
    return request.user.sees_minors or session.cycle.kind != Cycle.Kind.WINAY
