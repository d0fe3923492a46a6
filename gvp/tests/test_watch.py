"""What the watchman asks, and what the logs never say."""

import logging

import pytest
from django.conf import settings
from django.urls import reverse

from gvp.testing.world import PASSWORD, add_man

NAME, DOCUMENT, PHONE = "Zacarías", "45671234", "987654321"


@pytest.mark.django_db
def test_healthz_answers_without_login(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_healthz_is_not_sent_to_https():
    assert settings.SECURE_REDIRECT_EXEMPT == [r"^healthz$"]


def test_a_page_that_breaks_logs_no_personal_data(world, login, caplog, monkeypatch):
    """Django logs the request's path and the traceback; neither may hold what was typed."""
    person = add_man(world.jauja.community, "JAU", 7, given_names=NAME, document=DOCUMENT, phone=f"+51{PHONE}")
    client = login(world.coordinator)
    client.raise_request_exception = False

    def broken(**anything):
        raise RuntimeError("broken")

    monkeypatch.setattr("participants.actions.reveal", broken)
    with caplog.at_level(logging.DEBUG):
        response = client.post(reverse("participants:reveal", args=[person.pk]), {"given_names": NAME, "phone": PHONE})
    assert response.status_code == 500
    assert [word for word in (NAME, DOCUMENT, PHONE) if word in caplog.text] == []


@pytest.mark.django_db
def test_a_wrong_login_logs_neither_name_nor_password(client, caplog, world):
    with caplog.at_level(logging.DEBUG):
        client.post(reverse("accounts:login"), {"username": world.field.username, "password": "wrong-" + PASSWORD})
        client.post(reverse("accounts:login"), {"username": "my-secret-typed-here", "password": "x"})
    assert [word for word in ("wrong-", "my-secret-typed-here") if word in caplog.text] == []


def test_a_refused_form_logs_nothing_of_what_was_typed(world, login, caplog):
    with caplog.at_level(logging.DEBUG):
        login(world.field).post(reverse("participants:register"), {"given_names": NAME, "document": DOCUMENT})
    assert [word for word in (NAME, DOCUMENT) if word in caplog.text] == []
