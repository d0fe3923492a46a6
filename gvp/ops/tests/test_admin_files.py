"""Files of one sheet, whatever somebody uploads; and what leaves is never a live formula."""

import datetime as dt
import io
import zipfile

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook
from tablib import Dataset

from gvp.ops.register.problems import RefusedFile
from gvp.ops.sheet_files import Csv, Excel, HeldFile, SheetFile, harmless, read_file

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def rows(content):
    return read_file(content)[0].rows


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    text = f"codigo{delimiter}nombre\nC1{delimiter}Ñahuimpuquio\n"
    assert rows(text.encode()) == [["codigo", "nombre"], ["C1", "Ñahuimpuquio"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found(encoding):
    assert rows("código;nombre\nC1;Ñahuimpuquio\n".encode(encoding))[0][0] == "código"


def test_short_rows_are_filled_up():
    assert rows(b"a;b;c\n1\n") == [["a", "b", "c"], ["1", "", ""]]


def test_a_delimiter_inside_quotes_stays_text():
    assert rows(b'a;b\n"uno; dos";2\n') == [["a", "b"], ["uno; dos", "2"]]


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n\0\0\0", b"a;b\n1;\0\n"])
def test_what_is_no_table_is_refused(content):
    with pytest.raises(RefusedFile, match="neither an Excel workbook"):
        read_file(content)


def test_too_many_columns_are_refused():
    with pytest.raises(RefusedFile, match="more than 100 columns"):
        read_file(b";".join([b"a"] * 101) + b"\n")


def test_a_cell_without_end_is_refused():
    with pytest.raises(RefusedFile, match="cannot be told apart"):
        read_file(b'a;b\n"' + b"x" * 200_000)


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(RefusedFile, match="larger than 20 MB"):
        read_file(b"a" * (20 * 1024**2 + 1))


def test_an_archive_that_unpacks_to_too_much_is_refused():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (201 * 1024**2))
    with pytest.raises(RefusedFile, match="larger than 200 MB"):
        SheetFile().create_dataset(bomb.getvalue())


def test_an_old_or_locked_workbook_is_refused():
    with pytest.raises(RefusedFile, match="password"):
        read_file(b"\xd0\xcf\x11\xe0" + b"\0" * 600)


@pytest.mark.parametrize("cell", DANGEROUS)
def test_csv_holds_no_live_formula(cell):
    assert harmless(cell) == f"'{cell}"


def test_csv_writes_days_day_first():
    assert harmless(dt.date(2026, 3, 2)) == "02/03/2026"


@pytest.mark.parametrize("cell", ["=1+1", "@uno", "-dos"])
def test_what_was_protected_comes_back_as_it_was(cell):
    content = Csv().export_data(Dataset([cell], headers=["nombre"]))
    assert rows(content) == [["nombre"], [cell]]


@pytest.mark.parametrize("cell", ["=1+1", "@uno", "00123456"])
def test_excel_holds_text_as_text(cell):
    content = Excel().export_data(Dataset([cell, dt.date(2026, 3, 2)], headers=["nombre", "fecha"], title="hoja"))
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        assert book.get_sheet_by_name("hoja").to_python() == [["nombre", "fecha"], [cell, dt.date(2026, 3, 2)]]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_held_file_is_readable_by_the_server_alone_and_goes(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    held = HeldFile()
    held.save(b"a;b")
    (path,) = (tmp_path / "sheets-held").iterdir()
    assert (oct(path.stat().st_mode)[-3:], held.read()) == ("600", b"a;b")
    held.remove()
    assert not path.exists()


def test_a_held_file_never_lies_elsewhere(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    assert HeldFile(name="../../etc/passwd").get_full_path() == str(tmp_path / "sheets-held" / "passwd")
