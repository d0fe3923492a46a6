"""The sheet for signatures: names, room to sign, QR, and the rules of PDF/UA."""

import uuid

import pytest
from django.urls import reverse

from gvp.audit.models import Entry
from gvp.base.pdf import PdfUnavailable
from gvp.testing.pdfs import objects
from gvp.testing.pdfua import needs_java, violations
from gvp.testing.world import add_man
from workshops import sheet
from workshops.sheet import FEWEST, SPARE

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(world):
    return world.jauja.workshops[0]


def url(session, name="sheet"):
    return reverse(f"workshops:{name}", args=[session.pk])


def test_every_name_has_a_number_and_there_is_room_for_others(world, session):
    lines = sheet.lines(session, world.field)
    assert [line.name for line in lines[:4]] == [
        "Quispe 1 Huamán, Ficticio", "Quispe 2 Huamán, Ficticio", "Quispe 3 Huamán, Ficticio", "",
    ]  # fmt: skip
    assert [line.number for line in lines] == list(range(1, FEWEST + 1))


def test_a_full_cycle_still_has_spare_lines(world, session):
    for n in range(10, 32):
        add_man(world.jauja.community, "JAU", n, world.jauja.cycle)
    assert len(sheet.lines(session, world.field)) == 25 + SPARE


def test_the_qr_code_says_what_it_is(world):
    assert "<title>" in sheet.qr("https://example.org/")


@needs_java
def test_the_pdf_keeps_the_rules_of_pdf_ua(world, session, login):
    for n in range(10, 32):
        add_man(world.jauja.community, "JAU", n, world.jauja.cycle)
    assert violations(login(world.field).get(url(session)).content) == []


def test_the_pdf_is_tagged_titled_in_spanish_and_carries_its_font(world, session, login):
    answer = login(world.field).get(url(session))
    document = objects(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="K-JAU-01.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    for part in ("/MarkInfo", "/StructTreeRoot", "/Lang (es)", "/FontFile", "Atkinson", "/Table", "/TH"):
        assert part in document, part


def test_making_a_sheet_is_written_down(world, session, login):
    login(world.field).get(url(session))
    assert Entry.objects.about(session).get().verb == "exported"


def test_school_leaders_are_initials_without_the_protection_permission(world, session):
    add_man(world.jauja.community, "JAU", 9, world.jauja.cycle, group="school_leader", first_surname="Ñahui")
    assert not any("Ñahui" in line.name for line in sheet.lines(session, world.field))
    world.field.sees_minors = True
    assert any("Ñahui" in line.name for line in sheet.lines(session, world.field))


def test_a_machine_without_the_libraries_shows_the_page_to_print_and_what_to_install(
    world, session, login, monkeypatch
):
    def unavailable(*args, **kwargs):
        raise PdfUnavailable("apt-get install x")

    monkeypatch.setattr("workshops.views.sheet.render_pdf", unavailable)
    page = login(world.field).get(url(session), follow=True)
    assert page.redirect_chain == [(url(session, "sheet_page"), 302)]
    content = page.content.decode()
    assert "apt-get install x" in content
    assert "Quispe 1 Huamán, Ficticio" in content
    assert Entry.objects.about(session).count() == 0


@pytest.mark.parametrize("name", ["sheet", "sheet_page"])
def test_who_may_print(world, session, login, name):
    for who, status in (("donor", 403), ("field_tayacaja", 404), ("coordinator_tayacaja", 404)):
        assert login(world.users[who]).get(url(session, name)).status_code == status
    assert login(world.users["monitoring"]).get(url(session, "sheet_page")).status_code == 200
    assert login(world.field).post(url(session, name)).status_code == 405
    assert login(world.field).get(reverse(f"workshops:{name}", args=[uuid.uuid4()])).status_code == 404
