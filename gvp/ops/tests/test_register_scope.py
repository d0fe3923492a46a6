"""Whose rows a file may touch: everybody's by command, one's own in the browser."""

import pytest
from django.utils import translation

from gvp.ops.register.importer import import_register
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
