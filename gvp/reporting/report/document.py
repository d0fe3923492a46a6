"""The report laid out: one HTML document, read on the screen as it is and made into the PDF.

Three lengths of one edition differ in their sections alone: nothing is computed twice.
"""

from typing import Any

from django.db import transaction
from django.template.loader import render_to_string

from gvp.audit.log import Verb, record
from gvp.audit.models import Entry
from gvp.base.pdf import render_pdf
from gvp.reporting.report.asked import Asked, Length
from gvp.reporting.report.data import Edition
from gvp.reporting.report.sections import sections

STYLES = ("static:css/tokens.css", "static:css/document.css", "static:css/pages.css")
TAGS = {"es": "es-PE"}  # what the document says its language is


def html(report: Edition, template: str = "reporting/pdf/document.html", *, length: str = "", **context: Any) -> str:
    """The whole document, in another length than was asked for if one is named. Activate its language before."""
    language, length = report.asked.language, length or str(report.asked.length)
    laid_out = {
        "report": report,
        "lang": TAGS.get(language, language),
        "sections": sections(report, length),
        "length": length,
    }
    return render_to_string(template, laid_out | context)


def as_page(sealed: str, **context: Any) -> str:
    """A sealed document as a page on the screen: its body as it is, with the screen's styles and the way back."""
    head, _start, body = sealed.partition("</head>")
    styles = render_to_string("reporting/report_page_head.html")
    tools = render_to_string("reporting/report_tools.html", context)
    opening, _main, rest = body.partition("<main")
    return f"{head}{styles}</head>{opening}{tools}<main{rest}"


def pdf(report: Edition) -> bytes:
    """Tagged PDF/UA-1; the same figures on the same day give the same bytes. Raises PdfUnavailable."""
    return pdf_of(html(report), report.record)


def pdf_of(page: str, record: str) -> bytes:
    """The PDF of a document that was laid out before, on the day it was sealed or just now."""
    return render_pdf(page, css=STYLES, identifier=record.encode())


@transaction.atomic
def write_down(*, by: Any, asked: Asked, record_code: str, form: str) -> Entry:
    """The line in the audit log, before the report leaves the house. `form`: "pdf", "page" or "excel"."""
    return record(
        by=by,
        verb=Verb.EXPORTED,
        province=asked.province.code if asked.province else "",
        what="report",
        form=form,
        length=str(Length(asked.length)),
        since=asked.since.isoformat(),
        until=asked.until.isoformat(),
        language=asked.language,
        record=record_code,
    )
