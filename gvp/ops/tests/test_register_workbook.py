"""Files that anybody may have made: refused with a reason before they can do harm."""

import zipfile
from io import BytesIO

import pytest
from django.utils import translation
from xlsxwriter import Workbook

from gvp.ops.register import workbook
from gvp.ops.register.importer import import_register
from gvp.ops.register.problems import RefusedFile
from gvp.ops.tests.books import book, sheets


def refusal(content):
    with translation.override("en"), pytest.raises(RefusedFile) as refused:
        workbook.read(content)
    return str(refused.value)


def with_part(content, name, data, instead=None):
    """The archive with one more part, or another one in place of `instead`."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != instead:
                new.writestr(part.filename, old.read(part))
        new.writestr(name, data)
    return file.getvalue()


def with_cells(cells):
    """A workbook whose sheet "comunidades" holds this XML in its first rows."""
    xml = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
    part = "xl/worksheets/sheet1.xml"
    return with_part(book({"comunidades": [["codigo"]]}), part, xml, instead=part)


@pytest.mark.parametrize("content", [b"", b"codigo;nombre\n", b"PK\x03\x04broken", b"%PDF-1.7"])
def test_what_is_no_workbook_is_refused(content):
    assert refusal(content) == "The file is damaged or is not an Excel workbook (.xlsx)."


def test_another_kind_of_archive_is_refused():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert refusal(file.getvalue()) == "The file is damaged or is not an Excel workbook (.xlsx)."


def test_a_truncated_workbook_is_refused():
    content = book(sheets())
    assert refusal(content[: len(content) // 2]) == "The file is damaged or is not an Excel workbook (.xlsx)."


def test_a_file_with_a_password_is_refused():
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600).startswith("The file has a password")


def test_macros_are_refused():
    content = with_part(book(sheets()), "xl/vbaProject.bin", b"macro")
    assert refusal(content) == "The file holds macros. Save it as an .xlsx workbook without macros."


def test_a_file_over_20_mb_is_refused():
    assert refusal(b"PK\x03\x04" + b"\0" * 20 * 1024**2) == "The file is larger than 20 MB."


def test_an_archive_that_unpacks_to_more_than_200_mb_is_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 10_000)
    assert (
        refusal(with_part(book(sheets()), "xl/media/big", b"\0" * 20_000))
        == "Unpacked, the file is larger than 200 MB."
    )


def test_an_archive_that_lies_about_its_size_is_refused():
    content = bytearray(with_part(book(sheets()), "xl/media/big", b"\0" * 5_000_000))
    honest = (5_000_000).to_bytes(4, "little")
    assert content.count(honest) == 2
    assert refusal(bytes(content.replace(honest, (10).to_bytes(4, "little")))).startswith("The file is damaged")


def test_entities_are_refused():
    xml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>'
    part = "xl/worksheets/sheet1.xml"
    content = with_part(book({"comunidades": [["codigo"]]}), part, xml, instead=part)
    assert refusal(content).startswith("The file is damaged")


def test_a_cell_in_the_last_row_is_refused_before_the_grid_is_built():
    far = '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    assert refusal(with_cells(far)) == "Sheet comunidades has more than 200,000 rows. Split the file."


def test_a_cell_in_the_last_column_is_refused_before_the_grid_is_built():
    far = '<row r="1"><c r="XFD1"><v>1</v></c></row>'
    assert refusal(with_cells(far)) == "Sheet comunidades has more than 100 columns."


def test_an_empty_but_styled_cell_far_away_does_no_harm():
    cells = '<row r="1"><c r="A1" t="str"><v>codigo</v></c></row><row r="1048576"><c r="A1048576" s="1"/></row>'
    assert [sheet.rows[0] for sheet in workbook.read(with_cells(cells))] == [["codigo"]]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2" t="str"><f>A1&amp;"x"</f></c>',
        '<c r="B2"><f>1+1</f><v></v></c>',
        '<c r="B2"><f>1+1</f><v/></c>',
        '<c r="B2" s="1"><f t="shared" si="0"/></c>',
    ],
)
def test_a_formula_without_a_cached_value_is_found(cell):
    cells = f'<row r="1"><c r="A1" t="str"><v>codigo</v></c></row><row r="2"><c r="A2"><v>1</v></c>{cell}</row>'
    assert workbook.read(with_cells(cells))[0].empty_formulas == {(2, 1)}


def test_a_formula_with_a_cached_value_counts_as_that_value():
    cells = '<row r="1"><c r="A1" t="str"><v>codigo</v></c></row><row r="2"><c r="A2"><f>40+2</f><v>42</v></c></row>'
    sheet = workbook.read(with_cells(cells))[0]
    assert (sheet.rows, sheet.empty_formulas) == ([["codigo"], [42.0]], set())


@pytest.mark.django_db
def test_a_formula_without_a_value_is_a_row_error(directory):
    file = BytesIO()
    with Workbook(file) as written:
        page = written.add_worksheet("comunidades")
        page.write_row(0, 0, ["codigo", "nombre", "distrito", "rural"])
        page.write_row(1, 0, ["C1", "A", "120401", "sí"])
        page.write_formula(2, 0, '="C"&2', value="")
        page.write_row(2, 1, ["B", "120401", "sí"])
    with translation.override("en"):
        outcome = import_register(file.getvalue(), by=None)
    assert [(p.sheet, p.row, p.column) for p in outcome.problems] == [("comunidades", 3, "codigo")]
    assert outcome.problems[0].message.startswith("The cell holds a formula without a value.")


@pytest.mark.django_db
def test_a_refused_file_is_one_problem_of_the_whole_file():
    with translation.override("en"):
        outcome = import_register(b"nothing", by=None)
    assert [(p.sheet, p.row, p.message) for p in outcome.problems] == [
        ("", 0, "The file is damaged or is not an Excel workbook (.xlsx).")
    ]
