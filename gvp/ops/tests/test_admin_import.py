"""Import of one list in the admin: preview, confirmation, rows of others."""

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile

from gvp.audit.models import Entry
from gvp.ops.register.sheets import SHEETS
from gvp.ops.tests.admin_world import SHEET_OF, ahead, fill, page
from gvp.ops.tests.books import book
from gvp.places.models import Community
from gvp.reporting.models import Target
from participants.models import CommunityCorrection, Consent, Participant
from workshops.models import Attendance, Cycle, Enrolment, Module, Workshop

NOT_YOURS = "This row belongs to a province that is not yours."
HEADINGS = "codigo;nombre;distrito;rural\n"


@pytest.fixture(autouse=True)
def _english(client, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def preview(client, model, content):
    """Upload a file: CSV as text, or a list of rows that becomes a workbook."""
    if isinstance(content, list):
        file = SimpleUploadedFile("datos.xlsx", book({SHEET_OF[model]: content}))
    else:
        file = SimpleUploadedFile("datos.csv", content.encode())
    return client.post(page(model, "import"), {"import_file": file, "format": "0", "resource": "0"})


def confirm(client, model, previewed):
    return client.post(page(model, "process_import"), previewed.context["confirm_form"].initial)


def bring(client, model, content):
    """Preview and confirm; what was wrong with which row, or []."""
    shown = preview(client, model, content)
    if "confirm_form" in shown.context:
        confirm(client, model, shown)
    return [(problem.row, problem.column, problem.message) for problem in shown.context["problems"]]


def test_every_sheet_has_its_list_here_but_answers_and_transfers_which_have_pages_of_their_own():
    assert [sheet.name for sheet in SHEETS if sheet.model not in SHEET_OF] == ["aplicaciones", "transferencias"]
    assert {model: admin.site.get_model_admin(model).sheet.name for model in SHEET_OF} == SHEET_OF


# --- Preview and confirmation -------------------------------------------------------------------


def test_a_preview_says_what_would_change_and_stores_nothing(world, login):
    text = HEADINGS + "C-JAU;Otro nombre;120401;si\nC-9;Puquio;120401;no\n"
    shown = preview(login(world.coordinator), Community, text)
    assert [(row.number, row.import_type) for row in shown.context["rows"]] == [(2, "update"), (3, "new")]
    assert shown.context["rows"][0].diff == [(None, "C-JAU"), ("Comunidad Jauja", "Otro nombre"), (None, "120401"),
                                             (None, "si")]  # fmt: skip
    assert Community.objects.filter(code="C-9").count() == 0


def test_confirming_stores_it_with_one_line_in_the_log(world, login):
    assert bring(login(world.coordinator), Community, HEADINGS + "C-9;Puquio;120401;no\n") == []
    stored, entry = Community.objects.get(code="C-9"), Entry.objects.get(verb="imported")
    assert (stored.name, stored.recorded_by, entry.by) == ("Puquio", world.coordinator, world.coordinator)
    assert entry.detail == {"file": "comunidades", "created": 1, "updated": 0, "unchanged": 0}


def test_a_preview_leaves_no_line_in_the_log(world, login):
    preview(login(world.coordinator), Community, HEADINGS + "C-9;Puquio;120401;no\n")
    assert Entry.objects.count() == 0


def test_confirming_twice_changes_nothing_more(world, login):
    client = login(world.coordinator)
    shown = preview(client, Community, HEADINGS + "C-9;Puquio;120401;no\n")
    confirm(client, Community, shown)
    again = confirm(client, Community, shown)
    assert (again.context["gone"], Entry.objects.filter(verb="imported").count()) == (True, 1)


def test_nobody_confirms_what_somebody_else_previewed(world, login):
    shown = preview(login(world.coordinator), Community, HEADINGS + "C-9;Puquio;120401;no\n")
    confirm(login(world.users["administrator"]), Community, shown)
    assert not Community.objects.filter(code="C-9").exists()


def test_a_file_previewed_for_one_list_is_not_confirmed_for_another(world, login):
    client = login(world.coordinator)
    shown = preview(client, Community, HEADINGS + "C-9;Puquio;120401;no\n")
    response = client.post(page(Cycle, "process_import"), shown.context["confirm_form"].initial)
    assert list(response.context["confirm_form"].errors) == ["import_file_name"]


def test_a_made_up_name_of_a_file_opens_nothing(world, login):
    facts = {"import_file_name": "/etc/passwd", "original_file_name": "x", "format": "0", "resource": "0"}
    response = login(world.coordinator).post(page(Community, "process_import"), facts)
    assert list(response.context["confirm_form"].errors) == ["import_file_name"]


def test_a_file_with_a_problem_is_not_kept(world, login, tmp_path):
    preview(login(world.coordinator), Community, HEADINGS + "C-9;Puquio;999999;no\n")
    assert list((tmp_path / "sheets-held").iterdir()) == []


def test_all_or_nothing(world, login):
    wrong = bring(login(world.coordinator), Community, HEADINGS + "C-9;Puquio;120401;no\nC-8;;120401;no\n")
    assert wrong == [(3, "nombre", "This cell cannot be empty.")]
    assert not Community.objects.filter(code="C-9").exists()


def test_what_was_changed_after_the_preview_is_checked_again(world, login):
    client = login(world.coordinator)
    shown = preview(client, Community, HEADINGS + "C-9;Puquio;120401;no\n")
    world.coordinator.provinces.set([world.tayacaja.province])
    response = confirm(client, Community, shown)
    assert [problem.message for problem in response.context["problems"]] == [NOT_YOURS]
    assert not Community.objects.filter(code="C-9").exists()


def test_a_missing_column_is_named(world, login):
    shown = preview(login(world.coordinator), Community, "codigo;nombre;rural\nC-9;Puquio;no\n")
    assert [str(error.error) for error in shown.context["result"].base_errors] == ["distrito: This column is missing."]


def test_a_file_that_is_no_table_is_refused_with_the_reason(world, login):
    shown = preview(login(world.coordinator), Community, "%PDF-1.7")
    assert "neither an Excel workbook" in str(shown.context["form"].errors["import_file"])


def test_a_workbook_of_other_sheets_is_refused_with_the_reason(world, login):
    file = SimpleUploadedFile("datos.xlsx", book({"ciclos": [{"codigo": "K"}], "metas": [{"meta": 1}]}))
    data = {"import_file": file, "format": "0", "resource": "0"}
    shown = login(world.coordinator).post(page(Community, "import"), data)
    assert [str(error.error) for error in shown.context["result"].base_errors] == [
        "The file has no sheet “comunidades”."
    ]


def test_an_unchanged_date_is_unchanged(world, login):
    rows = [{"codigo": "K-JAU", "tipo": "sensibilizacion", "nombre": "Ciclo Jauja", "comunidad": "C-JAU",
             "inicia_el": world.jauja.cycle.starts_on}]  # fmt: skip
    shown = preview(login(world.coordinator), Cycle, rows)
    assert shown.context["result"].totals["skip"] == 1


def test_dates_are_read_day_first(world, login):
    text = "codigo;tipo;nombre;comunidad;inicia_el\nK-9;winay;Otro;C-JAU;02/03/2026\n"
    bring(login(world.coordinator), Cycle, text)
    assert Cycle.objects.get(code="K-9").starts_on.isoformat() == "2026-03-02"


def test_the_same_file_again_changes_nothing(world, login):
    client, text = login(world.coordinator), HEADINGS + "C-9;Puquio;120401;no\n"
    bring(client, Community, text)
    assert preview(client, Community, text).context["changes"] == 0


# --- People -------------------------------------------------------------------------------------


def man(code, community, **cells):
    return {
        "codigo": code, "grupo": "hombre", "nombres": "Juan", "primer_apellido": "Poma", "sexo": "M",
        "anio_nacimiento": 1985, "comunidad": community, "inscrito_el": "2026-03-03",
    } | cells  # fmt: skip


def test_a_file_of_people_brings_nobody_new(world, login):
    wrong = bring(login(world.coordinator), Participant, [man("X-1", "C-JAU")])
    assert [(row, column) for row, column, _message in wrong] == [(2, "codigo")]
    assert not Participant.objects.filter(code="X-1").exists()


def test_a_file_of_people_corrects_known_ones(world, login):
    Community.objects.create(code="C-9", name="Puquio", district=world.jauja.district)
    assert bring(login(world.coordinator), Participant, [man("JAU-0001", "C-9")]) == []
    assert CommunityCorrection.objects.get().participant.code == "JAU-0001"


def test_a_preview_never_tells_the_stored_document(world, login):
    person = world.jauja.men[0]
    person.document_kind, person.document = "dni", "41234567"
    person.save()
    shown = preview(login(world.coordinator), Participant, [man("JAU-0001", "C-JAU", documento="48765432")])
    assert shown.context["changes"] == 1
    assert "41234567" not in shown.content.decode()


# --- A Jauja file and Tayacaja's rows -----------------------------------------------------------

CONSENT = {"tipo": "imagen", "otorgado_el": "2026-03-03", "modo": "firma"}
SESSION = {"modulo": "01", "fecha": "2026-03-10", "minutos": 90, "estado": "programado"}
TARGET = {"indicador": "C1a", "linea_base": 0, "meta": 7, "hasta": ahead().isoformat()}

MODEL_OF = {sheet: model for model, sheet in SHEET_OF.items()}
LATER = {
    "redes": {"codigo": "R-TAY", "nombre": "Robada", "provincia": "1204", "fundada_el": "2026-04-01"},
    "integrantes": {"red": "R-TAY", "participante": "TAY-0002", "ingreso_el": "2026-04-01"},
    "acciones_red": {"codigo": "R-TAY-A001", "red": "R-JAU", "fecha": "2026-04-02", "comunidad": "C-JAU",
                     "tipo": "charla", "referentes": "JAU-0001", "validada": "si"},
    "replicas": {"codigo": "I-TAY-R001", "fecha": "2026-04-02", "colegio": "I-JAU", "grado": "5", "seccion": "A",
                 "minutos": 45, "lideres": "JAU-0008", "mujeres": 8, "hombres": 7},
    "materiales": {"codigo": "M-TAY", "titulo": "Robado", "tipo": "folleto", "medio": "impreso", "provincia": "1204"},
    "mesas": {"codigo": "B-TAY", "provincia": "1204", "tipo": "otra"},
    "planes": {"codigo": "P-TAY", "mesa": "B-JAU", "titulo": "Robado", "desde": "2026-01-01", "hasta": "2028-01-01"},
    "hitos_plan": {"plan": "P-TAY", "estado": "aprobado", "fecha": "2026-06-01"},
    "acciones_plan": {"codigo": "P-TAY-A1", "plan": "P-JAU", "objetivo": "OE1", "texto": "Robada",
                      "plazo_original": "2028-01-01", "plazo": "2028-01-01", "responsable": "I-JAU",
                      "estado": "programada"},
}  # fmt: skip

OTHERS = [
    # a row of Tayacaja's, by its own code
    (Community, {"codigo": "C-TAY", "nombre": "Robada", "distrito": "090701", "rural": "si"}),
    (Community, {"codigo": "C-TAY", "nombre": "Robada", "distrito": "120401", "rural": "si"}),
    (Participant, man("TAY-0001", "C-TAY")),
    (Participant, man("TAY-0001", "C-JAU")),
    (Cycle, {"codigo": "K-TAY", "tipo": "winay", "nombre": "Robado", "comunidad": "C-JAU", "inicia_el": "2026-03-03"}),
    (Module, {"ciclo": "K-TAY", "codigo": "01", "titulo": "Robado", "nucleo": "si", "orden": 1}),
    (Enrolment, {"ciclo": "K-TAY", "participante": "TAY-0001", "inscrito_el": "2026-03-04"}),
    (Workshop, SESSION | {"codigo": "K-TAY-01", "ciclo": "K-JAU", "comunidad": "C-JAU"}),
    (Consent, CONSENT | {"participante": "TAY-0001", "tipo": "registro", "modo": "huella"}),
    (Attendance, {"taller": "K-TAY-01", "participante": "TAY-0001", "estado": "falta"}),
    (Target, TARGET | {"provincia": "0907"}),
    # a new row in Tayacaja, or one that points there
    (Community, {"codigo": "C-9", "nombre": "Nueva", "distrito": "090701", "rural": "si"}),
    (Cycle, {"codigo": "K-9", "tipo": "winay", "nombre": "Nuevo", "comunidad": "C-TAY", "inicia_el": "2026-03-03"}),
    (Module, {"ciclo": "K-TAY", "codigo": "99", "titulo": "Nuevo", "nucleo": "no", "orden": 99}),
    (Enrolment, {"ciclo": "K-TAY", "participante": "JAU-0001", "inscrito_el": "2026-03-04"}),
    (Enrolment, {"ciclo": "K-JAU", "participante": "TAY-0001", "inscrito_el": "2026-03-04"}),
    (Workshop, SESSION | {"codigo": "T-9", "ciclo": "K-TAY", "comunidad": "C-TAY"}),
    (Workshop, SESSION | {"codigo": "T-9", "ciclo": "K-JAU", "comunidad": "C-TAY"}),
    (Consent, CONSENT | {"participante": "TAY-0001"}),
    (Target, TARGET | {"provincia": "0907", "hasta": "2030-01-01"}),
    (Target, TARGET),
    *((MODEL_OF[sheet], row) for sheet, row in LATER.items()),
]


@pytest.mark.parametrize(("model", "row"), OTHERS)
def test_a_jauja_file_touches_no_row_of_tayacaja(world, login, model, row):
    fill(world)
    before = list(model.objects.order_by("pk").values())
    wrong = bring(login(world.coordinator), model, [row])
    assert NOT_YOURS in [message for _row, _column, message in wrong]
    assert list(model.objects.order_by("pk").values()) == before


def test_institutions_of_another_province_stay_as_they_are(world, login):
    school = world.tayacaja.school
    row = {"codigo": school.code, "nombre": "Robada", "tipo": "colegio", "sector": "publica", "distrito": "120401"}
    wrong = bring(login(world.coordinator), type(school), [row])
    assert wrong == [(2, "distrito", NOT_YOURS)]


@pytest.mark.parametrize("role", ["field", "monitoring", "donor"])
def test_others_bring_and_take_nothing(world, login, role):
    client = login(world.users[role])
    assert [client.get(page(Community, name)).status_code for name in ("import", "export")] == [403, 403]
