"""Files of one sheet, as the admin imports and exports them: Excel or CSV, told apart by their content."""

import csv
import io
import os
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.formats.base_formats import Format
from import_export.tmp_storages import TempFolderStorage
from tablib import Dataset
from xlsxwriter import Workbook

from gvp.ops.register.exporter import SAFE, write_value
from gvp.ops.register.problems import RefusedFile
from gvp.ops.register.workbook import MAX_COLUMNS, MAX_FILE, MAX_ROWS, OLE, RawSheet, read

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DELIMITERS = ";,\t|"
SECONDS = 3600


class SheetFile(Format):
    """What somebody uploads. The Dataset carries the sheets as read, with Excel's formulas without a value."""

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def get_title(self) -> str:
        return "xlsx, csv"

    def can_import(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> Dataset:
        """Raises RefusedFile with the reason when it is neither Excel nor CSV, or too large."""
        sheets = read_file(in_stream)
        dataset = Dataset()
        dataset.sheets = sheets
        if first := next((sheet for sheet in sheets if len(sheet.rows) > 1), None):
            dataset.headers = [str(cell) for cell in first.rows[0]]
            dataset.extend(first.rows[1:])
        return dataset


class Excel(Format):
    def get_title(self) -> Any:
        return gettext_lazy("Excel (.xlsx)")

    def get_extension(self) -> str:
        return "xlsx"

    def get_content_type(self) -> str:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def can_export(self) -> bool:
        return True

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        target = io.BytesIO()
        book = Workbook(target, SAFE)
        formats = {"head": book.add_format({"bold": True}), "day": book.add_format({"num_format": "dd/mm/yyyy"})}
        page = book.add_worksheet(dataset.title)
        for index, heading in enumerate(dataset.headers):
            page.write_string(0, index, heading, formats["head"])
        for number, cells in enumerate(dataset, start=1):
            for index, cell in enumerate(cells):
                write_value(page, number, index, cell, formats)
        book.close()
        return target.getvalue()


class Csv(Format):
    """With a byte order mark, so that Excel reads the accents; no cell starts as a formula would."""

    def get_title(self) -> Any:
        return gettext_lazy("Text with commas (.csv)")

    def get_extension(self) -> str:
        return "csv"

    def get_content_type(self) -> str:
        return "text/csv; charset=utf-8"

    def can_export(self) -> bool:
        return True

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(dataset.headers)
        writer.writerows([harmless(cell) for cell in cells] for cells in dataset)
        return text.getvalue().encode("utf-8-sig")


class HeldFile(TempFolderStorage):
    """The file between preview and confirmation: readable by the server alone, and gone after an hour."""

    def get_full_path(self) -> str:
        return str(_folder() / Path(self.name).name)

    def save(self, data: bytes) -> None:
        _sweep()
        self.name = os.urandom(16).hex()
        path = Path(self.get_full_path())
        path.touch(mode=0o600)
        path.write_bytes(data)

    def read(self) -> bytes:
        return Path(self.get_full_path()).read_bytes()

    def remove(self) -> None:
        Path(self.get_full_path()).unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.VAR_DIR) / "sheets-held"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _sweep() -> None:
    for path in _folder().iterdir():
        if path.stat().st_mtime < time.time() - SECONDS:
            path.unlink(missing_ok=True)


def harmless(cell: Any) -> Any:
    """A cell of a text file: dates day first, and an apostrophe before what a spreadsheet would calculate."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
    return f"{cell:%d/%m/%Y}" if hasattr(cell, "strftime") else cell


def read_file(content: bytes) -> list[RawSheet]:
    if len(content) > MAX_FILE:
        raise RefusedFile(_("The file is larger than 20 MB."))
    if content.startswith((b"PK", OLE)):
        return read(content)
    return [RawSheet("", _rows(_text(content)))]


def _text(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or what Excel in Spanish writes when left alone (cp1252)."""
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not text.startswith("%PDF"):
            return text
    raise RefusedFile(_("The file is neither an Excel workbook (.xlsx) nor a text file with columns (.csv)."))


def _rows(text: str) -> list[list[Any]]:
    heading = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=heading.count)
    rows = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append([_typed(cell) for cell in cells])
            if len(rows) > MAX_ROWS + 1:
                raise RefusedFile(_("The file has more than 200,000 rows. Split it."))
    except csv.Error as error:
        raise RefusedFile(_("The file is damaged: its columns cannot be told apart.")) from error
    width = max(map(len, rows), default=0)
    if width > MAX_COLUMNS:
        raise RefusedFile(_("The file has more than 100 columns."))
    return [cells + [""] * (width - len(cells)) for cells in rows]


def _typed(cell: str) -> str:
    """What stood there before `harmless` protected it."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell
