"""The sheet for signatures: as PDF, and as a page to print where no PDF can be made."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import LOG_ATTENDANCE, SEE_RECORDS
from gvp.audit import log
from gvp.base.pdf import PdfUnavailable, render_pdf
from workshops import sheet as paper
from workshops.models import Workshop
from workshops.views.found import the_session


@allowed(LOG_ATTENDANCE, SEE_RECORDS)
@require_safe
def sheet(request: UserRequest, pk: UUID) -> HttpResponse:
    session = the_session(request, pk)
    html = render_to_string("workshops/sheet.html", _context(request, session), request)
    try:
        document = render_pdf(html, css=["static:css/sheet_pdf.css", "static:css/sheet.css"])
    except PdfUnavailable as missing:
        messages.warning(request, _("This machine cannot make PDFs. To install: %(command)s") % {"command": missing})
        return redirect("workshops:sheet_page", session.pk)
    with transaction.atomic():
        province = session.cycle.community.district.province_id
        log.record(by=request.user, verb=log.Verb.EXPORTED, target=session, province=province)
    answer = HttpResponse(document, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{session.code}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@allowed(LOG_ATTENDANCE, SEE_RECORDS)
@require_safe
def sheet_page(request: UserRequest, pk: UUID) -> HttpResponse:
    """The same sheet, printed by the browser."""
    return render(request, "workshops/sheet_page.html", _context(request, the_session(request, pk)))


def _context(request: UserRequest, session: Workshop) -> dict[str, Any]:
    address = request.build_absolute_uri(reverse("workshops:roster", args=[session.pk]))
    return {"session": session, "lines": paper.lines(session, request.user), "qr": paper.qr(address)}
