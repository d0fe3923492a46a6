"""Coming in and going out, and what the audit log says of it."""

import pytest
from django.urls import reverse

from gvp.audit.models import Entry
from gvp.testing.world import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/cuenta/entrar/"


def entries():
    return list(Entry.objects.order_by("id").values_list("verb", "by__username", "target_id", "detail"))


def test_the_right_password_opens_the_role_s_page_and_is_written_down(client, world):
    answer = client.post(LOGIN, {"username": "field", "password": PASSWORD})
    assert answer.url == "/"
    assert entries() == [("logged_in", "field", str(world.field.pk), {})]


def test_a_wrong_password_is_refused_in_words_and_written_down(client, world):
    answer = client.post(LOGIN, {"username": "field", "password": "wrong"})
    assert answer.status_code == 200
    assert "errorlist nonfield" in answer.content.decode()
    assert entries() == [("refused", None, str(world.field.pk), {})]


def test_an_unknown_name_is_not_written_down(client, world):
    client.post(LOGIN, {"username": "MySecretPassword1", "password": "x"})
    assert entries() == [("refused", None, "", {})]


def test_an_empty_form_is_no_attempt(client, world):
    client.post(LOGIN, {})
    assert entries() == []


def test_the_login_names_no_default_users_outside_the_demonstration(client, settings):
    assert "demostracion" not in client.get(LOGIN).content.decode()
    settings.DEMO = True
    assert "demostracion" in client.get(LOGIN).content.decode()


def test_one_goes_on_where_one_was(client, world):
    answer = client.post(LOGIN, {"username": "field", "password": PASSWORD, "next": "/personas/registrar/"})
    assert answer.url == "/personas/registrar/"


def test_next_leads_to_no_other_site(client, world):
    answer = client.post(LOGIN, {"username": "field", "password": PASSWORD, "next": "https://elsewhere.example/"})
    assert answer.url == "/"


def test_whoever_left_the_team_does_not_come_in(client, world):
    world.field.is_active = False
    world.field.save()
    assert client.post(LOGIN, {"username": "field", "password": PASSWORD}).status_code == 200


def test_going_out_is_a_form_and_is_written_down(login, world):
    client = login(world.field)
    answer = client.post("/cuenta/salir/")
    assert answer.url == LOGIN
    assert entries() == [("logged_out", "field", "", {})]
    assert client.get("/").url == f"{LOGIN}?next=/"


def test_going_out_by_a_link_does_nothing(login, world):
    client = login(world.field)
    assert client.get("/cuenta/salir/").status_code == 405
    assert client.get("/cuenta/clave/").status_code == 200


def test_a_new_password_works_and_is_written_down(login, world):
    client = login(world.field)
    new = "tres-llamas-azules"
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/cuenta/clave/", form).url == "/"
    world.field.refresh_from_db()
    assert world.field.check_password(new)
    assert entries() == [("changed", "field", str(world.field.pk), {"fields": ["password"]})]


@pytest.mark.parametrize(
    ("role", "home"),
    [
        ("field", "workshops:today"),
        ("coordinator", "reporting:board"),
        ("monitoring", "reporting:board"),
        ("administrator", "admin:index"),
        ("donor", "reporting:board"),
    ],
)
def test_everybody_starts_on_the_page_of_the_role(role, home, login, world):
    answer = login(world.users[role]).get("/", follow=True)
    assert (answer.status_code, answer.redirect_chain) == (200, [(reverse(home), 302)])


@pytest.fixture
def throttled(settings):
    settings.AXES_ENABLED = True


@pytest.mark.usefixtures("throttled")
def test_after_five_wrong_passwords_even_the_right_one_waits(client, world):
    for _ in range(5):
        answer = client.post(LOGIN, {"username": "field", "password": "wrong"})
    assert answer.status_code == 429
    answer = client.post(LOGIN, {"username": "field", "password": PASSWORD})
    assert answer.status_code == 429
    assert "<h1>Demasiados intentos</h1>" in answer.content.decode()
    assert "15 minutos" in answer.content.decode()
    assert [verb for verb, *_ in entries()] == ["refused"] * 6


@pytest.mark.usefixtures("throttled")
def test_one_person_s_mistakes_do_not_close_the_door_for_another(client, world):
    for _ in range(5):
        client.post(LOGIN, {"username": "field", "password": "wrong"})
    assert client.post(LOGIN, {"username": "coordinator", "password": PASSWORD}).status_code == 302


@pytest.mark.usefixtures("throttled")
def test_the_console_log_never_holds_what_was_typed(client, world, caplog):
    client.post(LOGIN, {"username": "MySecretPassword1", "password": "x"})
    assert "MySecretPassword1" not in caplog.text


@pytest.mark.parametrize("name", ["x" * 10_000, "\0", "\N{RIGHT-TO-LEFT OVERRIDE}", "' or 1=1"])
def test_whatever_is_typed_as_a_name_is_refused_in_words(client, world, settings, name):
    settings.AXES_ENABLED = True
    answer = client.post(LOGIN, {"username": name, "password": "y"}, HTTP_USER_AGENT="z" * 5_000)
    assert (answer.status_code, answer.wsgi_request.user.is_authenticated) == (200, False)
