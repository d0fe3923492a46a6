"""What leaves the house: everything by command, one's own in the browser, never a live formula."""

import zipfile
from io import BytesIO

import pytest
from django.core.management import call_command

from gvp.audit.models import Entry
from gvp.ops.register.importer import import_register
from gvp.ops.tests.books import SAMPLE, book, empty_the_register, export, one_changed, rows, sheets
from gvp.testing.world import add_man, hold

pytestmark = pytest.mark.django_db


def test_the_sample_survives_out_and_in_and_out_again(directory):
    import_register(SAMPLE.read_bytes(), by=None)
    first = export()
    empty_the_register()
    assert import_register(first, by=None).total == {"created": 2870, "updated": 0, "unchanged": 0}
    assert rows(export()) == rows(first)


def test_what_goes_out_says_the_same_as_what_came_in(directory):
    import_register(SAMPLE.read_bytes(), by=None)
    assert import_register(export(), by=None).total == {"created": 0, "updated": 0, "unchanged": 2870}


def test_cells_are_written_in_the_registers_own_words(directory):
    content = one_changed("participantes", documento=123, telefono="064 234567", tiene_pareja="s", hijos_0_8="3+")
    import_register(book(content), by=None)
    out = rows(export())
    man = next(person for person in out["participantes"] if person["codigo"] == "H1")
    assert (man["grupo"], man["documento"], man["telefono"], man["tiene_pareja"], man["hijos_0_8"]) == (
        "hombre", "00000123", "064234567", "sí", "3+",
    )  # fmt: skip
    assert (out["talleres"][0]["inicio"], out["talleres"][0]["estado"]) == ("18:00", "realizado")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://example.org"])
def test_text_never_becomes_a_formula_or_a_link(directory, text):
    import_register(book(one_changed("comunidades", nombre=text)), by=None)
    content = export()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        pages = b"".join(archive.read(name) for name in archive.namelist() if "worksheets/" in name)
    assert b"<f>" not in pages
    assert b"<hyperlink" not in pages
    assert rows(content)["comunidades"][0]["nombre"] == text


def test_a_coordinator_gets_the_own_province_only(world):
    hold(world.jauja.workshops[0], *world.jauja.men)
    hold(world.tayacaja.workshops[0], *world.tayacaja.men)
    out = rows(export(world.coordinator))
    assert {person["codigo"] for person in out["participantes"]} == {"JAU-0001", "JAU-0002", "JAU-0003"}
    assert {cycle["codigo"] for cycle in out["ciclos"]} == {"K-JAU"}
    assert {row["taller"] for row in out["asistencias"]} == {"K-JAU-01"}
    assert {community["codigo"] for community in out["comunidades"]} == {"C-JAU"}


def test_a_coordinators_export_can_be_imported_by_the_same_coordinator(world):
    hold(world.jauja.workshops[0], *world.jauja.men)
    outcome = import_register(export(world.coordinator), by=world.coordinator)
    assert (outcome.problems, outcome.total["created"], outcome.total["updated"]) == ([], 0, 0)


def test_school_leaders_leave_only_with_the_protection_permission(world):
    leader = add_man(
        world.jauja.community, "JAU", 9, world.jauja.cycle,
        group="school_leader", birth_year=2012, school=world.jauja.school, grade="2", section="A",
    )  # fmt: skip
    hold(world.jauja.workshops[0], leader)
    for allowed, count in ((False, 0), (True, 1)):
        world.coordinator.sees_minors = allowed
        out = rows(export(world.coordinator))
        carried = [
            sum(leader.code in row.values() for row in out[name])
            for name in ("participantes", "consentimientos", "inscripciones", "asistencias")
        ]
        assert carried == [count] * 4


def test_documents_and_phones_leave_only_with_the_permission_to_reveal(world):
    monitoring = rows(export(world.users["monitoring"]))["participantes"]
    assert len(monitoring) == 6
    assert {"documento", "telefono"} & set(monitoring[0]) == set()
    assert {"documento", "telefono"} <= set(rows(export(world.coordinator))["participantes"][0])


def test_a_person_merged_away_is_not_exported(world):
    world.jauja.men[1].merged_into = world.jauja.men[0]
    world.jauja.men[1].save()
    assert "JAU-0002" not in {person["codigo"] for person in rows(export())["participantes"]}


def test_an_export_is_audited_with_reason_and_count(world):
    export(world.coordinator)
    entry = Entry.objects.get()
    assert (entry.by, entry.verb, entry.detail["reason"]) == (world.coordinator, "exported", "A test")


def test_the_number_of_queries_does_not_grow_with_the_rows(world, django_assert_num_queries):
    with django_assert_num_queries(30):
        export()
    for n in (10, 11, 12):
        add_man(world.jauja.community, "JAU", n, world.jauja.cycle)
    with django_assert_num_queries(30):
        export()


def test_the_command_writes_a_private_file(directory, tmp_path):
    import_register(book(sheets()), by=None)
    target = tmp_path / "out.xlsx"
    call_command("export_register", str(target))
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]
    assert len(rows(target.read_bytes())["participantes"]) == 2
