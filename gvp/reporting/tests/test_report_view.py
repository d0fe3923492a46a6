"""Who gets the donor report, as what, and what is written down about it."""

import pytest
from django.urls import reverse
from django.utils import translation

from gvp.audit.models import Entry
from gvp.reporting.models import Rendering
from gvp.testing.world import hold

ANSWERS = {"province": "all", "since": "2026-01-01", "until": "2026-06-30", "language": "es"}
OF_JAUJA = ANSWERS | {"province": "1204"}
QUERIES = 177  # thirty indicators, three places, five breakdowns; the same for one person and for a thousand
FORM, PDF, PAGE = (reverse(f"reporting:{name}") for name in ("report", "report_pdf", "report_page"))


@pytest.mark.parametrize("role", ["coordinator", "monitoring", "administrator", "donor"])
@pytest.mark.parametrize("address", [FORM, PAGE])
def test_whoever_sees_figures_gets_the_report(world, login, role, address):
    assert login(world.users[role]).get(address, OF_JAUJA).status_code == 200


def test_the_pdf_is_asked_for_and_its_page_shows_how_far_it_is(world, login):
    response = login(world.users["donor"]).post(PDF, OF_JAUJA | {"length": "brief"})
    assert response.url == reverse("reporting:renderings")
    found = Rendering.objects.get()
    assert (found.length, found.file_name) == ("brief", "informe-jauja-2026-01-01-2026-06-30-2p.pdf")


def test_a_coordinator_cannot_have_another_province(world, login):
    response = login(world.coordinator).post(PDF, ANSWERS | {"province": "0907"}, follow=True)
    assert response.redirect_chain[0][0].startswith(FORM)
    assert list(response.context["form"].errors) == ["province"]
    assert not Rendering.objects.exists()


def test_wrong_answers_come_back_with_what_is_wrong_at_their_fields(world, login):
    response = login(world.users["donor"]).get(PAGE, ANSWERS | {"until": "2025-12-31"}, follow=True)
    with translation.override("es"):
        assert list(response.context["form"].errors) == ["until"]
    assert response.context["form"]["since"].value() == "2026-01-01"


def test_without_answers_the_questions_are_asked(world, login):
    response = login(world.users["donor"]).get(PAGE, follow=True)
    assert response.redirect_chain[0][0].startswith(FORM)
    assert not response.context["form"].is_bound


def test_a_report_that_leaves_is_written_down(world, login):
    login(world.users["donor"]).get(PAGE, OF_JAUJA)
    entry = Entry.objects.get(verb="exported")
    assert (entry.by, entry.province) == (world.users["donor"], "1204")
    assert entry.detail | {"record": ""} == {
        "what": "report", "form": "page", "length": "full", "since": "2026-01-01", "until": "2026-06-30",
        "language": "es", "record": "",
    }  # fmt: skip
    assert entry.detail["record"].startswith("GVP-20260630-")


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
