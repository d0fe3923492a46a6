"""Small register workbooks for tests: a sound one, and the same with one thing changed."""

import copy
import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

SAMPLE = Path(__file__).parent / "data" / "register_sample.xlsx"
SHEETS: dict[str, list[dict[str, Any]]] = {
    "comunidades": [{"codigo": "C1", "nombre": "Puquio", "distrito": "120401", "rural": "sí"}],
    "instituciones": [
        {"codigo": "I1", "nombre": "Colegio", "tipo": "colegio", "sector": "publica", "distrito": "120401"},
        {"codigo": "I2", "nombre": "Radio", "tipo": "medio", "sector": "privada", "distrito": "120401"},
    ],
    "participantes": [
        {"codigo": "H1", "grupo": "hombre", "nombres": "Juan", "primer_apellido": "Quispe", "sexo": "M",
         "anio_nacimiento": 1980, "comunidad": "C1", "inscrito_el": dt.date(2026, 3, 1)},
        {"codigo": "E1", "grupo": "escolar", "nombres": "Ana", "primer_apellido": "Poma", "sexo": "F",
         "anio_nacimiento": 2012, "comunidad": "C1", "inscrito_el": dt.date(2026, 3, 1), "colegio": "I1",
         "grado": "2", "seccion": "B"},
    ],
    "consentimientos": [
        {"participante": "H1", "tipo": "registro", "otorgado_el": dt.date(2026, 3, 1), "modo": "firma"},
    ],
    "ciclos": [{"codigo": "K1", "tipo": "sensibilizacion", "nombre": "Ciclo", "comunidad": "C1",
                "inicia_el": dt.date(2026, 3, 1)}],
    "modulos": [{"ciclo": "K1", "codigo": "01", "titulo": "Módulo", "nucleo": "sí", "orden": 1}],
    "inscripciones": [{"ciclo": "K1", "participante": "H1", "inscrito_el": dt.date(2026, 3, 1)}],
    "talleres": [{"codigo": "T1", "ciclo": "K1", "modulo": "01", "fecha": dt.date(2026, 3, 8), "inicio": "18:00",
                  "minutos": 90, "comunidad": "C1", "estado": "realizado", "conteo": 1, "firmas": 1}],
    "asistencias": [{"taller": "T1", "participante": "H1", "estado": "presente"}],
    "metas": [{"indicador": "C1a", "provincia": "1204", "linea_base": 0, "meta": 120, "hasta": dt.date(2026, 12, 31)}],
}  # fmt: skip


def sheets(**changes: Any) -> dict[str, list[dict[str, Any]]]:
    """A sound register; `talleres=[…]` replaces a sheet."""
    return copy.deepcopy(SHEETS) | changes


def one_changed(sheet: str, row: int = 0, **cells: Any) -> dict[str, list[dict[str, Any]]]:
    """A sound register in which one row has other cells."""
    book = sheets()
    book[sheet][row] |= cells
    return book


def book(content: dict[str, list[dict[str, Any]]] | dict[str, list[list[Any]]]) -> bytes:
    """The workbook: rows are mappings by heading, or plain lists with the headings first."""
    file = BytesIO()
    workbook = Workbook(file, {"strings_to_formulas": False, "default_date_format": "dd/mm/yyyy", "in_memory": True})
    for name, rows in content.items():
        page = workbook.add_worksheet(name)
        for number, cells in enumerate(_grid(rows)):
            for index, value in enumerate(cells):
                if value is not None:
                    page.write(number, index, value)
    workbook.close()
    return file.getvalue()


def _grid(rows: list[Any]) -> list[list[Any]]:
    if not rows or isinstance(rows[0], list):
        return rows
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    return [headings, *([row.get(heading) for heading in headings] for row in rows)]
