"""The register in the browser: preview, import, discard; export with its reason."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gvp.audit.models import Entry
from gvp.ops.register.workbook import MAX_FILE, read
from gvp.ops.tests.books import book, one_changed, sheets
from gvp.places.models import Community

IMPORT, CONFIRM, DISCARD, EXPORT = (
    reverse(f"ops:{name}") for name in ("import_register", "confirm_import", "discard_import", "export_register")
)


@pytest.fixture(autouse=True)
def held_files(settings, tmp_path):
    """Files between preview and confirmation go where this test can count them."""
    settings.VAR_DIR = tmp_path
    return tmp_path / "register-held"


def community(code="120401", **cells):
    return {"comunidades": [{"codigo": "C9", "nombre": "Puquio", "distrito": code, "rural": "sí"} | cells]}


def upload(client, content, name="registro.xlsx"):
    content = content if isinstance(content, bytes) else book(content)
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_previewed_and_nothing_is_stored(world, login, held_files):
    response = upload(login(world.coordinator), community())
    assert response.context["sheets"] == [{"name": "comunidades", "created": 1, "updated": 0, "unchanged": 0}]
    assert Community.objects.filter(code="C9").count() == 0
    assert [path.stat().st_mode & 0o777 for path in held_files.iterdir()] == [0o600]


def test_confirmed_the_file_is_imported_and_removed(world, login, held_files):
    client = login(world.coordinator)
    upload(client, community())
    assert client.post(CONFIRM).url == IMPORT
    assert Community.objects.get(code="C9").recorded_by == world.coordinator
    assert list(held_files.iterdir()) == []


def test_confirmed_twice_it_is_imported_once(world, login):
    client = login(world.coordinator)
    upload(client, community())
    client.post(CONFIRM)
    again = client.post(CONFIRM, follow=True)
    assert [str(message) for message in again.context["messages"]][-1:] == [
        "El archivo ya no está aquí. Elíjalo otra vez."
    ]
    assert Entry.objects.filter(verb="imported").count() == 1


def test_discarded_the_file_is_gone(world, login, held_files):
    client = login(world.coordinator)
    upload(client, community())
    client.post(DISCARD)
    client.post(CONFIRM)
    assert (list(held_files.iterdir()), Community.objects.filter(code="C9").count()) == ([], 0)


def test_a_file_is_not_confirmed_by_somebody_else_in_the_same_browser(world, login):
    upload(login(world.coordinator), community())
    login(world.users["administrator"]).post(CONFIRM)
    assert Community.objects.filter(code="C9").count() == 0


def test_problems_are_listed_with_their_cells_and_the_file_is_not_kept(world, login, held_files):
    response = upload(login(world.coordinator), community(rural="quizás"))
    page = response.content.decode()
    assert [(p.sheet, p.row, p.column, p.value) for p in response.context["problems"]] == [
        ("comunidades", 2, "rural", "quizás")
    ]
    assert ("Escriba sí o no." in page, CONFIRM in page, held_files.exists()) == (True, False, False)


def test_five_hundred_problems_are_shown_and_the_others_counted(world, login):
    rows = [community(codigo=f"C{n}", rural="x")["comunidades"][0] for n in range(503)]
    response = upload(login(world.coordinator), {"comunidades": rows})
    assert (len(response.context["problems"]), response.context["more_problems"]) == (500, 3)


def test_a_row_of_another_province_is_refused(world, login):
    response = upload(login(world.coordinator), community("090701"))
    assert [problem.row for problem in response.context["problems"]] == [2]


def test_what_is_no_workbook_is_refused_with_the_reason(world, login):
    response = upload(login(world.coordinator), b"codigo;nombre", "registro.csv")
    assert [problem.message for problem in response.context["problems"]] == [
        "El archivo está dañado o no es un libro de Excel (.xlsx)."
    ]


def test_an_unchanged_file_offers_nothing_to_import(world, login):
    client = login(world.coordinator)
    upload(client, community())
    client.post(CONFIRM)
    response = upload(client, community())
    assert (response.context["changes"], CONFIRM in response.content.decode()) == (0, True)
    assert 'form="confirm"' not in response.content.decode()


def test_what_was_not_read_is_named(world, login):
    response = upload(login(world.coordinator), community() | {"otra": [["codigo"], ["R1"]]})
    assert "la hoja otra" in response.content.decode().lower()


def test_every_sheet_is_previewed_and_imported(directory, world, login):
    client = login(world.users["administrator"])
    world.users["administrator"].sees_minors = True
    world.users["administrator"].save()
    response = upload(client, sheets())
    assert [(line["name"], line["created"]) for line in response.context["sheets"]] == [
        (name, len(rows)) for name, rows in sheets().items()
    ]
    client.post(CONFIRM)
    assert upload(client, sheets()).context["changes"] == 0


def test_sentences_with_names_are_shown_before_anything_is_stored(directory, world, login):
    world.users["administrator"].sees_minors = True
    world.users["administrator"].save()
    content = one_changed("acciones_red", mensaje="Hablar con la señora Rosa")
    page = upload(login(world.users["administrator"]), content).content.decode()
    assert "acciones_red, columna mensaje: aquí no van nombres ni casos" in page


def test_no_file_and_an_empty_file_are_refused(world, login):
    client = login(world.coordinator)
    assert set(client.post(IMPORT, {"x": ""}).context["form"].errors) == {"file"}
    assert set(upload(client, b"").context["form"].errors) == {"file"}


def test_a_file_over_20_mb_is_turned_away_before_it_is_read(world, login):
    response = login(world.coordinator).post(IMPORT, {"x": ""}, CONTENT_LENGTH=str(MAX_FILE + 10**6))
    assert (response.status_code, response.context["refused"]) == (413, "El archivo pasa de 20 MB.")


def test_a_form_of_another_site_is_refused(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.coordinator, backend="django.contrib.auth.backends.ModelBackend")
    assert [client.post(url).status_code for url in (IMPORT, CONFIRM, DISCARD, EXPORT)] == [403] * 4


def test_an_export_carries_what_one_may_see_and_says_why(world, login):
    response = login(world.coordinator).post(EXPORT, {"reason": "Entrega a la oficina"})
    found = {sheet.name: sheet.rows for sheet in read(BytesIO(b"".join(response.streaming_content)).getvalue())}
    assert [row[0] for row in found["participantes"][1:]] == ["JAU-0001", "JAU-0002", "JAU-0003"]
    entry = Entry.objects.get(verb="exported")
    assert (entry.by, entry.detail["reason"]) == (world.coordinator, "Entrega a la oficina")
    assert response["Content-Disposition"].startswith('attachment; filename="registro-20')


@pytest.mark.parametrize("reason", ["", "x", "para don Pedro Quispe"])
def test_without_a_sound_reason_nothing_leaves(world, login, reason):
    response = login(world.coordinator).post(EXPORT, {"reason": reason})
    assert (set(response.context["form"].errors), Entry.objects.filter(verb="exported").count()) == ({"reason"}, 0)


def test_problems_of_a_stored_row_are_told_when_it_changed_meanwhile(world, login):
    """Between preview and confirmation somebody renamed nothing but took the district away: told, not half done."""
    client = login(world.coordinator)
    upload(client, community() | {"instituciones": one_changed("instituciones")["instituciones"][:1]})
    world.coordinator.provinces.clear()
    response = client.post(CONFIRM)
    assert (response.status_code, len(response.context["problems"]) > 0) == (200, True)
    assert Community.objects.filter(code="C9").count() == 0
