"""The frame around every page: menu, language, help, quick exit, and what may run in it."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from gvp.base import navigation
from gvp.base.models import HelpLine
from gvp.testing.furnished_field import a_dispute

pytestmark = pytest.mark.django_db


def menu(page):
    """Labels of the main menu's links."""
    inside = re.search(r'<nav aria-label="Menú principal">(.*?)</nav>', page.content.decode(), re.DOTALL)
    return re.findall(r">([^<]+)</a>", inside[1])


def test_before_login_there_is_no_menu(client):
    assert "Menú principal" not in client.get("/ayuda/").content.decode()


@pytest.mark.parametrize("role", ["field", "coordinator", "monitoring", "administrator", "donor"])
def test_the_menu_holds_exactly_what_the_role_may_open(role, world, login):
    client = login(world.users[role])
    request = client.get("/ayuda/").wsgi_request
    for link in navigation.links(request):
        for page in (link, *link.pages):
            assert client.get(page.url, follow=True).status_code == 200, page.label


def test_a_donor_s_menu_opens_no_list_of_people(world, login):
    request = login(world.users["donor"]).get("/ayuda/").wsgi_request
    assert {reverse("participants:list"), reverse("ops:export_register")} & {
        link.url for link in navigation.links(request)
    } == set()


def test_the_page_one_is_on_is_marked_in_the_menu(world, login):
    page = login(world.coordinator).get(reverse("participants:list")).content.decode()
    assert page.count('aria-current="page"') == 1
    assert f'<a href="{reverse("participants:list")}" aria-current="page">' in page


def test_the_pages_beneath_an_entry_lie_under_it_and_mark_it(world, login):
    request = login(world.coordinator).get(reverse("reporting:map")).wsgi_request
    board = next(link for link in navigation.links(request) if link.url == reverse("reporting:board"))
    assert (board.current, [page.current for page in board.pages if page.url == reverse("reporting:map")]) == (
        "true", ["page"],
    )  # fmt: skip


def test_a_page_stands_in_place_of_an_entry_that_is_closed(world, login):
    request = login(world.field).get("/ayuda/").wsgi_request
    assert [link.url for link in navigation.links(request)] == [
        reverse("workshops:today"), reverse("participants:register"), reverse("workshops:cycles"),
    ]  # fmt: skip


def test_the_frame_asks_the_database_nothing_for_the_menu(world, login, django_assert_num_queries):
    request = login(world.coordinator).get("/ayuda/").wsgi_request
    assert request.user.is_authenticated
    with django_assert_num_queries(0):
        navigation.links(request)


@pytest.mark.parametrize("address", ["/ayuda/", "/cuenta/entrar/"])
def test_help_and_quick_exit_are_one_tap_away_without_login(address, client):
    page = client.get(address).content.decode()
    assert 'class="help" href="/ayuda/"' in page
    assert 'id="exit" href="https://www.senamhi.gob.pe/" rel="noreferrer"' in page


def test_a_page_allows_no_inline_script_or_style(world, login):
    answer = login(world.coordinator).get(reverse("participants:list"))
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    page = answer.content.decode()
    assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page) == []


def test_an_address_may_name_the_language_of_one_answer(client):
    said = [client.get(f"/ayuda/{ask}").headers["Content-Language"] for ask in ("?lang=en", "", "?lang=xx")]
    assert said == ["en", "es", "es"]


def test_english_is_remembered_and_the_page_comes_back(client):
    answer = client.post("/idioma/", {"language": "en", "next": "/ayuda/"})
    assert (answer.url, answer.cookies[settings.LANGUAGE_COOKIE_NAME].value) == ("/ayuda/", "en")
    page = client.get("/ayuda/")
    assert page.headers["Content-Language"] == "en"
    assert "<h1>Help card</h1>" in page.content.decode()


def test_the_language_is_not_switched_by_a_link(client):
    assert client.get("/idioma/?language=en").status_code == 405


def test_the_language_switch_leads_to_no_other_site(client):
    assert client.post("/idioma/", {"language": "en", "next": "https://elsewhere.example/"}).url == "/"


def test_the_help_card_opens_without_login_and_its_numbers_dial(client):
    page = client.get("/ayuda/").content.decode()
    assert re.findall(r'href="tel:([^"]+)"', page) == ["100", "105"]
    assert [name for name in HelpLine.objects.values_list("name", flat=True) if name not in page] == []


def test_a_hidden_line_is_not_on_the_help_card(client):
    HelpLine.objects.filter(name="SíseVe").update(shown=False)
    assert "SíseVe" not in client.get("/ayuda/").content.decode()


@pytest.mark.parametrize(
    ("contact", "dialled"),
    [("100", "100"), ("(064) 362-145", "064362145"), ("", ""), ("chat100.warminan.gob.pe", ""), ("Jr. Junín 123", "")],
)
def test_only_a_number_is_dialled(contact, dialled):
    assert HelpLine(contact=contact).dialled == dialled


def test_the_ribbon_says_that_a_demonstration_is_one(client, settings):
    assert 'class="ribbon"' not in client.get("/ayuda/").content.decode()
    settings.DEMO = True
    assert 'class="ribbon"' in client.get("/ayuda/").content.decode()


def test_what_waits_is_counted_on_the_first_pages_only(world, login, django_assert_num_queries):
    """One query there, none anywhere else."""
    a_dispute(world.jauja.workshops[0], world.jauja.men[0], world.field, world.coordinator)
    client = login(world.coordinator)
    asked = {name: client.get(reverse(name)).wsgi_request for name in ("reporting:board", "participants:list")}
    counted = {}
    for queries, (name, request) in zip((1, 0), asked.items(), strict=True):
        assert request.user.is_authenticated
        with django_assert_num_queries(queries):
            counted[name] = [link.count for link in navigation.links(request) if link.url == reverse("sync:review")]
    assert counted == {"reporting:board": [1], "participants:list": [0]}


def test_the_board_says_what_waits(world, login):
    a_dispute(world.jauja.workshops[0], world.jauja.men[0], world.field, world.coordinator)
    page = login(world.coordinator).get(reverse("reporting:board")).content.decode()
    assert ">Por revisar (1)</a>" in page
    assert re.search(r'class="waiting"><a href="/campo/por-revisar/">.*<b class="num">1</b>', page)
