"""Small register workbooks for tests: a sound one, and the same with one thing changed."""

import copy
import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from gvp.accounts.models import User
from gvp.ops.register.exporter import export_register
from gvp.ops.register.sheets import SHEETS as DECLARED
from gvp.ops.register.sheets.plans import PlanActions
from gvp.ops.register.workbook import read
from plans.models import PlanGoal

SAMPLE = Path(__file__).parent / "data" / "register_sample.xlsx"
SHEETS: dict[str, list[dict[str, Any]]] = {
    "comunidades": [{"codigo": "C1", "nombre": "Puquio", "distrito": "120401", "rural": "sí"}],
    "instituciones": [
        {"codigo": "I1", "nombre": "Colegio", "tipo": "colegio", "sector": "publica", "distrito": "120401"},
        {"codigo": "I2", "nombre": "Radio", "tipo": "medio", "sector": "privada", "distrito": "120401"},
        {"codigo": "I3", "nombre": "Varones", "tipo": "grupo_hombres", "sector": "comunal", "distrito": "120401"},
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
        {"participante": "H1", "tipo": "evaluacion", "otorgado_el": dt.date(2026, 3, 1), "modo": "firma"},
    ],
    "ciclos": [{"codigo": "K1", "tipo": "sensibilizacion", "nombre": "Ciclo", "comunidad": "C1",
                "inicia_el": dt.date(2026, 3, 1)}],
    "modulos": [{"ciclo": "K1", "codigo": "01", "titulo": "Módulo", "nucleo": "sí", "orden": 1}],
    "inscripciones": [{"ciclo": "K1", "participante": "H1", "inscrito_el": dt.date(2026, 3, 1)}],
    "talleres": [{"codigo": "T1", "ciclo": "K1", "modulo": "01", "fecha": dt.date(2026, 3, 8), "inicio": "18:00",
                  "minutos": 90, "comunidad": "C1", "estado": "realizado", "conteo": 1, "firmas": 1}],
    "asistencias": [{"taller": "T1", "participante": "H1", "estado": "presente"}],
    "aplicaciones": [{"participante": "H1", "ficha": "FCC-15", "ronda": "base", "fecha": dt.date(2026, 3, 5),
                      "M1": 1, "M2": 2, "M3": 3, "M4": 1, "P1": "NA", "H1": 2, "H5": 3}],
    "redes": [{"codigo": "R1", "nombre": "Red", "provincia": "1204", "fundada_el": dt.date(2026, 3, 10),
               "acta": "Acta 1", "coordinador": "H1"}],
    "integrantes": [{"red": "R1", "participante": "H1", "ingreso_el": dt.date(2026, 3, 10),
                     "compromiso_el": dt.date(2026, 3, 11)}],
    "acciones_red": [{"codigo": "R1-A1", "red": "R1", "fecha": dt.date(2026, 4, 1), "comunidad": "C1", "tipo": "charla",
                      "mensaje": "Cuidar es de todos", "referentes": "H1", "mujeres": 5, "hombres": 7,
                      "adolescentes": 0, "validada": "sí", "evidencia": "Foto"}],
    "replicas": [{"codigo": "P1", "fecha": dt.date(2026, 5, 1), "colegio": "I1", "grado": "2", "seccion": "B",
                  "minutos": 45, "responsable": "Tutora", "lideres": "E1", "mujeres": 10, "hombres": 8}],
    "materiales": [{"codigo": "M1", "titulo": "Cartilla", "tipo": "folleto", "medio": "impreso", "lengua": "qu",
                    "provincia": "1204", "final_el": dt.date(2026, 5, 1), "instituciones": "I1;I2", "grupos": "I3"}],
    "transferencias": [{"codigo": "X1", "material": "M1", "institucion": "I1", "fecha": dt.date(2026, 6, 1),
                        "formato": "impreso", "cantidad": 100, "receptor": "Receptora", "acta": "Acta 3"}],
    "mesas": [{"codigo": "B1", "provincia": "1204", "tipo": "mclcp", "instalada_el": dt.date(2026, 1, 15)}],
    "planes": [{"codigo": "PL1", "mesa": "B1", "titulo": "Plan", "desde": dt.date(2026, 1, 1),
                "hasta": dt.date(2028, 12, 31)}],
    "hitos_plan": [{"plan": "PL1", "estado": "aprobado", "fecha": dt.date(2026, 6, 1), "documento": "ordenanza",
                    "numero": "012-2026"}],
    "acciones_plan": [{"codigo": "PL1-A1", "plan": "PL1", "objetivo": "OE1", "texto": "Acción", "meta": 10,
                       "inicia_el": dt.date(2026, 2, 1), "plazo_original": dt.date(2027, 6, 30),
                       "plazo": dt.date(2027, 12, 31), "responsable": "I2", "estado": "cumplida",
                       "cumplida_el": dt.date(2026, 10, 1), "presupuesto": 1500.5}],
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


def export(by: User | None = None) -> bytes:
    """The register workbook of what this user may carry out; everything for a command."""
    file = BytesIO()
    export_register(file, by=by, reason="A test")
    return file.getvalue()


def rows(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet, as mappings by heading."""
    return {
        sheet.name: [dict(zip(sheet.rows[0], cells, strict=True)) for cells in sheet.rows[1:]]
        for sheet in read(content)
    }


def exported(by: User | None = None) -> dict[str, list[dict[str, Any]]]:
    return rows(export(by))


def empty_the_register() -> None:
    """Whatever a register file may have brought is gone; places, users and instruments stay."""
    for sheet in reversed(DECLARED):
        sheet.model._default_manager.all().delete()
        if sheet is PlanActions:
            PlanGoal.objects.all().delete()
