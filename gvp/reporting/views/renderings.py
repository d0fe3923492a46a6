"""PDFs being made: how far each is, and its file when it is ready. Each person sees his or her own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_FIGURES
from gvp.base.pdf import INSTALL
from gvp.reporting.models import Rendering
from gvp.reporting.report import rendering as making

SHOWN = 10


@allowed(SEE_FIGURES)
@require_safe
def renderings(request: UserRequest) -> HttpResponse:
    """The page looks again by script, or by its link. A look takes over what a dead process left behind."""
    found = list(Rendering.objects.visible_to(request.user).select_related("report").defer("content")[:SHOWN])
    for each in found:
        making.start_if_dead(each)
    busy = [each for each in found if each.state in making.BUSY]
    context = {"renderings": found, "busy": busy, "install": INSTALL, "steps": making.LAST}
    return render(request, "reporting/report_making.html", context)


@allowed(SEE_FIGURES)
@require_safe
def rendering_file(request: UserRequest) -> HttpResponse:
    """The file of `?document=`; without it, the list."""
    asked = request.GET.get("document", "")
    if not asked:
        return redirect("reporting:renderings")
    found = get_object_or_404(Rendering.objects.visible_to(request.user), pk=_uuid(asked))
    if found.content is None:
        return redirect("reporting:renderings")
    headers = {
        "Content-Disposition": f'attachment; filename="{found.file_name}"',
        "Content-Language": found.language,
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(bytes(found.content), content_type="application/pdf", headers=headers)


def make_for(request: UserRequest, **about: Any) -> HttpResponse:
    """Have a PDF made, or say why not; the page of documents shows how far it is."""
    try:
        making.ask(by=request.user, **about)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect("reporting:renderings")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as no_key:
        raise Http404 from no_key
