"""The donor report without texts: its questions, the PDF, and the same as a page to print."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_POST, require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import SEE_FIGURES
from gvp.reporting.report import document
from gvp.reporting.report.asked import presets
from gvp.reporting.report.data import build
from gvp.reporting.report.forms import ReportForm
from gvp.reporting.views.renderings import make_for


@allowed(SEE_FIGURES)
@require_safe
def report(request: UserRequest) -> HttpResponse:
    """The questions; with an address that holds answers, what is wrong with them."""
    form = ReportForm(request.GET or None, user=request.user)
    return render(request, "reporting/report.html", {"form": form, "presets": presets(timezone.localdate())})


@allowed(SEE_FIGURES)
@require_POST
def report_pdf(request: UserRequest) -> HttpResponse:
    """Have the PDF made; the page of documents shows how far it is."""
    form = ReportForm(request.POST, user=request.user)
    if not form.is_valid():
        return _back_to_questions(form)
    return make_for(request, asked=form.asked())


@allowed(SEE_FIGURES)
@require_safe
def report_page(request: UserRequest) -> HttpResponse:
    """The printable page: needs nothing but a browser."""
    form = ReportForm(request.GET, user=request.user)
    if not form.is_valid():
        return _back_to_questions(form)
    asked = form.asked()
    with translation.override(asked.language):
        made = build(user=request.user, asked=asked, today=timezone.localdate())
        back = f"{reverse('reporting:report')}?{request.GET.urlencode()}"
        page = document.html(made, "reporting/report_page.html", back=back)
    document.write_down(by=request.user, asked=asked, record_code=made.record, form="page")
    return HttpResponse(page, headers={"Content-Language": asked.language})


def _back_to_questions(form: ReportForm) -> HttpResponse:
    answers = form.data.copy()  # type: ignore[attr-defined]
    answers.pop("csrfmiddlewaretoken", None)
    return redirect(f"{reverse('reporting:report')}?{answers.urlencode()}")
