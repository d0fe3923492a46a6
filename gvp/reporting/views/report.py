"""The donor report: its questions, the PDF, and the same as a page to print."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_GET

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_FIGURES
from gvp.base.pdf import PdfUnavailable
from gvp.reporting.report import document
from gvp.reporting.report.asked import presets
from gvp.reporting.report.data import build
from gvp.reporting.report.forms import ReportForm


@allowed(SEE_FIGURES)
@require_GET
def report(request: UserRequest) -> HttpResponse:
    """The questions; with an address that holds answers, what is wrong with them."""
    form = ReportForm(request.GET or None, user=request.user)
    return render(request, "reporting/report.html", {"form": form, "presets": presets(timezone.localdate())})


@allowed(SEE_FIGURES)
@require_GET
def report_pdf(request: UserRequest) -> HttpResponse:
    form = ReportForm(request.GET, user=request.user)
    if not form.is_valid():
        return _back_to_questions(request)
    asked = form.asked()
    with translation.override(asked.language):
        made = build(user=request.user, asked=asked, today=timezone.localdate())
        try:
            content = document.pdf(made)
        except PdfUnavailable as missing:
            return _no_pdf(request, str(missing))
    document.write_down(by=request.user, report=made, form="pdf")
    headers = {"Content-Disposition": f'attachment; filename="{asked.file_name}"', "Content-Language": asked.language}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@allowed(SEE_FIGURES)
@require_GET
def report_page(request: UserRequest) -> HttpResponse:
    """The printable page: needs nothing but a browser."""
    form = ReportForm(request.GET, user=request.user)
    if not form.is_valid():
        return _back_to_questions(request)
    asked = form.asked()
    with translation.override(asked.language):
        made = build(user=request.user, asked=asked, today=timezone.localdate())
        page = document.html(made, "reporting/report_page.html", query=request.GET.urlencode())
    document.write_down(by=request.user, report=made, form="page")
    return HttpResponse(page, headers={"Content-Language": asked.language})


def _back_to_questions(request: UserRequest) -> HttpResponse:
    return redirect(f"{reverse('reporting:report')}?{request.GET.urlencode()}")


def _no_pdf(request: UserRequest, install: str) -> HttpResponse:
    """Says what the machine lacks, and leads to the printable page."""
    context = {"install": install, "query": request.GET.urlencode()}
    return render(request, "reporting/report_no_pdf.html", context, status=503)
