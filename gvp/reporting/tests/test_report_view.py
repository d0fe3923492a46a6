"""Who gets the donor report, as what, and what is written down about it."""

import pytest
from django.urls import reverse
from django.utils import translation

from gvp.audit.models import Entry
from gvp.base.pdf import PdfUnavailable
from gvp.reporting.report import document
from gvp.testing.world import hold

ANSWERS = {"province": "all", "since": "2026-01-01", "until": "2026-06-30", "language": "es"}
OF_JAUJA = ANSWERS | {"province": "1204"}
QUERIES = 88  # nine indicators, three places, five breakdowns; the same for one person and for a thousand
FORM, PDF, PAGE = (reverse(f"reporting:{name}") for name in ("report", "report_pdf", "report_page"))


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch):
    """The making of the PDF has tests of its own."""
    monkeypatch.setattr(document, "render_pdf", lambda html, css, identifier: b"%PDF- " + identifier)


@pytest.mark.parametrize("role", ["coordinator", "monitoring", "administrator", "donor"])
@pytest.mark.parametrize("address", [FORM, PDF, PAGE])
def test_whoever_sees_figures_gets_the_report(world, login, role, address):
    assert login(world.users[role]).get(address, OF_JAUJA).status_code == 200


@pytest.mark.parametrize("address", [FORM, PDF, PAGE])
def test_field_staff_do_not(world, login, address):
    assert login(world.field).get(address, OF_JAUJA).status_code == 403


@pytest.mark.parametrize("address", [FORM, PDF, PAGE])
def test_whoever_is_not_logged_in_is_asked_to(client, db, address):
    response = client.get(address, ANSWERS)
    assert response.status_code == 302
    assert response.url.startswith(reverse("accounts:login"))


@pytest.mark.parametrize("address", [FORM, PDF, PAGE])
def test_a_report_is_only_read(world, login, address):
    assert login(world.users["donor"]).post(address, ANSWERS).status_code == 405


def test_a_coordinator_cannot_have_another_province(world, login):
    response = login(world.coordinator).get(PDF, ANSWERS | {"province": "0907"}, follow=True)
    assert response.redirect_chain[0][0].startswith(FORM)
    assert list(response.context["form"].errors) == ["province"]
    assert not Entry.objects.filter(verb="exported").exists()


def test_wrong_answers_come_back_with_what_is_wrong_at_their_fields(world, login):
    response = login(world.users["donor"]).get(PAGE, ANSWERS | {"until": "2025-12-31"}, follow=True)
    with translation.override("es"):
        assert list(response.context["form"].errors) == ["until"]
    assert response.context["form"]["since"].value() == "2026-01-01"


def test_without_answers_the_questions_are_asked(world, login):
    response = login(world.users["donor"]).get(PDF, follow=True)
    assert response.redirect_chain[0][0].startswith(FORM)
    assert not response.context["form"].is_bound


def test_the_pdf_is_a_private_file_named_after_place_and_period(world, login):
    response = login(world.users["donor"]).get(PDF, OF_JAUJA | {"language": "en"})
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'attachment; filename="report-jauja-2026-01-01-2026-06-30.pdf"'
    assert response.headers["Content-Language"] == "en"
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))


@pytest.mark.parametrize(("address", "form"), [(PDF, "pdf"), (PAGE, "page")])
def test_a_report_that_leaves_is_written_down(world, login, address, form):
    login(world.users["donor"]).get(address, OF_JAUJA)
    entry = Entry.objects.get(verb="exported")
    assert (entry.by, entry.province) == (world.users["donor"], "1204")
    assert entry.detail | {"record": ""} == {
        "what": "report", "form": form, "since": "2026-01-01", "until": "2026-06-30", "language": "es", "record": "",
    }  # fmt: skip
    assert entry.detail["record"].startswith("GVP-20260630-")


def test_without_the_libraries_the_page_is_offered_and_what_to_install_is_said(world, login, monkeypatch):
    def missing(html, css, identifier):
        raise PdfUnavailable("apt-get install libpango-of-the-test")

    monkeypatch.setattr(document, "render_pdf", missing)
    response = login(world.users["donor"]).get(PDF, ANSWERS)
    said = response.content.decode()
    assert response.status_code == 503
    assert "sudo apt-get install libpango-of-the-test" in said
    assert f'href="{PAGE}?province=all&amp;since=2026-01-01&amp;until=2026-06-30&amp;language=es"' in said
    assert not Entry.objects.filter(verb="exported").exists()


def test_the_page_speaks_the_language_of_the_report(world, login):
    response = login(world.users["donor"]).get(PAGE, ANSWERS | {"language": "en"})
    assert '<html lang="en">' in response.content.decode()
    assert response.headers["Content-Language"] == "en"


def test_the_page_holds_no_style_nor_script_that_the_policy_would_refuse(world, login):
    said = login(world.users["donor"]).get(PAGE, ANSWERS).content.decode()
    assert " style=" not in said
    assert "<script" not in said
    assert "static:" not in said


@pytest.mark.parametrize("men", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_people(world, login, men, django_assert_num_queries):
    for place in (world.jauja, world.tayacaja):
        for workshop in place.workshops:
            hold(workshop, *place.men[:men])
    donor = login(world.users["donor"])
    with django_assert_num_queries(QUERIES):
        donor.get(PAGE, ANSWERS)
