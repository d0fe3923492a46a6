"""Export of one list in the admin: whose rows leave, with which reason, and that they can come in again."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from gvp.audit.models import Entry
from gvp.ops.tests.admin_world import SHEET_OF, fill, page, url
from gvp.places.models import Community
from participants.models import Participant


@pytest.fixture(autouse=True)
def _english(client, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def take(client, model, query="", **asked):
    facts = {"format": "0", "resource": "0", "reason": "Reunión de la mesa"} | asked
    return client.post(page(model, "export") + query, facts)


def protect(world):
    """Replications are led by school leaders."""
    world.coordinator.sees_minors = True
    world.coordinator.save()


def cells(response):
    with CalamineWorkbook.from_filelike(io.BytesIO(response.content)) as read:
        return read.get_sheet_by_index(0).to_python()


def codes(response):
    return [row[0] for row in cells(response)[1:]]


@pytest.mark.parametrize("model", list(SHEET_OF))
def test_what_leaves_lies_in_the_own_province(world, login, model):
    fill(world)
    protect(world)
    response = take(login(world.coordinator), model)
    text = str(cells(response))
    assert ("TAY" in text or "0907" in text, len(cells(response)) > 1) == (False, True)


def test_the_filters_of_the_list_hold_for_the_file(world, login):
    Community.objects.create(code="C-9", name="Puquio", district=world.jauja.district, rural=False)
    assert codes(take(login(world.coordinator), Community, "?rural__exact=0")) == ["C-9"]


def test_leaving_is_written_down_with_its_reason(world, login):
    take(login(world.coordinator), Community)
    entry = Entry.objects.get(verb="exported")
    assert entry.detail == {"file": "comunidades", "reason": "Reunión de la mesa", "rows": 1, "columns": []}


def test_nothing_leaves_without_a_reason(world, login):
    response = take(login(world.coordinator), Community, reason="")
    assert (list(response.context["form"].errors), Entry.objects.count()) == (["reason"], 0)


def test_documents_and_phones_stay_unless_asked_for(world, login):
    client = login(world.coordinator)
    assert {"documento", "telefono"} & set(cells(take(client, Participant))[0]) == set()
    assert {"documento", "telefono"} & set(cells(take(client, Participant, reveal="on"))[0]) == {
        "documento",
        "telefono",
    }
    assert Entry.objects.filter(verb="exported").latest("at").detail["columns"] == ["documento", "telefono"]


def test_what_leaves_comes_in_again_unchanged(world, login):
    client = login(world.coordinator)
    fill(world)
    protect(world)
    for model in SHEET_OF:
        file = SimpleUploadedFile("x.xlsx", take(client, model).content)
        shown = client.post(page(model, "import"), {"import_file": file, "format": "0", "resource": "0"})
        assert (model, shown.context["changes"], shown.context["problems"]) == (model, 0, [])


def test_csv_comes_with_accents_for_excel(world, login):
    response = take(login(world.coordinator), Community, format="1")
    assert response.content.decode("utf-8-sig").splitlines() == [
        "codigo,nombre,distrito,rural", "C-JAU,Comunidad Jauja,120401,sí",
    ]  # fmt: skip


def test_the_list_offers_both(world, login):
    content = login(world.coordinator).get(url(Community)).content.decode()
    assert page(Community, "import") in content
    assert page(Community, "export") in content
