"""Writing a report's texts, reading it before it is closed, and taking it away as PDF or workbook."""

from tempfile import SpooledTemporaryFile
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_FIGURES, WRITE_REPORTS
from gvp.base import typed
from gvp.reporting.excel import XLSX, write_tables
from gvp.reporting.models import Report, ReportTexts
from gvp.reporting.report import document, kept, texts
from gvp.reporting.report.asked import Asked, Length
from gvp.reporting.report.tables import tables
from gvp.reporting.report.wording import language_name
from gvp.reporting.views.renderings import make_for
from gvp.reporting.views.reports import the_report
from participants.forms import attempt


def _language(report: Report, language: str) -> str:
    if language not in report.languages:
        raise Http404
    return language


def _length(length: str) -> str:
    if length not in Length.values:
        raise Http404
    return length


@allowed(WRITE_REPORTS)
@require_http_methods(["GET", "POST"])
def report_texts(request: UserRequest, pk: UUID, language: str) -> HttpResponse:
    """One language at a time, each text beside the figures it is about. One faulty text holds back no other."""
    report = the_report(request, pk)
    if report.seals.standing().exists():
        return redirect("reporting:report_kept", report.pk)
    stored = get_object_or_404(report.texts, language=_language(report, language))
    built = kept.edition(report, language, by=request.user, today=timezone.localdate())
    back = typed.returned(request)
    form = texts.TextsForm(request.POST or back, texts=stored, deviations=built.deviations)
    if request.method == "POST" and _save(request, form, stored):
        return redirect("reporting:report_kept", report.pk)
    context = {
        "report": report, "language": language, "language_name": language_name(language), "form": form,
        "source": texts.last_before(stored, request.user),
        "parts": [(part, form.narrative(part.number)) for part in built.contributions],
    }  # fmt: skip
    return render(request, "reporting/report_texts.html", context)


def _save(request: UserRequest, form: texts.TextsForm, stored: ReportTexts) -> bool:
    """Store what is right; whether that was everything."""
    right = form.is_valid()
    seen = form.cleaned_data.get("seen", "spoilt")  # not even text: surely not what is stored
    saved = attempt(form, texts.save, by=request.user, texts=stored, facts=form.facts(), seen=seen)
    if saved and right:
        messages.success(request, _("The texts are saved."))
    elif saved:
        form.go_on_from(saved)
        messages.warning(request, _("The other texts are saved. Correct what is marked and save again."))
    return bool(saved and right)


@allowed(WRITE_REPORTS)
@require_POST
def report_copy(request: UserRequest, pk: UUID, language: str) -> HttpResponse:
    """Empty boxes get the texts of the last report."""
    report = the_report(request, pk)
    stored = get_object_or_404(report.texts, language=_language(report, language))
    source = texts.last_before(stored, request.user)
    if source and not report.seals.standing().exists():
        number = len(texts.copy(by=request.user, texts=stored, source=source))
        messages.success(
            request, ngettext("%(n)d text was copied.", "%(n)d texts were copied.", number) % {"n": number}
        )
    return redirect("reporting:report_texts", report.pk, language)


@allowed(SEE_FIGURES)
@require_safe
def report_preview(request: UserRequest, pk: UUID, language: str, length: str) -> HttpResponse:
    """The report as a page: of a closed one what was sealed, of an open one what it would be now."""
    report, length = the_report(request, pk), _length(length)
    asked = Asked.about(report, _language(report, language), length)
    back = reverse("reporting:report_kept", args=[report.pk])
    with translation.override(language):
        if seal := report.seals.standing().first():
            page = document.as_page(seal.editions.get(language=language).pages[length], back=back)
            record = seal.record
        else:
            built = kept.edition(report, language, by=request.user, today=timezone.localdate(), length=length)
            page, record = document.html(built, "reporting/report_page.html", back=back), built.record
    document.write_down(by=request.user, asked=asked, record_code=record, form="page")
    return HttpResponse(page, headers={"Content-Language": language})


@allowed(SEE_FIGURES)
@require_POST
def report_make(request: UserRequest, pk: UUID, language: str, length: str) -> HttpResponse:
    """Have the PDF made; the page of documents shows how far it is."""
    report = the_report(request, pk)
    closed = report.seals.standing().exists()
    asked = Asked.about(report, _language(report, language), _length(length), draft=not closed)
    return make_for(request, asked=asked, report=report)


@allowed(SEE_FIGURES)
@require_POST
def report_excel(request: UserRequest, pk: UUID, language: str) -> Any:
    """The tables of the report as a workbook: of a closed one those that were sealed."""
    report = the_report(request, pk)
    asked = Asked.about(report, _language(report, language))
    with translation.override(language):
        if seal := report.seals.standing().first():
            found, record = seal.editions.get(language=language).tables, seal.record
        else:
            built = kept.edition(report, language, by=request.user, today=timezone.localdate())
            found, record = tables(built), built.record
    file: Any = SpooledTemporaryFile(max_size=10 * 1024**2)  # noqa: SIM115 the response closes it
    write_tables(file, found)
    file.seek(0)
    document.write_down(by=request.user, asked=asked, record_code=record, form="excel")
    return FileResponse(file, as_attachment=True, filename=asked.file_name.replace(".pdf", ".xlsx"), content_type=XLSX)
