"""Recording an action on a phone, and validating it on a desk."""

import uuid
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from workshops import acting
from workshops.models import NetworkAction
from workshops.tests.outreach import act, day, make_network, stay

pytestmark = pytest.mark.django_db


def url(name, thing):
    return reverse(f"workshops:{name}", args=[thing.pk])


@pytest.fixture
def network(world):
    network = make_network(world.jauja)
    for man in world.jauja.men[:2]:
        stay(network, man, 10)
    return network


@pytest.fixture
def sent(world):
    return {
        "id": str(uuid.uuid4()), "kind": "talk", "date": day(20), "community": world.jauja.community.pk,
        "leaders": [world.jauja.men[0].pk], "women": "12", "men": "8", "adolescents": "0",
        "message": "Cuidar es de hombres",
    }  # fmt: skip


def test_field_staff_record_an_action_once_however_often_they_tap(world, network, sent, login):
    client = login(world.field)
    answers = [client.post(url("action_new", network), sent) for _ in range(2)]
    made = NetworkAction.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [url("action", made)] * 2
    assert (made.audience, made.message, made.recorded_by) == (20, "Cuidar es de hombres", world.field)


def test_the_form_knows_network_day_place_and_the_man_whose_page_led_here(world, network, login):
    act(world.field, network, world.jauja, world.jauja.men[:1], day(12), message="Decidir entre dos")
    page = login(world.field).get(url("action_new", network), {"leader": str(world.jauja.men[1].pk)})
    form = page.context["form"]
    assert form["community"].value() == world.jauja.community.pk
    assert [(man.latest.participant.code, man.ticked) for man in page.context["here"]] == [
        ("JAU-0001", False),
        ("JAU-0002", True),
    ]
    assert [value for value, _label in form.fields["recent"].choices] == ["Decidir entre dos", ""]


def test_a_recent_message_is_chosen_instead_of_typed(world, network, sent, login):
    act(world.field, network, world.jauja, world.jauja.men[:1], day(12), message="Decidir entre dos")
    login(world.field).post(url("action_new", network), sent | {"message": "", "recent": "Decidir entre dos"})
    assert NetworkAction.objects.get(pk=sent["id"]).message == "Decidir entre dos"


def test_a_message_that_names_somebody_comes_back(world, network, sent, login):
    page = login(world.field).post(url("action_new", network), sent | {"message": "Visita a la señora Juana"})
    assert page.context["form"].has_error("message", "suspicious")


def test_who_was_no_member_that_day_is_asked_about_once(world, network, sent, login):
    client = login(world.field)
    page = client.post(url("action_new", network), sent | {"date": day(5)})
    assert page.context["form"].asks_confirmation
    assert 'name="confirmed"' in page.content.decode()
    assert client.post(url("action_new", network), sent | {"date": day(5), "confirmed": "on"}).status_code == 302


def test_somebody_who_never_joined_is_refused(world, network, sent, login):
    page = login(world.field).post(url("action_new", network), sent | {"leaders": [world.jauja.men[2].pk]})
    assert page.context["form"].has_error("leaders")
    assert NetworkAction.objects.count() == 0


def test_a_photo_is_kept_and_makes_the_action_count(world, network, sent, login, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    photo = BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "JPEG")
    client = login(world.field)
    sent["evidence_file"] = SimpleUploadedFile("foto.jpg", photo.getvalue(), "image/jpeg")
    client.post(url("action_new", network), sent)
    made = NetworkAction.objects.validated().get()
    assert client.get(made.evidence_file.url).status_code == 200
    assert "foto" not in made.evidence_file.name


def test_the_photo_of_an_action_taken_out_goes_too(
    world, network, sent, login, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    photo = BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "JPEG")
    client = login(world.field)
    sent["evidence_file"] = SimpleUploadedFile("foto.jpg", photo.getvalue(), "image/jpeg")
    client.post(url("action_new", network), sent)
    assert len(list(tmp_path.rglob("*.jpg"))) == 1
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("action_remove", NetworkAction.objects.get()))
    assert list(tmp_path.rglob("*.jpg")) == []


def test_correcting_what_was_validated_says_so_and_takes_it_back(world, network, sent, login):
    action = act(world.field, network, world.jauja, world.jauja.men[:1], day(20))
    acting.validate(by=world.coordinator, action=action)
    client = login(world.field)
    seen = client.get(url("action_edit", action)).context["form"]["seen"].value()
    assert client.post(url("action_edit", action), sent | {"women": "99", "seen": seen}).status_code == 302
    action.refresh_from_db()
    assert (action.women, action.validated) == (99, False)


def test_field_staff_correct_only_what_they_recorded(world, network, login):
    action = act(world.coordinator, network, world.jauja, world.jauja.men[:1], day(20))
    client = login(world.field)
    assert client.get(url("action", action)).context["may_edit"] is False
    answers = client.get(url("action_edit", action)), client.post(url("action_remove", action))
    assert [answer.status_code for answer in answers] == [404, 404]
    assert login(world.coordinator).get(url("action_edit", action)).status_code == 200


def test_the_page_offers_validation_to_a_second_person_only(world, network, login):
    mine = act(world.coordinator, network, world.jauja, world.jauja.men[:1], day(20))
    theirs = act(world.field, network, world.jauja, world.jauja.men[:1], day(21))
    client = login(world.coordinator)
    assert [client.get(url("action", one)).context["may_validate"] for one in (mine, theirs)] == [False, True]
    client.post(url("action_validate", mine))
    assert client.post(url("action_validate", theirs), {"back": "pending"}).url == reverse("workshops:actions_pending")
    assert list(NetworkAction.objects.filter(validated=True)) == [theirs]
    client.post(url("action_unvalidate", theirs))
    assert NetworkAction.objects.filter(validated=True).count() == 0


def test_those_that_wait_are_listed_with_what_does_not_count_first(world, network, login):
    plain = act(world.field, network, world.jauja, world.jauja.men[:1], day(20))
    proven = act(world.field, network, world.jauja, world.jauja.men[:1], day(11), evidence="Acta 3")
    acting.validate(by=world.coordinator, action=act(world.field, network, world.jauja, world.jauja.men[:1], day(12)))
    parts = login(world.coordinator).get(reverse("workshops:actions_pending")).context["parts"]
    assert [list(rows) for _title, rows in parts] == [[plain], [proven]]
    assert b"Todav" in login(world.users["monitoring"]).get(reverse("workshops:actions_pending")).content


@pytest.mark.parametrize("rows", [1, 3])
def test_three_that_wait_take_as_many_queries_as_one(world, network, login, rows, django_assert_num_queries):
    for n in range(rows):
        act(world.field, network, world.jauja, world.jauja.men[:2], day(20 + n))
    client = login(world.coordinator)
    with django_assert_num_queries(5):  # session, user, both parts, leaders of the first
        client.get(reverse("workshops:actions_pending"))


def test_the_history_says_what_was_corrected(world, network, login):
    action = act(world.field, network, world.jauja, world.jauja.men[:1], day(20))
    facts = {"date": action.date, "community": action.community, "kind": "visit", "women": 1}
    acting.change(by=world.coordinator, action=action, facts=facts, leaders=world.jauja.men[:1])
    history = login(world.coordinator).get(url("action", action)).context["history"]
    assert [details for _entry, details in history] == [
        "campos: tipo, mujeres alcanzadas (estimado)",
        "código: R-JAU-A001",
    ]
