"""What a PDF says and how it is built, for tests: poppler's tools, and a look at the bare objects."""

import os
import re
import shutil
import subprocess
import zlib
from dataclasses import dataclass, field

import pytest

# In CI it is never skipped: without poppler it fails.
needs_poppler = pytest.mark.skipif(
    not shutil.which("pdfinfo") and os.environ.get("CI") != "true",
    reason="Reading a PDF needs poppler: apt-get install poppler-utils",
)


AFTER_A_TABLE = ("P", "H2", "H3", "Sect", "Art")  # tags of what is none of its text


@dataclass
class PdfTable:
    """A table as its tags say: what a screen reader reads."""

    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)


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


def tables(pdf: bytes) -> list[PdfTable]:
    """The tagged tables in order, each whole, however many pages it covers."""
    whole: list[PdfTable] = []
    for table in _pieces(_run("pdfinfo", "-struct-text", "-", pdf=pdf)):
        if whole and table.rows[0] == whole[-1].rows[0]:  # goes on, with its head repeated
            whole[-1].rows += table.rows[1:]
        else:
            whole.append(table)
    return whole


def _pieces(structure: str) -> list[PdfTable]:
    """The tables of `pdfinfo -struct-text`, one piece per page."""
    found = [PdfTable()]
    for line in structure.splitlines():
        tag, words = line.split()[0].rstrip(":") if line.strip() else "", line.strip()[1:-1]
        table = found[-1]
        if tag == "Table" or (tag in AFTER_A_TABLE and table.rows):
            found.append(PdfTable())
        elif tag == "TR":
            table.rows.append([])
        elif tag in ("TH", "TD"):
            table.rows[-1].append("")
        elif tag.startswith('"') and table.rows:
            table.rows[-1][-1] = squeezed(f"{table.rows[-1][-1]} {words}")
        elif tag.startswith('"'):
            table.caption = squeezed(f"{table.caption} {words}")
    return [table for table in found if table.rows]


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
