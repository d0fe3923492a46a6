"""The hand-over act: as PDF, and as a page to print where no PDF can be made."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_RECORDS
from gvp.audit import log
from gvp.base.pdf import PdfUnavailable, render_pdf
from materials import rows
from materials.models import Transfer


@allowed(SEE_RECORDS)
@require_safe
def act(request: UserRequest, pk: UUID) -> HttpResponse:
    transfer = _the_transfer(request, pk)
    html = render_to_string("materials/act.html", _context(transfer), request)
    try:
        document = render_pdf(html, css=["static:css/sheet_pdf.css", "static:css/act.css"])
    except PdfUnavailable as missing:
        messages.warning(request, _("This machine cannot make PDFs. To install: %(command)s") % {"command": missing})
        return redirect("materials:transfer_act_page", transfer.pk)
    with transaction.atomic():
        rows.record(request.user, log.Verb.EXPORTED, transfer)
    answer = HttpResponse(document, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{transfer.code}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@allowed(SEE_RECORDS)
@require_safe
def act_page(request: UserRequest, pk: UUID) -> HttpResponse:
    """The same act, printed by the browser."""
    return render(request, "materials/act_page.html", _context(_the_transfer(request, pk)))


def _the_transfer(request: UserRequest, pk: UUID) -> Transfer:
    transfers = Transfer.objects.visible_to(request.user).select_related(
        "material", "edition", "institution__district__province"
    )
    return get_object_or_404(transfers, pk=pk)


def _context(transfer: Transfer) -> dict[str, Any]:
    return {"transfer": transfer, "material": transfer.material, "institution": transfer.institution}
