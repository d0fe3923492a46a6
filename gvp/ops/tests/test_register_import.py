"""Importing a register: all or nothing, and every refusal of register.md, each with its row."""

import datetime as dt
import json
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from gvp.accounts.models import User
from gvp.audit.models import Entry
from gvp.ops.register import workbook
from gvp.ops.register.importer import import_register
from gvp.ops.register.sheets import SHEETS
from gvp.ops.tests.books import SAMPLE, book, one_changed, sheets
from gvp.ops.tests.books import SHEETS as SOUND
from gvp.partners.models import Institution
from gvp.reporting.models import Target
from participants.models import CommunityCorrection, Consent, Participant
from workshops import marking
from workshops.claims import Claim
from workshops.models import Attendance, Cycle, Enrolment, Module, Workshop

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + dt.timedelta(days=1)
COUNTS = {name: len(rows) for name, rows in SOUND.items()}
ALL = sum(COUNTS.values())
NOTHING = dict.fromkeys(COUNTS, 0)


def take(content, **options):
    with translation.override("en"):
        return import_register(content if isinstance(content, bytes) else book(content), **{"by": None} | options)


def problems(outcome):
    return [(p.sheet, p.row, p.column, p.value, p.message) for p in outcome.problems]


def test_a_sound_register_is_stored_whole(directory):
    outcome = take(sheets())
    assert problems(outcome) == []
    assert (outcome.created, outcome.updated, outcome.unchanged) == (COUNTS, NOTHING, NOTHING)
    assert Attendance.objects.get().state == "present"
    assert Workshop.objects.get().starts_at == dt.time(18, 0)
    assert Participant.objects.matching("quispe juan").get().code == "H1"


def test_the_same_file_again_changes_nothing(directory):
    take(sheets())
    outcome = take(sheets())
    assert (outcome.created, outcome.updated, outcome.unchanged) == (NOTHING, NOTHING, COUNTS)


def test_a_changed_cell_updates_one_row(directory):
    take(sheets())
    outcome = take(one_changed("participantes", nombres="Juan Carlos", documento=12345))
    assert (outcome.updated, outcome.total) == (
        NOTHING | {"participantes": 1},
        {"created": 0, "updated": 1, "unchanged": ALL - 1},
    )
    man = Participant.objects.get(code="H1")
    assert (man.given_names, man.document, man.document_kind) == ("Juan Carlos", "00012345", "dni")
    assert Participant.objects.matching("carlos").get() == man


def test_a_column_that_is_not_in_the_file_is_left_alone(directory):
    take(one_changed("participantes", telefono="987 654 321"))
    take({"participantes": sheets()["participantes"]})
    assert Participant.objects.get(code="H1").phone == "+51987654321"


def test_an_emptied_cell_empties_the_fact(directory):
    take(one_changed("participantes", telefono="987654321"))
    take(one_changed("participantes", telefono=""))
    assert Participant.objects.get(code="H1").phone == ""


def test_a_dry_run_counts_and_stores_nothing(directory):
    outcome = take(sheets(), dry_run=True)
    assert outcome.created == COUNTS
    assert Participant.objects.count() == Entry.objects.count() == 0


def test_one_problem_stores_nothing(directory):
    outcome = take(one_changed("asistencias", estado="quizás"))
    assert len(outcome.problems) == 1
    assert (outcome.created, Participant.objects.count(), Cycle.objects.count()) == (NOTHING, 0, 0)


def test_an_import_leaves_one_audit_entry_with_counts_only(directory):
    take(sheets())
    entry = Entry.objects.get()
    assert (entry.verb, entry.detail) == (
        "imported",
        {"file": "register", "created": ALL, "updated": 0, "unchanged": 0},
    )


def test_a_corrected_community_leaves_its_trace(directory):
    content = sheets()
    content["comunidades"].append({"codigo": "C2", "nombre": "Otra", "distrito": "090701", "rural": "no"})
    take(content)
    content["participantes"][0]["comunidad"] = "C2"
    take(content)
    correction = CommunityCorrection.objects.get()
    assert (correction.before.code, correction.after.code) == ("C1", "C2")


def test_every_problem_is_told_at_once(directory):
    content = sheets()
    content["comunidades"][0]["distrito"] = "999999"
    content["participantes"][0]["sexo"] = "X"
    content["metas"][0]["meta"] = -1
    assert problems(take(content)) == [
        ("participantes", 2, "sexo", "X", "Write one of: M, F."),
        ("metas", 2, "meta", "-1", "Write a number that is not negative."),
        ("comunidades", 2, "distrito", "999999", "INEI's directory has no such code."),
    ]


def test_rows_that_refer_to_a_broken_row_are_not_blamed(directory):
    outcome = take(one_changed("ciclos", tipo="otro"))
    assert [(p.sheet, p.row, p.column) for p in outcome.problems] == [("ciclos", 2, "tipo")]


def test_people_and_stored_rows_are_found_by_code_in_later_files(directory):
    take(sheets())
    outcome = take({"asistencias": [{"taller": "T1", "participante": "H1", "estado": "tarde"}]})
    assert outcome.updated["asistencias"] == 1
    assert Attendance.objects.get().state == "late"


def test_what_was_said_before_the_file_is_no_word_any_more(directory):
    take(sheets())
    one, other = (User.objects.create_user(name, role="administrator") for name in ("una", "otra"))
    row = Attendance.objects.get()
    for state, shown in (("absent", row.state), ("present", "absent")):
        base = Attendance.objects.get().mark_id
        said = Claim(uuid.uuid4(), row.participant_id, state, base, shown)
        marking.save(by=one, workshop=row.workshop_id, claims=[said])
    take({"asistencias": [{"taller": "T1", "participante": "H1", "estado": "falta"}]})
    unaware = Claim(uuid.uuid4(), row.participant_id, "excused")
    marking.save(by=other, workshop=row.workshop_id, claims=[unaware])
    assert list(Attendance.objects.values_list("state", "disputed")) == [("excused", True)]


def test_attendance_asks_for_the_stored_enrolment(directory):
    take(sheets())
    outcome = take({"asistencias": [{"taller": "T1", "participante": "E1", "estado": "tarde"}]})
    assert [p.column for p in outcome.problems] == ["participante"]


def test_a_session_with_attendance_stays_held(directory):
    take(sheets())
    outcome = take({"talleres": one_changed("talleres", estado="suspendido")["talleres"]})
    assert [p.message for p in outcome.problems] == ["People attended this session: it stays realizado."]


def test_headings_match_without_case_accents_spaces_and_underscores(directory):
    rows = [["Código", "NOMBRE", " Distrito", "Rural"], ["C9", "Puquio", "120401", "no"]]
    assert take({"Comunidades ": rows}).created["comunidades"] == 1


def test_duplicate_headings_are_refused(directory):
    rows = [["codigo", "nombre", "Nombre", "distrito", "rural"], ["C9", "A", "B", "120401", "no"]]
    assert problems(take({"comunidades": rows})) == [
        ("comunidades", 1, "Nombre", "Nombre", "Two columns have this heading.")
    ]


def test_a_missing_column_is_named(directory):
    rows = [["codigo", "nombre", "distrito"], ["C9", "A", "120401"]]
    assert problems(take({"comunidades": rows})) == [("comunidades", 1, "rural", "", "This column is missing.")]


def test_unknown_columns_and_sheets_are_warnings(directory):
    content = one_changed("comunidades", altura=3400) | {"Hoja1": [["a"], ["b"]], "Otra": [["a"], ["b"], [""], ["c"]]}
    outcome = take(content)
    assert (outcome.ok, outcome.warnings) == (
        True,
        [
            "Sheet comunidades: the column altura is not known and was not read.",
            "Sheet Hoja1 is not known: its 1 row was not stored.",
            "Sheet Otra is not known: its 2 rows were not stored.",
        ],
    )


def test_every_sheet_of_the_register_is_known(directory):
    """The sample holds all of them."""
    assert take(SAMPLE.read_bytes(), dry_run=True).warnings == []
    assert [sheet.name for sheet in workbook.read(SAMPLE.read_bytes())] == [sheet.name for sheet in SHEETS]


def test_rows_beyond_the_limit_are_refused(directory, monkeypatch):
    monkeypatch.setattr(workbook, "MAX_ROWS", 2)
    outcome = take({"comunidades": [["codigo"], ["1"], ["2"], ["3"]]})
    assert [p.message for p in outcome.problems] == ["Sheet comunidades has more than 200,000 rows. Split the file."]


def test_the_command_speaks_the_users_language(directory, tmp_path, capsys):
    file = tmp_path / "r.xlsx"
    file.write_bytes(book(one_changed("comunidades", rural="quizás")))
    with pytest.raises(SystemExit):
        call_command("import_register", str(file))
    assert capsys.readouterr().out.splitlines()[0] == "comunidades · 2 · rural · quizás: Escriba sí o no."


def test_the_command_says_when_there_is_no_file(tmp_path):
    with pytest.raises(CommandError):
        call_command("import_register", str(tmp_path / "none.xlsx"))


def test_empty_rows_are_skipped_and_rows_keep_excels_numbers(directory):
    rows = [["codigo", "nombre", "distrito", "rural"], [None], [" "], ["C9", "A", "120401", "quizás"]]
    assert problems(take({"comunidades": rows})) == [("comunidades", 4, "rural", "quizás", "Write sí or no.")]


@pytest.mark.parametrize("day", [dt.date(2026, 3, 8), dt.datetime(2026, 3, 8), "2026-03-08", "08/03/2026", "8/3/2026"])
def test_dates_may_be_written_in_every_form(directory, day):
    take(one_changed("talleres", fecha=day))
    assert Workshop.objects.get().date == dt.date(2026, 3, 8)


def test_a_program_target_has_no_province(directory):
    take(one_changed("metas", provincia=""))
    assert Target.objects.get().province is None
    assert take(one_changed("metas", provincia="")).unchanged["metas"] == 1


def test_places_keep_their_zeros_when_excel_ate_them(directory):
    take(one_changed("instituciones", distrito=90701))
    assert Institution.objects.get(code="I1").district_id == "090701"


def test_the_sample_register_is_imported_whole(directory):
    outcome = take(SAMPLE.read_bytes())
    stored = [m.objects.count() for m in (Participant, Consent, Cycle, Module, Enrolment, Workshop, Attendance)]
    assert (problems(outcome), stored) == ([], [195, 412, 10, 82, 247, 98, 1367])
    assert take(SAMPLE.read_bytes()).total == {"created": 0, "updated": 0, "unchanged": 2870}


def test_the_number_of_queries_does_not_grow_with_the_rows(directory, django_assert_num_queries):
    for men in (1, 3):
        content = sheets()
        man = content["participantes"][0]
        content["participantes"] = [man | {"codigo": f"M{men}{n}"} for n in range(men)]
        content["consentimientos"] = content["inscripciones"] = content["asistencias"] = []
        for name in ("consentimientos", "inscripciones", "asistencias"):
            content[name] = [sheets()[name][0] | {"participante": f"M{men}{n}"} for n in range(men)]
        file = book(content)
        take(sheets())
        with django_assert_num_queries(40):
            take(file)


def test_the_command_prints_the_promised_json(directory, tmp_path, capsys):
    file = tmp_path / "r.xlsx"
    file.write_bytes(book(sheets()))
    call_command("import_register", str(file), "--json")
    assert json.loads(capsys.readouterr().out) == {
        "created": COUNTS, "updated": NOTHING, "unchanged": NOTHING, "errors": [],
    }  # fmt: skip


def test_the_command_fails_with_the_list_of_problems(directory, tmp_path, capsys):
    file = tmp_path / "r.xlsx"
    file.write_bytes(book(one_changed("talleres", conteo=-1)))
    with pytest.raises(SystemExit) as stopped:
        call_command("import_register", str(file), "--json")
    printed = json.loads(capsys.readouterr().out)
    assert stopped.value.code == 1
    assert [(e["sheet"], e["row"], e["column"], e["value"]) for e in printed["errors"]] == [
        ("talleres", 2, "conteo", "-1")
    ]
    assert set(printed["errors"][0]) == {"sheet", "row", "column", "value", "message"}


def test_the_command_in_dry_run_stores_nothing(directory, tmp_path):
    file = tmp_path / "r.xlsx"
    file.write_bytes(book(sheets()))
    call_command("import_register", str(file), "--dry-run")
    assert Participant.objects.count() == 0
