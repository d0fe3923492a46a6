"""A register workbook of any size, in the proportions of a real one: every sheet, mostly people and attendance."""

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any

DAY = dt.date(2025, 3, 1)
MODULES = 8
ANSWERS = (*(f"{domain}{n}" for domain in "MPH" for n in range(1, 6)),)

HEADINGS = {
    "comunidades": "codigo nombre distrito rural",
    "instituciones": "codigo nombre tipo sector distrito",
    "participantes": "codigo grupo nombres primer_apellido segundo_apellido sexo anio_nacimiento comunidad documento "
    "telefono lengua tiene_pareja hijos_0_8 inscrito_el colegio grado seccion",
    "consentimientos": "participante tipo otorgado_el modo",
    "ciclos": "codigo tipo nombre comunidad inicia_el",
    "modulos": "ciclo codigo titulo nucleo orden",
    "inscripciones": "ciclo participante inscrito_el",
    "talleres": "codigo ciclo modulo fecha inicio minutos comunidad estado conteo firmas",
    "asistencias": "taller participante estado",
    "aplicaciones": f"participante ficha ronda fecha {' '.join(ANSWERS)}",
    "redes": "codigo nombre provincia fundada_el acta coordinador",
    "integrantes": "red participante ingreso_el compromiso_el",
    "acciones_red": "codigo red fecha comunidad tipo mensaje referentes mujeres hombres adolescentes validada",
    "replicas": "codigo fecha colegio grado seccion minutos responsable lideres mujeres hombres",
    "materiales": "codigo titulo tipo medio lengua provincia final_el instituciones grupos",
    "transferencias": "codigo material institucion fecha formato cantidad receptor acta",
    "mesas": "codigo provincia tipo instalada_el",
    "planes": "codigo mesa titulo desde hasta",
    "hitos_plan": "plan estado fecha documento numero",
    "acciones_plan": "codigo plan objetivo texto meta inicia_el plazo_original plazo responsable estado presupuesto",
    "metas": "indicador provincia linea_base meta hasta",
}
Row = list[Any]


def register(rows: int) -> dict[str, list[Row]]:
    """Rows by sheet, headings not counted; `rows` of them in all, a multiple of 10 000."""
    n = rows // 10_000
    men, leaders, cycles = range(900 * n), range(100 * n), range(30 * n)
    man, place = "JAU-{:06}".format, lambda i: f"C{i % (150 * n):04}"
    sheets = {
        "comunidades": _each(150 * n, lambda i: [f"C{i:04}", f"Comunidad {i}", "120401", "sí"]),
        "instituciones": _each(150 * n, lambda i: [
            f"I{i:04}", f"Institución {i}", ("colegio", "grupo_hombres", "ong")[i % 3], "comunal", "120401"]),
        "participantes": [
            [man(i), "hombre", "Juan Carlos", f"Quispe {i % 90}", "Huamán", "M", 1950 + i % 50, place(i),
             10_000_000 + i, 900_000_000 + i, "qu", "sí", "2", DAY] for i in men
        ] + [
            [f"ESC-{i:06}", "escolar", "Ana", f"Poma {i % 90}", "Ccanto", "F", 2012, place(i), "", "", "qu", "", "",
             DAY, f"I{3 * (i % 50):04}", "2", "B"] for i in leaders
        ],
        "consentimientos": [[man(i), kind, DAY, "firma"] for i in men for kind in ("registro", "evaluacion")],
        "ciclos": _each(30 * n, lambda i: [f"K{i:04}", "sensibilizacion", f"Ciclo {i}", place(i), DAY]),
        "modulos": [[f"K{c:04}", f"{m:02}", f"Módulo {m}", "sí", m] for c in cycles for m in range(MODULES)],
        "inscripciones": [[f"K{i % (30 * n):04}", man(i), DAY] for i in men],
        "talleres": [
            [f"K{c:04}-{m:02}", f"K{c:04}", f"{m:02}", DAY + dt.timedelta(weeks=m + 1), "18:00", 90, place(c),
             "realizado", 30, 30] for c in cycles for m in range(MODULES)
        ],
        "asistencias": [[f"K{i % (30 * n):04}-{m:02}", man(i), "presente"] for m in range(3) for i in men],
        "aplicaciones": [
            [man(i), "FCC-15", kind, DAY + dt.timedelta(days=days), *((i + item) % 3 + 1 for item in range(15))]
            for i in men[: 500 * n] for kind, days in (("base", 1), ("salida", 200))
        ],
        "redes": _each(2 * n, lambda i: [f"R{i:03}", f"Red {i}", "1204", DAY, f"Acta {i}", man(i)]),
        "integrantes": [[f"R{i % (2 * n):03}", man(i), DAY, DAY] for i in men[: 200 * n]],
        "acciones_red": _each(400 * n, lambda i: [
            f"A{i:05}", f"R{i % (2 * n):03}", DAY + dt.timedelta(days=i % 300), place(i), "charla",
            "Cuidar la casa es cosa de todos", f"{man(i % 200)};{man((i + 7) % 200)}", i % 40, i % 30, i % 10, "sí"]),
        "replicas": _each(200 * n, lambda i: [
            f"P{i:05}", DAY + dt.timedelta(days=i % 300), f"I{3 * (i % 50):04}", "2", "B", 45, "Tutora",
            f"ESC-{i % (100 * n):06};ESC-{(i + 1) % (100 * n):06}", i % 20, i % 18]),
        "materiales": _each(40 * n, lambda i: [
            f"M{i:04}", f"Material {i}", "folleto", "impreso", "es", "1204", DAY, f"I{3 * (i % 50):04};I0002",
            f"I{3 * (i % 50) + 1:04}"]),
        "transferencias": _each(200 * n, lambda i: [
            f"X{i:05}", f"M{i % (40 * n):04}", f"I{i % 150:04}", DAY, "impreso", 50, "Receptora", f"Acta {i}"]),
        "mesas": _each(2 * n, lambda i: [f"B{i:03}", "1204", "mclcp", DAY]),
        "planes": _each(2 * n, lambda i: [f"PL{i:03}", f"B{i:03}", f"Plan {i}", DAY, DAY + dt.timedelta(days=1400)]),
        "hitos_plan": [
            [f"PL{i:03}", state, DAY, "ordenanza", f"{i}"] for i in range(2 * n) for state in ("aprobado", "publicado")
        ],
        "acciones_plan": _each(140 * n, lambda i: [
            f"PA{i:05}", f"PL{i % (2 * n):03}", f"OE{i % 5}", f"Acción {i}", 10, DAY, DAY + dt.timedelta(days=i % 900),
            DAY + dt.timedelta(days=900), f"I{i % 150:04}", "programada", 1500]),
    }  # fmt: skip
    short = rows - sum(map(len, sheets.values()))
    return sheets | {"metas": _each(short, lambda i: ["C1a", "1204", 0, i, DAY + dt.timedelta(days=i)])}


def _each(count: int, row: Callable[[int], Row]) -> list[Row]:
    return [row(i) for i in range(count)]


def workbook(rows: int) -> bytes:
    from xlsxwriter import Workbook

    file = BytesIO()
    with Workbook(file, {"default_date_format": "dd/mm/yyyy", "in_memory": True}) as book:
        for name, cells in register(rows).items():
            page = book.add_worksheet(name)
            for number, row in enumerate([HEADINGS[name].split(), *cells]):
                page.write_row(number, 0, row)
    return file.getvalue()
