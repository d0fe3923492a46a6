"""The check of PDF/UA-1 itself: it passes what is right and sees what is wrong."""

import pytest
import weasyprint

from gvp.testing import pdfua
from gvp.testing.pdfua import needs_java

PAGE = '<html lang="es"><head><title>Prueba</title></head><body><h1>Prueba</h1><p>Una línea.</p></body></html>'


def made(html: str, **options: str) -> bytes:
    return weasyprint.HTML(string=html).write_pdf(**options)


@needs_java
def test_a_tagged_document_keeps_the_rules():
    assert pdfua.violations(made(PAGE, pdf_variant="pdf/ua-1")) == []


@needs_java
def test_an_untagged_document_is_seen():
    clauses = [line.split(":")[0] for line in pdfua.violations(made(PAGE))]
    assert clauses == ["6.2", "7.1", "7.1", "7.1", "7.1"]


@needs_java
def test_bytes_that_are_no_pdf_are_an_error_not_a_pass():
    with pytest.raises(RuntimeError):
        pdfua.violations(b"no PDF")
