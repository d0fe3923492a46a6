"""Every refusal of register.md, each with its sheet, row, column, value and reason."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from gvp.ops.register.cells import Choice, Place, Ref, Refs, YesNo
from gvp.ops.register.importer import import_register
from gvp.ops.register.measures import Amount, Count, Date
from gvp.ops.register.sheets import SHEETS
from gvp.ops.tests.books import book, one_changed, sheets
from participants.models import Participant

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + dt.timedelta(days=1)


@pytest.fixture
def directory(standing_directory, db):
    """INEI's whole directory."""


def problems(content):
    with translation.override("en"):
        outcome = import_register(book(content), by=None)
    return [(p.sheet, p.row, p.column, p.value, p.message) for p in outcome.problems]


def twice(sheet, **cells):
    """A sound register in which the first row of a sheet stands again, with these cells changed."""
    rows = sheets()[sheet]
    return sheets(**{sheet: [*rows, rows[0] | cells]})


def without(sheet, row):
    """A sound register without one row."""
    content = sheets()
    del content[sheet][row]
    return content


# --- What one cell may hold, column by column ---------------------------------------------------------

COLUMNS = [(sheet.name, column) for sheet in SHEETS for column in sheet.columns]


def of(*kinds):
    """The columns of these kinds, named for the test report."""
    return [pytest.param(name, column.name, id=f"{name}.{column.name}") for name, column in COLUMNS
            if isinstance(column.kind, kinds)]  # fmt: skip


def refuses(sheet, column, typed, reason):
    found = problems(one_changed(sheet, **{column: typed}))
    assert found[0] == (sheet, 2, column, found[0][3], reason)
    assert Participant.objects.count() == 0


@pytest.mark.parametrize(("sheet", "column"), of(Ref))
def test_an_unknown_code_is_refused(directory, sheet, column):
    target = next(c.kind.sheet for name, c in COLUMNS if (name, c.name) == (sheet, column))
    refuses(sheet, column, "NADIE", f"There is no {target} with this code.")


@pytest.mark.parametrize(("sheet", "column"), of(Refs))
def test_an_unknown_code_in_a_list_is_named(directory, sheet, column):
    target = next(c.kind.sheet for name, c in COLUMNS if (name, c.name) == (sheet, column))
    refuses(sheet, column, "NADIE", f"Not in {target}: NADIE.")


@pytest.mark.parametrize(("sheet", "column"), of(Place))
def test_a_place_that_is_not_in_ubigeo_is_refused(directory, sheet, column):
    refuses(sheet, column, "9999", "INEI's directory has no such code.")


@pytest.mark.parametrize(("sheet", "column"), of(Date))
def test_a_day_before_2000_is_refused(directory, sheet, column):
    refuses(sheet, column, "31/12/1999", "This date is before the year 2000.")


FACTS = [place for place in of(Date) if not next(c.kind.planned for n, c in COLUMNS if (n, c.name) == place.values)]


@pytest.mark.parametrize(("sheet", "column"), FACTS)
def test_a_fact_of_tomorrow_is_refused(directory, sheet, column):
    refuses(sheet, column, TOMORROW, "This date is in the future.")


def test_plans_deadlines_and_targets_alone_may_lie_ahead():
    assert {place.id for place in of(Date)} - {place.id for place in FACTS} == {
        "ciclos.inicia_el", "ciclos.cierra_el", "talleres.fecha", "planes.desde", "planes.hasta",
        "acciones_plan.inicia_el", "acciones_plan.plazo_original", "acciones_plan.plazo", "metas.hasta",
    }  # fmt: skip


@pytest.mark.parametrize(("sheet", "column"), of(Count, Amount))
def test_a_negative_number_is_refused(directory, sheet, column):
    found = problems(one_changed(sheet, **{column: -1}))
    assert [place[:4] for place in found] == [(sheet, 2, column, "-1")]


@pytest.mark.parametrize(("sheet", "column"), of(Choice, YesNo))
def test_a_word_that_is_not_of_the_register_is_refused(directory, sheet, column):
    found = problems(one_changed(sheet, **{column: "quizás"}))
    assert [place[:4] for place in found] == [(sheet, 2, column, "quizás")]


REQUIRED = [pytest.param(name, column.name, id=f"{name}.{column.name}") for name, column in COLUMNS if column.required]


@pytest.mark.parametrize(("sheet", "column"), REQUIRED)
def test_an_empty_required_cell_is_refused(directory, sheet, column):
    refuses(sheet, column, "", "This cell cannot be empty.")


# --- What must hold between cells and rows --------------------------------------------------------------

OTHER_FACTS = "This row stands above already, with other facts."
END = "The end is before the start."
NO_CONSENT = "No evaluation consent of this man was in force on this day."
ONE_OF = "Write one of: 1, 2, 3, NA."
MEN = "Only men belong to a network, not school leaders: E1."

REFUSED = {
    "an indicator that does not exist": (one_changed("metas", indicador="C99"), "metas", 2, "indicador", "C99", None),
    "a module of another cycle": (
        one_changed("talleres", modulo="02"),
        "talleres", 2, "modulo", "02", "This cycle has no module with this code."),
    "a code twice with different facts": (
        twice("comunidades", nombre="Otra"), "comunidades", 3, "codigo", "C1", OTHER_FACTS),
    "a code twice with different lists": (
        twice("materiales", instituciones="I1"), "materiales", 3, "codigo", "M1", OTHER_FACTS),
    "an application twice with different answers": (
        twice("aplicaciones", M1=3), "aplicaciones", 3, "participante", "H1", OTHER_FACTS),
    "a stay twice with different facts": (
        twice("integrantes", compromiso_el=""), "integrantes", 3, "red", "R1", OTHER_FACTS),
    "a milestone twice with different facts": (
        twice("hitos_plan", numero="9"), "hitos_plan", 3, "plan", "PL1", OTHER_FACTS),
    "attendance by someone who is not enrolled": (
        one_changed("asistencias", participante="E1"),
        "asistencias", 2, "participante", "E1", "This person is not enrolled in the cycle of the session."),
    "attendance at a planned session": (
        one_changed("talleres", estado="programado"),
        "asistencias", 2, "taller", "T1", "Attendance is only for sessions that are realizado."),
    "attendance at a cancelled session": (
        one_changed("talleres", estado="suspendido"),
        "asistencias", 2, "taller", "T1", "Attendance is only for sessions that are realizado."),
    "a pair of asistencias twice": (
        twice("asistencias"), "asistencias", 3, "taller", "T1", "This row stands above already."),
    "a session held tomorrow": (
        one_changed("talleres", fecha=TOMORROW),
        "talleres", 2, "fecha", f"{TOMORROW:%d/%m/%Y}", "A session that was held cannot lie in the future."),
    "revoked before given": (
        one_changed("consentimientos", revocado_el="28/02/2026"),
        "consentimientos", 2, "revocado_el", "28/02/2026", "Revoked before it was given."),
    "a cycle that closes before it starts": (
        one_changed("ciclos", cierra_el="2026-02-01"), "ciclos", 2, "cierra_el", "01/02/2026", END),
    "withdrawn before enrolled": (
        one_changed("inscripciones", retirado_el="2026-02-01"), "inscripciones", 2, "retirado_el", "01/02/2026", END),
    "left a network before joining it": (
        one_changed("integrantes", salida_el="2026-03-09"), "integrantes", 2, "salida_el", "09/03/2026", END),
    "a plan that ends before it starts": (
        one_changed("planes", hasta="2025-12-31"), "planes", 2, "hasta", "31/12/2025", END),
    "a deadline before the start": (
        one_changed("acciones_plan", plazo="2026-01-31"), "acciones_plan", 2, "plazo", "31/01/2026", END),
    "an original deadline before the start": (
        one_changed("acciones_plan", plazo_original="2026-01-31"),
        "acciones_plan", 2, "plazo_original", "31/01/2026", END),
    "half a person": (
        one_changed("talleres", firmas=1.5), "talleres", 2, "firmas", "1.5", "Write a whole number."),
    "a man under 18": (
        one_changed("participantes", anio_nacimiento=2009),
        "participantes", 2, "anio_nacimiento", "2009", "A man must be at least 18 on the day he is registered."),
    "a colegio that is none": (
        one_changed("participantes", 1, colegio="I2"),
        "participantes", 3, "colegio", "I2", "This institution is not of type colegio."),
    "a colegio of a replication that is none": (
        one_changed("replicas", colegio="I2"),
        "replicas", 2, "colegio", "I2", "This institution is not of type colegio."),
    "a school leader without section": (
        one_changed("participantes", 1, seccion=""),
        "participantes", 3, "seccion", "", "A school leader needs a school, a grade and a section."),
    "a school leader's document": (
        one_changed("participantes", 1, documento="12345678"),
        "participantes", 3, "documento", "12345678", "This is never asked of a school leader. Leave it empty."),
    "a control character": (
        one_changed("comunidades", nombre="Puquio\x07"),
        "comunidades", 2, "nombre", "Puquio\x07", "There is a control character in the text. Type it again."),
    "a name that is too long": (
        one_changed("comunidades", nombre="x" * 121),
        "comunidades", 2, "nombre", "x" * 79 + "…", "Too long: at most 120 characters."),
    "an Excel error": (
        one_changed("comunidades", nombre="#REF!"),
        "comunidades", 2, "nombre", "#REF!", "The cell holds an Excel error instead of a value."),
    "a code with a semicolon": (
        one_changed("transferencias", codigo="X;1"),
        "transferencias", 2, "codigo", "X;1", "A code holds no semicolon: it separates the codes of a list."),
    "a questionnaire that is not stored": (
        one_changed("aplicaciones", ficha="GEM-24"),
        "aplicaciones", 2, "ficha", "GEM-24", "No questionnaire with this code is stored."),
    "an answer of 4": (one_changed("aplicaciones", M1=4), "aplicaciones", 2, "M1", "4", ONE_OF),
    "an answer of 0": (one_changed("aplicaciones", P3=0), "aplicaciones", 2, "P3", "0", ONE_OF),
    "an answer between two": (one_changed("aplicaciones", H5=1.5), "aplicaciones", 2, "H5", "1.5", ONE_OF),
    "an answer in words": (one_changed("aplicaciones", M2="de acuerdo"), "aplicaciones", 2, "M2", "de acuerdo", ONE_OF),
    "an answer that Excel could not look up": (
        one_changed("aplicaciones", M2="#N/A"), "aplicaciones", 2, "M2", "#N/A", ONE_OF),
    "answers without an evaluation consent": (
        without("consentimientos", 1), "aplicaciones", 2, "fecha", "05/03/2026", NO_CONSENT),
    "answers before the consent": (
        one_changed("consentimientos", 1, otorgado_el="2026-03-06"),
        "aplicaciones", 2, "fecha", "05/03/2026", NO_CONSENT),
    "answers on the day of the revocation": (
        one_changed("consentimientos", 1, revocado_el="2026-03-05"),
        "aplicaciones", 2, "fecha", "05/03/2026", NO_CONSENT),
    "a network coordinated by a school leader": (
        one_changed("redes", coordinador="E1"), "redes", 2, "coordinador", "E1", MEN),
    "a school leader in a network": (
        one_changed("integrantes", participante="E1"), "integrantes", 2, "participante", "E1", MEN),
    "an action led by a school leader": (
        one_changed("acciones_red", referentes="H1;E1"), "acciones_red", 2, "referentes", "H1;E1", MEN),
    "an action led by nobody": (
        one_changed("acciones_red", referentes=" ; "),
        "acciones_red", 2, "referentes", " ; ", "Write codes with ; between them."),
    "a replication led by a man": (
        one_changed("replicas", lideres="E1; H1"),
        "replicas", 2, "lideres", "E1;H1", "Only school leaders lead a replication: H1."),
    "a replication of no minutes": (
        one_changed("replicas", minutos=0), "replicas", 2, "minutos", "0", "Write a number from 1 to 32767."),
    "a group of co-producers that is none": (
        one_changed("materiales", grupos="I3;I2"),
        "materiales", 2, "grupos", "I3;I2", "Not of type grupo_hombres: I2."),
    "an action done without the day": (
        one_changed("acciones_plan", cumplida_el=""),
        "acciones_plan", 2, "cumplida_el", "", "An action that is cumplida needs the day on which it was done."),
}  # fmt: skip


@pytest.mark.parametrize(("content", "sheet", "row", "column", "value", "message"), REFUSED.values(), ids=REFUSED)
def test_refuses(directory, content, sheet, row, column, value, message):
    found = problems(content)
    assert found == [(sheet, row, column, value, message or found[0][4])]
    assert Participant.objects.count() == 0


def test_a_school_leader_answers_no_questionnaire(directory):
    content = one_changed("aplicaciones", participante="E1")
    content["consentimientos"][1]["participante"] = "E1"
    assert problems(content) == [
        ("aplicaciones", 2, "participante", "E1", "The questionnaire is for men, not for school leaders.")
    ]


def test_answers_are_not_blamed_for_a_consent_that_has_its_own_problem(directory):
    found = problems(one_changed("consentimientos", 1, revocado_el="28/02/2026"))
    assert [place[:3] for place in found] == [("consentimientos", 3, "revocado_el")]


@pytest.mark.parametrize(
    ("language", "reason"),
    [("es", "En participantes no hay: NADIE."), ("en", "Not in participantes: NADIE.")],
)
def test_reasons_come_in_the_readers_language(directory, language, reason):
    with translation.override(language):
        outcome = import_register(book(one_changed("acciones_red", referentes="NADIE")), by=None)
    assert [problem.message for problem in outcome.problems] == [reason]
