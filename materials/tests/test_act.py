"""The hand-over act: both parts' blocks, the rules of PDF/UA, and a page where no PDF can be made."""

import pytest
from django.urls import reverse

from gvp.audit.models import Entry
from gvp.base.pdf import PdfUnavailable
from gvp.testing.furnished_materials import hand
from gvp.testing.pdfs import needs_poppler, objects, text
from gvp.testing.pdfua import needs_java, violations

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(partners, brochure):
    return hand(
        brochure, partners.public, edition=brochure.editions.get(), copies=12, format="impreso",
        receiver="Receptora Ficticia", receiver_role="Jefatura", act_number="001-2026-JAU",
    )  # fmt: skip


def url(transfer, name="transfer_act"):
    return reverse(f"materials:{name}", args=[transfer.pk])


@needs_java
def test_the_pdf_keeps_the_rules_of_pdf_ua(world, given, login):
    assert violations(login(world.coordinator).get(url(given)).content) == []


@needs_poppler
def test_the_act_says_what_is_handed_over_to_whom(world, given, login):
    said = text(login(world.coordinator).get(url(given)).content)
    parts = (
        "Acta de entrega y recepción", "001-2026-JAU", "Folleto", "JAU-M01", "12", "Entrega: el programa",
        "Recibe: Institución SALUD", "Receptora Ficticia", "Jefatura", "Firma", "Sello de recepción",
    )  # fmt: skip
    assert [part for part in parts if part not in said] == []


def test_the_pdf_is_tagged_named_by_its_code_and_kept_by_no_cache(world, given, login):
    answer = login(world.coordinator).get(url(given))
    document = objects(answer.content)
    assert answer["Content-Disposition"] == 'inline; filename="JAU-M01-T01.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    assert [part for part in ("/StructTreeRoot", "/Lang (es)", "/FontFile", "/TH") if part not in document] == []


def test_making_an_act_is_written_down_and_proves_nothing(world, partners, brochure, login):
    unsigned = hand(brochure, partners.public, copies=1)
    login(world.coordinator).get(url(unsigned))
    unsigned.refresh_from_db()
    assert (Entry.objects.about(unsigned).get().verb, unsigned.act_number) == ("exported", "")


def test_without_the_libraries_there_is_a_page_to_print(world, given, login, monkeypatch):
    def unavailable(*args, **kwargs):
        raise PdfUnavailable("apt-get install x")

    monkeypatch.setattr("materials.views.act.render_pdf", unavailable)
    page = login(world.coordinator).get(url(given), follow=True)
    content = page.content.decode()
    assert page.redirect_chain == [(url(given, "transfer_act_page"), 302)]
    assert [part for part in ("apt-get install x", "Receptora Ficticia", "001-2026-JAU") if part not in content] == []
    assert Entry.objects.about(given).count() == 0
