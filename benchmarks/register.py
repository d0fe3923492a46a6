"""A register of 10 000 and of 100 000 rows, in and out, against plainly reading or writing the same file; and memory.

Two ways to read are shown, because "plainly reading" depends on the reader: openpyxl is what a Python programmer
reaches for (`load_workbook` and a loop over the rows) and carries the bar; calamine is the Rust reader that GVP
itself uses, and a database that stores rows in the time in which Rust reads them does not exist.
Imports are timed into an empty database and of the same file again (all unchanged). Exports are timed against
xlsxwriter putting the very same cells into a file of the same kind.
"""

import subprocess
import sys
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.harness import Result, peak_megabytes, ratio, side_by_side
from benchmarks.register_file import workbook

SMALL, LARGE = 10_000, 100_000


def plain_openpyxl(content: bytes) -> int:
    from openpyxl import load_workbook

    return sum(
        1 for page in load_workbook(BytesIO(content), data_only=True) for _row in page.iter_rows(values_only=True)
    )


def plain_calamine(content: bytes) -> int:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def plain_xlsxwriter(cells: dict[str, list[list[object]]]) -> None:
    from xlsxwriter import Workbook

    with Workbook(BytesIO(), {"constant_memory": True, "default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in cells.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)


def take(content: bytes, rows: int, stored: bool) -> None:
    """Import inside a transaction that is taken back, so that every round starts from the same database."""
    from django.db import transaction

    from gvp.ops.register.importer import import_register

    with transaction.atomic():
        outcome = import_register(content, by=None)
        assert outcome.ok, outcome.problems[:3]
        assert sum(outcome.unchanged.values()) == (rows if stored else 0)
        transaction.set_rollback(True)


def give() -> None:
    from gvp.ops.register.exporter import export_register

    with TemporaryDirectory() as folder, (Path(folder) / "register.xlsx").open("w+b") as file:
        export_register(file, by=None)


def memory(what: str, content: bytes = b"") -> float:
    """Peak in MB of a process that imports or exports and does nothing else. The import is a dry run, which
    writes and takes back."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "register.xlsx"
        file.write_bytes(content)
        command = [sys.executable, "-m", "benchmarks.register", what, str(file)]
        printed = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(printed.stdout)


def imports(rows: int, content: bytes, rounds: int) -> list[Result]:
    said = f"{rows:,} rows".replace(",", " ")
    ours, theirs = side_by_side(
        lambda: take(content, rows, stored=False), lambda: plain_openpyxl(content), rounds=rounds
    )
    found = [ratio(f"import {said}, against openpyxl reading", ours, theirs, 5, f"{len(content) / 1024:.0f} kB")]
    _ours, theirs = side_by_side(lambda: None, lambda: plain_calamine(content), rounds=rounds)
    timing = f"{ours * 1000:.0f} ms against {theirs * 1000:.0f} ms"
    found.append(Result("  the same, against calamine reading", ours / theirs, "×", None, timing))
    found.append(Result("  its peak memory", memory("import", content), "MB", 500))
    return found


def again(rows: int, content: bytes, rounds: int) -> list[Result]:
    ours, theirs = side_by_side(
        lambda: take(content, rows, stored=True), lambda: plain_openpyxl(content), rounds=rounds
    )
    return [ratio("  import of the same file again, against openpyxl", ours, theirs, 5, "all unchanged")]


def exports(rounds: int) -> list[Result]:
    from gvp.ops.register.exporter import cells
    from gvp.ops.register.sheets import SHEETS

    sheets = [declared() for declared in SHEETS]
    written = {sheet.name: [list(row) for row in cells(sheet.exported(None), list(sheet.columns))] for sheet in sheets}
    ours, theirs = side_by_side(give, lambda: plain_xlsxwriter(written), rounds=rounds)
    count = f"{sum(map(len, written.values())):,} rows".replace(",", " ")
    return [
        ratio(f"export {count}, against xlsxwriter writing", ours, theirs, 5),
        Result("  its peak memory", memory("export"), "MB", 500),
    ]


def run() -> list[Result]:
    from django.apps import apps
    from django.core.management import call_command

    from gvp.ops.register.importer import import_register
    from gvp.places import ubigeo
    from participants import fcc15

    results = []
    for rows, rounds in ((SMALL, 3), (LARGE, 1)):
        call_command("flush", interactive=False, verbosity=0)
        ubigeo.load()
        fcc15.create(partial(apps.get_model, "participants"))
        content = workbook(rows)
        results += imports(rows, content, rounds)
        assert import_register(content, by=None).ok
        results += again(rows, content, rounds)
        results += exports(rounds)
    return results


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gvp.settings")
    django.setup()
    from gvp.ops.register.exporter import export_register
    from gvp.ops.register.importer import import_register

    what, name = sys.argv[1:]
    with open(name, "r+b") as register_file:
        if what == "import":
            assert import_register(register_file.read(), by=None, dry_run=True).ok
        else:
            export_register(register_file, by=None)
    print(peak_megabytes())
