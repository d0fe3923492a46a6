"""The one door to WeasyPrint."""

import logging
import sys

import pytest

from gvp.base import pdf
from gvp.testing.pdfs import objects
from gvp.testing.pdfua import needs_java, violations

pytest.importorskip("weasyprint", exc_type=OSError)


def page(body: str) -> str:
    return f'<html lang="es"><head><title>Prueba</title></head><body><h1>Prueba</h1>{body}</body></html>'


@needs_java
def test_a_document_keeps_the_rules_of_pdf_ua():
    assert violations(pdf.render_pdf(page("<p>Hola</p>"), css=["static:css/print.css"])) == []


def test_equal_documents_with_one_identifier_are_equal_bytes():
    made = [pdf.render_pdf(page("<p>Hola</p>"), identifier=b"0123456789abcdef") for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF-")


def test_own_static_files_and_pictures_inside_the_document_are_taken(caplog):
    picture = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='3' height='3'/%3E"
    pdf.render_pdf(page(f'<img src="static:img/mark.svg" alt="a"><img src="{picture}" alt="b">'))
    assert caplog.messages == []


def test_the_font_of_a_style_sheet_is_embedded():
    pages = '<p style="font-family: Atkinson Hyperlegible Next">Hola</p>'
    assert "Atkinson" in objects(pdf.render_pdf(page(pages), css=["static:css/pages.css"]))


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:9/quispe",
        "https://127.0.0.1:9/quispe",
        "ftp://127.0.0.1:9/quispe",
        "/etc/passwd",
        "static:../gvp/settings.py",
        "static:%2e%2e/gvp/settings.py",
        "static:/etc/passwd",
        "data:text/html,quispe",
    ],
)
def test_any_other_address_is_refused_and_logged_once(address, caplog):
    with caplog.at_level(logging.WARNING):
        made = pdf.render_pdf(page(f'<img src="{address}" alt="a">'))
    assert len(caplog.messages) == 1
    assert "quispe" not in caplog.text
    assert b"root:" not in made


def test_an_attachment_from_the_machine_is_refused(caplog):
    made = pdf.render_pdf(page("").replace("<title>", '<link rel="attachment" href="file:///etc/hostname"><title>'))
    assert b"/EmbeddedFile" not in made
    assert caplog.messages == ["PDF: refused to open an address of kind file"]


def test_a_machine_without_the_libraries_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(pdf.PdfUnavailable, match="apt-get install"):
        pdf.render_pdf(page(""))
