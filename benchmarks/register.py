"""Importing a register of 10 000 rows against plainly reading the same file.

Two ways to read are shown, because "plainly reading" depends on the reader: openpyxl is what a Python programmer
reaches for (`load_workbook` and a loop over the rows) and carries the bar; calamine is the Rust reader that GVP
itself uses, and a database that stores rows in the time in which Rust reads them does not exist.
Three imports are timed: into an empty database, the same file again (all unchanged), and a dry run.
"""

import datetime as dt
import subprocess
import sys
from io import BytesIO
from typing import Any

from benchmarks.harness import Result, peak_megabytes, ratio, side_by_side

PEOPLE, CYCLES, MODULES, ATTENDANCES = 1_200, 40, 8, 4_000
DAY = dt.date(2025, 3, 1)


def register() -> dict[str, list[list[Any]]]:
    """10 000 rows in the proportions of a real register, headings not counted."""
    people = [f"JAU-{n:04}" for n in range(PEOPLE)]
    cycle_of = {person: n % CYCLES for n, person in enumerate(people)}
    sessions = [(cycle, module) for cycle in range(CYCLES) for module in range(MODULES)]
    marks = [(person, module) for module in range(MODULES) for person in people][:ATTENDANCES]
    sheets: dict[str, list[list[Any]]] = {
        "comunidades": [[f"C{n:03}", f"Comunidad {n}", "120401", "sí"] for n in range(200)],
        "instituciones": [[f"I{n:03}", f"Institución {n}", "ong", "privada", "120401"] for n in range(200)],
        "participantes": [
            [code, "hombre", "Juan Carlos", f"Quispe {n % 90}", "Huamán", "M", 1950 + n % 50, f"C{n % 200:03}",
             10_000_000 + n, 900_000_000 + n, "qu", "sí", "2", DAY]
            for n, code in enumerate(people)
        ],
        "consentimientos": [
            [code, kind, DAY, "firma"] for code in people for kind in ("registro", "evaluacion")
        ],
        "ciclos": [[f"K{n:02}", "sensibilizacion", f"Ciclo {n}", f"C{n:03}", DAY] for n in range(CYCLES)],
        "modulos": [[f"K{c:02}", f"{m:02}", f"Módulo {m}", "sí", m] for c, m in sessions],
        "inscripciones": [[f"K{cycle_of[code]:02}", code, DAY] for code in people],
        "talleres": [
            [f"K{c:02}-{m:02}", f"K{c:02}", f"{m:02}", DAY + dt.timedelta(weeks=m + 1), "18:00", 90, f"C{c:03}",
             "realizado", 30, 30]
            for c, m in sessions
        ],
        "asistencias": [[f"K{cycle_of[code]:02}-{m:02}", code, "presente"] for code, m in marks],
    }  # fmt: skip
    short = 10_000 - sum(map(len, sheets.values()))
    sheets["metas"] = [["C1a", "1204", 0, n, DAY + dt.timedelta(days=n)] for n in range(short)]
    return sheets


HEADINGS = {
    "comunidades": "codigo nombre distrito rural",
    "instituciones": "codigo nombre tipo sector distrito",
    "participantes": "codigo grupo nombres primer_apellido segundo_apellido sexo anio_nacimiento comunidad documento "
    "telefono lengua tiene_pareja hijos_0_8 inscrito_el",
    "consentimientos": "participante tipo otorgado_el modo",
    "ciclos": "codigo tipo nombre comunidad inicia_el",
    "modulos": "ciclo codigo titulo nucleo orden",
    "inscripciones": "ciclo participante inscrito_el",
    "talleres": "codigo ciclo modulo fecha inicio minutos comunidad estado conteo firmas",
    "asistencias": "taller participante estado",
    "metas": "indicador provincia linea_base meta hasta",
}


def workbook() -> bytes:
    from xlsxwriter import Workbook

    file = BytesIO()
    with Workbook(file, {"default_date_format": "dd/mm/yyyy", "in_memory": True}) as book:
        for name, rows in register().items():
            page = book.add_worksheet(name)
            for number, cells in enumerate([HEADINGS[name].split(), *rows]):
                page.write_row(number, 0, cells)
    return file.getvalue()


def plain_openpyxl(content: bytes) -> int:
    from openpyxl import load_workbook

    return sum(
        1 for page in load_workbook(BytesIO(content), data_only=True) for _row in page.iter_rows(values_only=True)
    )


def plain_calamine(content: bytes) -> int:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def take(content: bytes, stored: bool) -> None:
    """Import inside a transaction that is taken back, so that every round starts from the same database."""
    from django.db import transaction

    from gvp.ops.register.importer import import_register

    with transaction.atomic():
        outcome = import_register(content, by=None)
        assert outcome.ok, outcome.problems[:3]
        assert sum(outcome.unchanged.values()) == (10_000 if stored else 0)
        transaction.set_rollback(True)


def memory(content: bytes) -> float:
    """Peak of a process that imports and does nothing else, in MB; a dry run, which writes and takes back."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        file = Path(folder) / "register.xlsx"
        file.write_bytes(content)
        printed = subprocess.run(
            [sys.executable, "-m", "benchmarks.register", str(file)], capture_output=True, text=True, check=True
        )
    return float(printed.stdout)


def run() -> list[Result]:
    from gvp.ops.register.importer import import_register
    from gvp.places import ubigeo

    ubigeo.load()
    content = workbook()
    size = f"{len(content) / 1024:.0f} kB"
    results = []
    ours, theirs = side_by_side(lambda: take(content, stored=False), lambda: plain_openpyxl(content), rounds=3)
    results.append(ratio("import 10 000 rows, against openpyxl reading", ours, theirs, 5, size))
    ours, theirs = side_by_side(lambda: take(content, stored=False), lambda: plain_calamine(content), rounds=3)
    results.append(Result("the same, against calamine reading", ours / theirs, "×", None,
                          f"{ours * 1000:.0f} ms against {theirs * 1000:.0f} ms"))  # fmt: skip
    results.append(Result("peak memory of the import", memory(content), "MB", 500))
    import_register(content, by=None)
    ours, theirs = side_by_side(lambda: take(content, stored=True), lambda: plain_openpyxl(content), rounds=3)
    results.append(ratio("import the same file again, against openpyxl", ours, theirs, 5, "all unchanged"))
    return results


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gvp.settings")
    django.setup()
    from gvp.ops.register.importer import import_register

    with open(sys.argv[1], "rb") as register_file:
        assert import_register(register_file.read(), by=None, dry_run=True).ok
    print(peak_megabytes())
