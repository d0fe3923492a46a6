"""Whose rows a file may touch: everybody's by command, one's own in the browser."""

from io import BytesIO

import pytest
from django.utils import translation

from gvp.ops.register.exporter import export_register
from gvp.ops.register.importer import import_register
from gvp.ops.register.sheets import SHEETS
from gvp.ops.tests.books import book, sheets
from participants.models import Consent, Participant
from workshops.models import Enrolment

NOT_YOURS = "This row belongs to a province that is not yours."
PROTECTION = "Only somebody with the protection permission may import school leaders."


def take(content, by):
    with translation.override("en"):
        outcome = import_register(book(content), by=by)
    return outcome, [(p.sheet, p.row, p.column, p.message) for p in outcome.problems]


def man(world, place, **cells):
    return {
        "codigo": "X-1", "grupo": "hombre", "nombres": "Juan", "primer_apellido": "Poma", "sexo": "M",
        "anio_nacimiento": 1980, "comunidad": getattr(world, place).community.code, "inscrito_el": "2026-03-03",
    } | cells  # fmt: skip


def test_a_coordinator_imports_rows_of_the_own_province(world):
    outcome, wrong = take({"participantes": [man(world, "jauja")]}, world.coordinator)
    assert (wrong, outcome.created["participantes"]) == ([], 1)
    assert Participant.objects.get(code="X-1").recorded_by == world.coordinator


def test_a_coordinator_cannot_add_a_row_of_another_province(world):
    _outcome, wrong = take({"participantes": [man(world, "tayacaja")]}, world.coordinator)
    assert wrong == [("participantes", 2, "comunidad", NOT_YOURS)]


def test_a_coordinator_cannot_change_a_row_of_another_province(world):
    other = world.tayacaja.men[0]
    _outcome, wrong = take({"participantes": [man(world, "tayacaja", codigo=other.code)]}, world.coordinator)
    other.refresh_from_db()
    assert (wrong, other.given_names) == ([("participantes", 2, "comunidad", NOT_YOURS)], "Ficticio")


def test_a_coordinator_cannot_pull_a_person_over_from_another_province(world):
    other = world.tayacaja.men[0]
    _outcome, wrong = take({"participantes": [man(world, "jauja", codigo=other.code)]}, world.coordinator)
    assert wrong == [("participantes", 2, "comunidad", NOT_YOURS)]


@pytest.mark.parametrize(
    ("sheet", "cells"),
    [
        ("comunidades", {"codigo": "C9", "nombre": "Otra", "distrito": "090701", "rural": "no"}),
        ("instituciones",
         {"codigo": "I9", "nombre": "Otra", "tipo": "otra", "sector": "publica", "distrito": "090701"}),
        ("consentimientos",
         {"participante": "TAY-0001", "tipo": "imagen", "otorgado_el": "2026-03-03", "modo": "firma"}),
        ("ciclos",
         {"codigo": "K9", "tipo": "winay", "nombre": "Otro", "comunidad": "C-TAY", "inicia_el": "2026-03-03"}),
        ("modulos", {"ciclo": "K-TAY", "codigo": "99", "titulo": "Otro", "nucleo": "no", "orden": 9}),
        ("inscripciones", {"ciclo": "K-TAY", "participante": "JAU-0001", "inscrito_el": "2026-03-03"}),
        ("inscripciones", {"ciclo": "K-JAU", "participante": "TAY-0001", "inscrito_el": "2026-03-03"}),
        ("metas", {"indicador": "C1a", "provincia": "0907", "linea_base": 0, "meta": 1, "hasta": "2026-12-31"}),
        ("metas", {"indicador": "C1a", "provincia": "", "linea_base": 0, "meta": 1, "hasta": "2026-12-31"}),
    ],
)  # fmt: skip
def test_no_sheet_reaches_into_another_province(world, sheet, cells):
    enrolled = Enrolment.objects.count()
    _outcome, wrong = take({sheet: [cells]}, world.coordinator)
    assert [(name, row, message) for name, row, _column, message in wrong] == [(sheet, 2, NOT_YOURS)]
    assert (Enrolment.objects.count(), Consent.objects.filter(kind="image").count()) == (enrolled, 0)


def test_an_administrator_and_a_command_import_everywhere(world):
    for by in (world.users["administrator"], None):
        outcome, wrong = take({"participantes": [man(world, "jauja"), man(world, "tayacaja", codigo="X-2")]}, by)
        assert (wrong, outcome.ok) == ([], True)


def test_school_leaders_need_the_protection_permission(world):
    leader = man(world, "jauja", grupo="escolar", anio_nacimiento=2012, colegio="I-JAU", grado="2", seccion="A")
    _outcome, wrong = take({"participantes": [leader]}, world.coordinator)
    assert wrong == [("participantes", 2, "grupo", PROTECTION)]

    world.coordinator.sees_minors = True
    assert take({"participantes": [leader]}, world.coordinator)[1] == []

    world.coordinator.sees_minors = False
    consent = {"participante": "X-1", "tipo": "apoderado", "otorgado_el": "2026-03-03", "modo": "firma"}
    assert take({"consentimientos": [consent]}, world.coordinator)[1] == [
        ("consentimientos", 2, "participante", PROTECTION)
    ]


def test_a_command_needs_no_user(directory):
    assert take(sheets(), None)[1] == []


# --- Change, networks, materials and plans ----------------------------------------------------------

LATER = ("aplicaciones", "redes", "integrantes", "acciones_red", "replicas", "materiales", "transferencias", "mesas",
         "planes", "hitos_plan", "acciones_plan")  # fmt: skip
MODELS = {sheet.name: sheet.model for sheet in SHEETS}
CHANGES = {
    "aplicaciones": {"M1": 3}, "redes": {"nombre": "Robada"}, "integrantes": {"salida_el": "2026-11-01"},
    "acciones_red": {"hombres": 9}, "replicas": {"minutos": 99}, "materiales": {"titulo": "Robado"},
    "transferencias": {"cantidad": 9}, "mesas": {"tipo": "otra"}, "planes": {"titulo": "Robado"},
    "hitos_plan": {"numero": "Robado"}, "acciones_plan": {"texto": "Robada"},
}  # fmt: skip
NEW = {
    "aplicaciones": {"ronda": "salida"}, "redes": {"codigo": "R9"}, "integrantes": {"participante": "TAY-0002"},
    "acciones_red": {"codigo": "A9"}, "replicas": {"codigo": "P9"}, "materiales": {"codigo": "M9"},
    "transferencias": {"codigo": "X9"}, "mesas": {"codigo": "B9"}, "planes": {"codigo": "PL9"},
    "hitos_plan": {"estado": "publicado"}, "acciones_plan": {"codigo": "PL-A9"},
}  # fmt: skip
# A row of Tayacaja's that would come over to Jauja, and a row of Jauja's that would refer to Tayacaja.
ACROSS = [
    ("redes", "TAY", {"provincia": "1204"}),
    ("redes", "JAU", {"coordinador": "TAY-0001"}),
    ("integrantes", "JAU", {"participante": "TAY-0001"}),
    ("acciones_red", "TAY", {"red": "R-JAU"}),
    ("acciones_red", "JAU", {"referentes": "JAU-0001;TAY-0001"}),
    ("acciones_red", "JAU", {"comunidad": "C-TAY"}),
    ("replicas", "TAY", {"colegio": "I-JAU"}),
    ("replicas", "JAU", {"lideres": "JAU-0009;TAY-0009"}),
    ("materiales", "TAY", {"provincia": "1204"}),
    ("materiales", "TAY", {"provincia": ""}),
    ("materiales", "JAU", {"provincia": ""}),
    ("materiales", "JAU", {"grupos": "G-JAU;G-TAY"}),
    ("transferencias", "TAY", {"material": "M-JAU"}),
    ("transferencias", "JAU", {"institucion": "I-TAY"}),
    ("mesas", "TAY", {"provincia": "1204"}),
    ("planes", "TAY", {"mesa": "B-JAU"}),
    ("acciones_plan", "TAY", {"plan": "PL-JAU"}),
    ("acciones_plan", "JAU", {"responsable": "I-TAY"}),
]


def program(place):
    """A row of each of these sheets in the province of JAU or TAY."""
    code, district = {"JAU": ("1204", "120401"), "TAY": ("0907", "090701")}[place]
    man, leader, school = f"{place}-0001", f"{place}-0009", f"I-{place}"
    return {
        "instituciones": [{"codigo": f"G-{place}", "nombre": "Varones", "tipo": "grupo_hombres", "sector": "comunal",
                           "distrito": district}],
        "participantes": [{"codigo": leader, "grupo": "escolar", "nombres": "Ana", "primer_apellido": "Poma",
                           "sexo": "F", "anio_nacimiento": 2012, "comunidad": f"C-{place}",
                           "inscrito_el": "2026-03-03", "colegio": school, "grado": "2", "seccion": "A"}],
        "consentimientos": [{"participante": man, "tipo": "evaluacion", "otorgado_el": "2026-03-03", "modo": "firma"}],
        "aplicaciones": [{"participante": man, "ficha": "FCC-15", "ronda": "base", "fecha": "2026-03-05", "M1": 1}],
        "redes": [{"codigo": f"R-{place}", "nombre": "Red", "provincia": code, "fundada_el": "2026-03-10",
                   "coordinador": man}],
        "integrantes": [{"red": f"R-{place}", "participante": man, "ingreso_el": "2026-03-10"}],
        "acciones_red": [{"codigo": f"A-{place}", "red": f"R-{place}", "fecha": "2026-04-01",
                          "comunidad": f"C-{place}", "tipo": "radio", "referentes": man, "hombres": 5,
                          "validada": "no"}],
        "replicas": [{"codigo": f"P-{place}", "fecha": "2026-05-01", "colegio": school, "grado": "2", "seccion": "A",
                      "minutos": 45, "lideres": leader, "mujeres": 9, "hombres": 8}],
        "materiales": [{"codigo": f"M-{place}", "titulo": "Cartilla", "tipo": "guia", "medio": "impreso",
                        "provincia": code, "instituciones": school, "grupos": f"G-{place}"}],
        "transferencias": [{"codigo": f"X-{place}", "material": f"M-{place}", "institucion": school,
                            "fecha": "2026-06-01", "cantidad": 5}],
        "mesas": [{"codigo": f"B-{place}", "provincia": code, "tipo": "mclcp"}],
        "planes": [{"codigo": f"PL-{place}", "mesa": f"B-{place}", "titulo": "Plan", "desde": "2026-01-01",
                    "hasta": "2028-12-31"}],
        "hitos_plan": [{"plan": f"PL-{place}", "estado": "aprobado", "fecha": "2026-06-01"}],
        "acciones_plan": [{"codigo": f"PL-A-{place}", "plan": f"PL-{place}", "objetivo": "OE1", "texto": "Acción",
                           "plazo_original": "2027-01-31", "plazo": "2027-01-31", "responsable": school,
                           "estado": "programada"}],
    }  # fmt: skip


@pytest.fixture
def both(world):
    """The program in both provinces; the coordinator of Jauja has the protection permission."""
    for place in ("JAU", "TAY"):
        assert take(program(place), None)[1] == []
    world.coordinator.sees_minors = True
    return world


def stored(sheet):
    return list(MODELS[sheet].objects.order_by("pk").values())


def refused(both, sheet, cells):
    before = stored(sheet)
    _outcome, wrong = take({sheet: [cells]}, both.coordinator)
    assert [(name, row, message) for name, row, _column, message in wrong] == [(sheet, 2, NOT_YOURS)]
    assert stored(sheet) == before


@pytest.mark.parametrize("sheet", LATER)
def test_a_jauja_file_changes_no_row_of_tayacaja(both, sheet):
    refused(both, sheet, program("TAY")[sheet][0] | CHANGES[sheet])


@pytest.mark.parametrize("sheet", LATER)
def test_a_jauja_file_adds_no_row_to_tayacaja(both, sheet):
    refused(both, sheet, program("TAY")[sheet][0] | NEW[sheet])


@pytest.mark.parametrize("sheet", LATER)
def test_a_jauja_file_does_not_learn_by_guessing_what_tayacaja_stored(both, sheet):
    refused(both, sheet, program("TAY")[sheet][0])


@pytest.mark.parametrize(("sheet", "place", "cells"), ACROSS)
def test_a_jauja_file_moves_nothing_across(both, sheet, place, cells):
    refused(both, sheet, program(place)[sheet][0] | cells)


@pytest.mark.parametrize("sheet", LATER)
def test_a_jauja_file_changes_rows_of_jauja(both, sheet):
    outcome, wrong = take({sheet: [program("JAU")[sheet][0] | CHANGES[sheet]]}, both.coordinator)
    assert (wrong, outcome.updated[sheet]) == ([], 1)


def test_what_a_coordinator_carries_out_comes_in_again_unchanged(both):
    """Among it, what he or she may see of the whole programme and of what others handed over here."""
    take({"materiales": [program("JAU")["materiales"][0] | {"codigo": "M-0", "provincia": "", "grupos": ""}],
          "transferencias": [program("TAY")["transferencias"][0] | {"codigo": "X-0", "institucion": "I-JAU"}]},
         None)  # fmt: skip
    file = BytesIO()
    export_register(file, by=both.coordinator)
    outcome = import_register(file.getvalue(), by=both.coordinator)
    assert (outcome.problems, outcome.total["created"], outcome.total["updated"]) == ([], 0, 0)
    assert (outcome.unchanged["materiales"], outcome.unchanged["transferencias"]) == (2, 2)


def test_a_coordinator_hands_over_what_belongs_to_the_whole_programme(both):
    take({"materiales": [program("JAU")["materiales"][0] | {"codigo": "M-0", "provincia": ""}]}, None)
    row = program("JAU")["transferencias"][0] | {"codigo": "X-9", "material": "M-0"}
    assert take({"transferencias": [row]}, both.coordinator)[1] == []
    refused(both, "transferencias", row | {"codigo": "X-8", "institucion": "I-TAY"})


def test_replications_need_the_protection_permission(both):
    both.coordinator.sees_minors = False
    row = program("JAU")["replicas"][0] | {"codigo": "P9"}
    assert take({"replicas": [row]}, both.coordinator)[1] == [("replicas", 2, "lideres", PROTECTION)]


def test_what_an_administrator_tied_across_provinces_does_not_hinder_a_correction(both):
    row = program("JAU")["transferencias"][0] | {"institucion": "I-TAY"}
    take({"transferencias": [row]}, None)
    assert take({"transferencias": [row | {"cantidad": 7}]}, both.coordinator)[1] == []
