"""What a PDF says and how it is built, for tests: poppler's tools, and a look at the bare objects."""

import os
import re
import shutil
import subprocess
import zlib

import pytest

# In CI it is never skipped: without poppler it fails.
needs_poppler = pytest.mark.skipif(
    not shutil.which("pdfinfo") and os.environ.get("CI") != "true",
    reason="Reading a PDF needs poppler: apt-get install poppler-utils",
)


def text(pdf: bytes) -> str:
    """All text in reading order, with single spaces."""
    return squeezed(_run("pdftotext", "-raw", "-", "-", pdf=pdf))


def facts(pdf: bytes) -> dict[str, str]:
    """What pdfinfo prints: Title, Pages, Tagged …"""
    lines = (line.partition(":") for line in _run("pdfinfo", "-", pdf=pdf).splitlines())
    return {name: value.strip() for name, _colon, value in lines}


def fonts_embedded(pdf: bytes) -> dict[str, bool]:
    lines = _run("pdffonts", "-", pdf=pdf).splitlines()[2:]
    return {line.split()[0].partition("+")[2]: line.split()[-5] == "yes" for line in lines}


def cells(pdf: bytes) -> list[list[str]]:
    """The lines of print from top to bottom, each cut where the wide gaps are: the cells of tables."""
    lines = _run("pdftotext", "-layout", "-", "-", pdf=pdf).splitlines()
    return [re.split(r"\s{2,}", line.strip()) for line in lines if line.strip()]


def objects(pdf: bytes) -> str:
    """The document's objects as text, their streams unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    return "\n".join([pdf.decode("latin-1"), *(_unpacked(stream) for stream in streams)])


def squeezed(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def _unpacked(stream: bytes) -> str:
    try:
        return zlib.decompress(stream).decode("latin-1")
    except zlib.error:
        return ""


def _run(*command: str, pdf: bytes) -> str:
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)  # noqa: S603
    return done.stdout.decode()
