"""The report laid out: one HTML document, read on the screen as it is and made into the PDF."""

from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from gvp.audit.log import Verb, record
from gvp.audit.models import Entry
from gvp.base.pdf import render_pdf
from gvp.reporting.report.data import Report

STYLES = ("static:css/tokens.css", "static:css/document.css", "static:css/pages.css")
TAGS = {"es": "es-PE"}  # what the document says its language is


def html(report: Report, template: str = "reporting/pdf/document.html", **context: Any) -> str:
    """The whole document. Activate the report's language before."""
    language = report.asked.language
    return render_to_string(template, {"report": report, "lang": TAGS.get(language, language)} | context)


def pdf(report: Report) -> bytes:
    """Tagged PDF/UA-1; the same figures on the same day give the same bytes. Raises PdfUnavailable."""
    return render_pdf(html(report), css=STYLES, identifier=report.record.encode())


@transaction.atomic
def write_down(*, by: Any, report: Report, form: str) -> Entry:
    """The line in the audit log, before the report leaves the house. `form`: "pdf" or "page"."""
    asked = report.asked
    return record(
        by=by,
        verb=Verb.EXPORTED,
        province=asked.province.code if asked.province else "",
        what="report",
        form=form,
        since=asked.since.isoformat(),
        until=asked.until.isoformat(),
        language=asked.language,
        record=report.record,
    )
