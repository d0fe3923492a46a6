import pytest

pytestmark = pytest.mark.django_db


def test_a_page_asked_for_without_login_is_remembered(client):
    assert client.get("/personas/?group=man").url == "/cuenta/entrar/?next=/personas/%3Fgroup%3Dman"


def test_after_a_form_sent_with_an_expired_session_one_is_back_at_the_form(client):
    answer = client.post("/registro/importar/confirmar/", HTTP_REFERER="http://testserver/registro/importar/")
    assert answer.url == "/cuenta/entrar/?next=/registro/importar/"


def test_a_form_that_came_from_elsewhere_leads_home(client):
    answer = client.post("/registro/importar/confirmar/", HTTP_REFERER="https://elsewhere.example/trap/")
    assert answer.url == "/cuenta/entrar/?next=/"


def test_the_phone_s_own_language_does_not_matter(client):
    assert client.get("/ayuda/", HTTP_ACCEPT_LANGUAGE="en-US").headers["Content-Language"] == "es"


def test_pages_seen_after_login_are_not_stored(login, world):
    assert "no-store" in login(world.field).get("/ayuda/").headers["Cache-Control"]


def test_a_file_travels_with_the_heads_it_needs_and_no_others(client):
    """Ninety of them are a phone's first load: see benchmarks/sync_weight.py."""
    answer = client.get("/static/css/base.css")
    assert set(answer.headers) == {
        "Cache-Control", "Content-Length", "Content-Type", "ETag", "Last-Modified", "X-Content-Type-Options",
    }  # fmt: skip
    assert answer["X-Content-Type-Options"] == "nosniff"
