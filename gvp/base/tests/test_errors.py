"""What people see when something is wrong: Spanish, plain, and a way on."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

pytestmark = pytest.mark.django_db


def test_an_address_that_leads_nowhere(client):
    answer = client.get("/no-existe/")
    assert answer.status_code == 404
    assert "<h1>Esta página no está aquí</h1>" in answer.content.decode()


def test_a_page_of_another_role(world, login):
    answer = login(world.users["donor"]).get("/personas/")
    assert answer.status_code == 403
    assert "<h1>Su rol no abre esta página</h1>" in answer.content.decode()


def test_a_form_that_grew_old(world):
    answer = Client(enforce_csrf_checks=True).post("/idioma/", {"language": "en"})
    assert answer.status_code == 403
    assert "<h1>No se guardó: la página era muy antigua</h1>" in answer.content.decode()


def test_a_request_for_another_host(client):
    answer = client.get("/ayuda/", HTTP_HOST="elsewhere.example")
    assert answer.status_code == 400
    assert "<h1>No se entendió el pedido</h1>" in answer.content.decode()


def test_a_failure_of_ours_needs_no_context_and_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        page = render_to_string("500.html")
    assert "<h1>Algo falló de nuestro lado</h1>" in page
    assert 'href="tel:100"' in page


def test_a_failure_of_ours_answers_500(world, login, monkeypatch):
    def fail(request):
        raise RuntimeError

    client = login(world.field)
    client.raise_request_exception = False
    monkeypatch.setattr("gvp.base.navigation.links", fail)
    assert client.get("/ayuda/").status_code == 500
