"""Reading an .xlsx file that anybody may have made, on purpose or by mistake.

The archive is checked before the reader sees it: a 1 MB file can unpack to gigabytes, and one cell in the last
column of the last row makes a reader allocate the whole grid. The reader gives the cached value of a formula and
"" when there is none, so formulas without a value are looked for in the sheets' XML.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from gvp.ops.register.problems import RefusedFile

MEGABYTE = 1024**2
MAX_FILE = 20 * MEGABYTE
MAX_UNPACKED = 200 * MEGABYTE
MAX_ROWS = 200_000
MAX_COLUMNS = 100

OLE = b"\xd0\xcf\x11\xe0"  # an old .xls file, or a workbook with a password
NS = rb"(?:\w+:)?"  # some writers prefix every element
CELL_AT = re.compile(rb"<" + NS + rb"c [^>]*?\br=\"([A-Z]+)(\d+)\"[^>/]*>")
FORMULA = re.compile(
    rb"<" + NS + rb"c [^>]*?\br=\"([A-Z]+)(\d+)\"[^>]*>\s*"
    rb"<" + NS + rb"f\b[^>]*(?:/>|>[^<]*</" + NS + rb"f>)\s*"
    rb"(?:<" + NS + rb"v\s*/>|<" + NS + rb"v>\s*</" + NS + rb"v>)?\s*</" + NS + rb"c>"
)  # fmt: skip
FAR = re.compile(rb"\br=\"(?:[A-Z]{2,3}\d|[A-Z]+\d{6})")
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass
class RawSheet:
    """One sheet as typed. `rows[0]` is Excel's row 1; all rows are equally long."""

    name: str
    rows: list[list[Any]]
    empty_formulas: set[tuple[int, int]] = field(default_factory=set)  # (Excel row, column from 0)


def read(content: bytes) -> list[RawSheet]:
    """The sheets of a workbook. Raises RefusedFile with the reason when it is not one, or too large."""
    formulas = _inspect(content)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            return [_sheet(book, name, formulas.get(name, set())) for name in book.sheet_names]
    except (CalamineError, ValueError, OSError) as error:
        raise RefusedFile(_("The file is damaged or is not an Excel workbook (.xlsx).")) from error


def _sheet(book: CalamineWorkbook, name: str, empty_formulas: set[tuple[int, int]]) -> RawSheet:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height > MAX_ROWS:  # counted without the headings
        raise RefusedFile(_too_many_rows(name))
    return RawSheet(name, sheet.to_python(skip_empty_area=False), empty_formulas)


def _inspect(content: bytes) -> dict[str, set[tuple[int, int]]]:
    """Check the archive; the cells with a formula and no value, by sheet name."""
    if len(content) > MAX_FILE:
        raise RefusedFile(_("The file is larger than 20 MB."))
    if content.startswith(OLE):
        raise RefusedFile(
            _("The file has a password or is in the old .xls format. Save it without a password as .xlsx.")
        )
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _inspect_archive(content, archive)
    except (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, KeyError, IndexError) as error:
        raise RefusedFile(_("The file is damaged or is not an Excel workbook (.xlsx).")) from error


def _inspect_archive(content: bytes, archive: zipfile.ZipFile) -> dict[str, set[tuple[int, int]]]:
    names = set(archive.namelist())
    if any(name.lower().endswith(("vbaproject.bin", ".bin.xml")) or "macrosheets/" in name.lower() for name in names):
        raise RefusedFile(_("The file holds macros. Save it as an .xlsx workbook without macros."))
    if "EncryptedPackage" in names or any(part.flag_bits & 1 for part in archive.infolist()):
        raise RefusedFile(_("The file has a password. Save it without one."))
    if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
        raise RefusedFile(_("Unpacked, the file is larger than 200 MB."))
    sheets = _sheet_parts(archive)
    found = {}
    for part in archive.infolist():
        unpacked = _unpack(content, part)
        if part.filename in sheets:
            found[sheets[part.filename]] = _empty_formulas(sheets[part.filename], unpacked)
    return found


def _unpack(content: bytes, part: zipfile.ZipInfo) -> bytes:
    """The part's bytes, no more than it declares: a size that lies is how an archive bomb hides."""
    name_length = int.from_bytes(content[part.header_offset + 26 : part.header_offset + 28], "little")
    extra_length = int.from_bytes(content[part.header_offset + 28 : part.header_offset + 30], "little")
    start = part.header_offset + 30 + name_length + extra_length
    packed = content[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        unpacked = packed
    elif part.compress_type == zipfile.ZIP_DEFLATED:
        unpacked = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, part.file_size + 1)
    else:
        raise zipfile.BadZipFile(part.compress_type)
    if len(unpacked) != part.file_size:
        raise zipfile.BadZipFile("size")
    return unpacked


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of the sheet by the name of its part in the archive."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 see _no_entities
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    workbook = _no_entities(archive.read("xl/workbook.xml"))
    sheets = [element for element in ElementTree.fromstring(workbook).iter() if element.tag.endswith("}sheet")]  # noqa: S314
    return {_part_name(targets[sheet.get(RELATION)]): sheet.get("name", "") for sheet in sheets}


def _part_name(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _no_entities(xml: bytes) -> bytes:
    """No workbook declares entities; a file that does wants to exhaust the parser."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise zipfile.BadZipFile("entities")
    return xml


def _empty_formulas(name: str, xml: bytes) -> set[tuple[int, int]]:
    _no_entities(xml[:1000])
    if FAR.search(xml):
        _refuse_far_cells(name, xml)
    if not re.search(rb"<" + NS + rb"f[ />]", xml):
        return set()
    return {(int(row), column_index(letters.decode())) for letters, row in FORMULA.findall(xml)}


def _refuse_far_cells(name: str, xml: bytes) -> None:
    for match in CELL_AT.finditer(xml):
        if int(match[2]) > MAX_ROWS + 1:
            raise RefusedFile(_too_many_rows(name))
        if column_index(match[1].decode()) >= MAX_COLUMNS:
            raise RefusedFile(_("Sheet %(sheet)s has more than 100 columns.") % {"sheet": name})


def _too_many_rows(name: str) -> str:
    return _("Sheet %(sheet)s has more than 200,000 rows. Split the file.") % {"sheet": name}


def column_index(letters: str) -> int:
    """0 for "A", 27 for "AB"."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
