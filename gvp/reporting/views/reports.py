"""Kept reports: their list, what each is about, its state, and closing and reopening it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_FIGURES, WRITE_REPORTS
from gvp.reporting.models import Report
from gvp.reporting.report import kept
from gvp.reporting.report.forms import KeptReportForm, ReasonForm
from gvp.reporting.report.shelf import listed_reports, page_of
from participants.forms import attempt


def the_report(request: UserRequest, pk: UUID) -> Report:
    return get_object_or_404(Report.objects.visible_to(request.user).select_related("province"), pk=pk)


@allowed(SEE_FIGURES)
@require_safe
def reports(request: UserRequest) -> HttpResponse:
    context = {"reports": listed_reports(request.user), "writes": request.user.may(WRITE_REPORTS)}
    return render(request, "reporting/reports.html", context)


@allowed(WRITE_REPORTS)
@require_http_methods(["GET", "POST"])
def report_new(request: UserRequest) -> HttpResponse:
    form = KeptReportForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["id"] or form.initial["id"]
        made = attempt(form, kept.begin, by=request.user, key=key, facts=form.facts())
        if made:
            messages.success(request, _("The report is begun. Now its texts."))
            return redirect("reporting:report_kept", made.pk)
    return render(request, "reporting/report_form.html", {"form": form})


@allowed(WRITE_REPORTS)
@require_http_methods(["GET", "POST"])
def report_edit(request: UserRequest, pk: UUID) -> HttpResponse:
    report = the_report(request, pk)
    form = KeptReportForm(request.POST or None, instance=report, user=request.user)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"]
        if attempt(form, kept.correct, by=request.user, report=report, facts=form.facts(), seen=seen):
            messages.success(request, _("Saved."))
            return redirect("reporting:report_kept", report.pk)
    return render(request, "reporting/report_form.html", {"form": form, "report": report})


@allowed(SEE_FIGURES)
@require_safe
def report_kept(request: UserRequest, pk: UUID) -> HttpResponse:
    """The report's own page: open, what is still missing; closed, its editions."""
    return render(request, "reporting/report_kept.html", page_of(the_report(request, pk), request.user))


@allowed(WRITE_REPORTS)
@require_safe
def report_changes(request: UserRequest, pk: UUID) -> HttpResponse:
    """What the facts of today would change in a closed report."""
    report = the_report(request, pk)
    seal = get_object_or_404(report.seals.standing())
    found = kept.differences(seal, by=request.user)
    return render(request, "reporting/report_changes.html", {"report": report, "seal": seal, "differences": found})


@allowed(WRITE_REPORTS)
@require_POST
def report_close(request: UserRequest, pk: UUID) -> HttpResponse:
    report = the_report(request, pk)
    try:
        seal = kept.close(by=request.user, report=report, today=timezone.localdate())
    except ValidationError as refused:
        context: dict[str, Any] = page_of(report, request.user) | {"refused": refused.messages}
        return render(request, "reporting/report_kept.html", context)
    text = _("The report is closed as version %(number)d. It prints the same from now on.")
    messages.success(request, text % {"number": seal.version})
    return redirect("reporting:report_kept", report.pk)


@allowed(WRITE_REPORTS)
@require_http_methods(["GET", "POST"])
def report_reopen(request: UserRequest, pk: UUID) -> HttpResponse:
    report = the_report(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept.reopen(by=request.user, report=report, **form.cleaned_data)
        messages.success(request, _("The report is open. Its closed version stays on record."))
        return redirect("reporting:report_kept", report.pk)
    return render(request, "reporting/report_reopen.html", {"report": report, "form": form})
