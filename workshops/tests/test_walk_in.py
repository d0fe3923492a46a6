"""Somebody who came and is not on the list."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from gvp.audit.models import Entry
from gvp.testing.world import add_man
from participants.models import Consent, Participant
from workshops import walking_in
from workshops.models import Attendance, Enrolment, Mark, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(world):
    return world.jauja.workshops[0]


@pytest.fixture
def newcomer(world):
    """Registered, enrolled nowhere."""
    return add_man(world.jauja.community, "JAU", 50, given_names="José Carlos", first_surname="Llanos",
                   second_surname="Ñahuincopa")  # fmt: skip


def url(session, name="walk_in"):
    return reverse(f"workshops:{name}", args=[session.pk])


def facts(**changes):
    return {
        "id": str(uuid.uuid4()),
        "mark": str(uuid.uuid4()),
        "given_names": "Toribio",
        "first_surname": "Cuadrado",
        "second_surname": "",
        "birth_year": "1979",
        "registration": "fingerprint",
        "witness": "",
    } | changes


def register(client, session, **changes):
    return client.post(url(session, "walk_in_register"), facts(community=session.community_id, **changes))


@pytest.mark.parametrize(
    "words",
    [
        "llanos",
        "Yanos",
        "LLANOS JOSE",
        "jose llanos",
        "pepe yanos",
        "ñahuincopa",
        "nahuincopa",
        "jose carlos",
        "JAU-0050",
    ],
)
def test_a_man_is_found_however_he_is_written(world, session, newcomer, words):
    assert newcomer in walking_in.search(user=world.field, workshop=session, words=words)


def test_the_likeliest_stands_first(world, session, newcomer):
    add_man(world.jauja.community, "JAU", 51, given_names="Mario", first_surname="Soto", second_surname="Llanos")
    add_man(world.jauja.community, "JAU", 52, given_names="José", first_surname="Yanos", second_surname="Soto")
    found = walking_in.search(user=world.field, workshop=session, words="José Llanos")
    assert [person.code for person in found][:2] == ["JAU-0050", "JAU-0052"]


def test_another_provinces_men_and_school_leaders_are_not_found(world, session):
    add_man(world.tayacaja.community, "TAY", 50, first_surname="Llanos")
    add_man(world.jauja.community, "JAU", 53, first_surname="Llanos", group="school_leader")
    assert walking_in.search(user=world.field, workshop=session, words="llanos") == []


def test_nothing_typed_finds_nobody(world, session):
    assert walking_in.search(user=world.field, workshop=session, words=" . ") == []


@pytest.mark.parametrize("men", [1, 3])
def test_searching_takes_one_query(world, session, men, django_assert_num_queries):
    for n in range(men):
        add_man(world.jauja.community, "JAU", 60 + n, first_surname="Llanos")
    with django_assert_num_queries(1):
        found = walking_in.search(user=world.field, workshop=session, words="llanos")
        assert [str(person.community) for person in found] == ["Comunidad Jauja (Jauja)"] * men


def test_one_tap_enrols_him_and_marks_him_present(world, session, newcomer, login):
    data = {"person": newcomer.pk, "mark": uuid.uuid4()}
    answer = login(world.field).post(url(session, "walk_in_add"), data)
    assert answer.url == reverse("workshops:roster", args=[session.pk])
    assert Enrolment.objects.get(participant=newcomer).enrolled_on == session.date
    assert Attendance.objects.get(participant=newcomer).state == "present"
    assert Workshop.objects.get(pk=session.pk).status == "held"


def test_the_tap_twice_changes_nothing(world, session, newcomer, login):
    data = {"person": newcomer.pk, "mark": uuid.uuid4()}
    for _ in range(2):
        login(world.field).post(url(session, "walk_in_add"), data)
    assert (Mark.objects.count(), Enrolment.objects.filter(participant=newcomer).count()) == (1, 1)


def test_whoever_had_left_the_cycle_takes_part_again(world, session, login):
    man = world.jauja.men[0]
    Enrolment.objects.filter(participant=man).update(withdrawn_on=session.date)
    login(world.field).post(url(session, "walk_in_add"), {"person": man.pk, "mark": uuid.uuid4()})
    assert Enrolment.objects.get(participant=man).withdrawn_on is None
    assert Attendance.objects.get(participant=man).state == "present"


def test_whoever_left_later_stays_gone(world, session, login):
    """An old list is completed; what became of the man since then is another matter."""
    man, left = world.jauja.men[0], session.date + dt.timedelta(days=30)
    Enrolment.objects.filter(participant=man).update(withdrawn_on=left)
    login(world.field).post(url(session, "walk_in_add"), {"person": man.pk, "mark": uuid.uuid4()})
    assert (Attendance.objects.get().participant, Enrolment.objects.get(participant=man).withdrawn_on) == (man, left)


@pytest.mark.parametrize("data", [{}, {"person": "x", "mark": "y"}, {"person": str(uuid.uuid4())}])
def test_a_broken_choice_is_said(world, session, login, data):
    page = login(world.field).post(url(session, "walk_in_add"), data, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert Mark.objects.count() == 0


def test_another_provinces_man_cannot_be_added(world, session, login):
    data = {"person": world.tayacaja.men[0].pk, "mark": uuid.uuid4()}
    assert login(world.field).post(url(session, "walk_in_add"), data).status_code == 404
    assert Enrolment.objects.filter(cycle=session.cycle, participant=world.tayacaja.men[0]).count() == 0


def test_a_new_man_is_registered_enrolled_and_present_with_the_least_fields(world, session, login):
    answer = register(login(world.field), session)
    assert answer.url == reverse("workshops:roster", args=[session.pk])
    man = Participant.objects.get(first_surname="Cuadrado")
    consent = Consent.objects.get(participant=man)
    assert (man.community, man.enrolled_on, man.group) == (session.community, session.date, "man")
    assert (consent.kind, consent.mode, consent.given_on) == ("registration", "fingerprint", session.date)
    assert Attendance.objects.get(participant=man).state == "present"


def test_a_registration_sent_twice_makes_one_man(world, session, login):
    data = facts(community=session.community_id)
    for _ in range(2):
        assert login(world.field).post(url(session, "walk_in_register"), data).status_code == 302
    assert Participant.objects.filter(first_surname="Cuadrado").count() == 1
    assert Mark.objects.count() == 1


def test_somebody_alike_is_shown_before_anybody_is_stored(world, session, newcomer, login):
    client = login(world.field)
    names = {"given_names": "Jose Carlos", "first_surname": "Yanos", "second_surname": "Nahuincopa"}
    back = register(client, session, birth_year="1985", **names)
    assert [match.person for match in back.context["matches"]] == [newcomer]
    assert Participant.objects.filter(first_surname="Yanos").count() == 0
    assert register(client, session, birth_year="1985", confirmed="on", **names).status_code == 302
    assert Participant.objects.filter(first_surname="Yanos").count() == 1


def test_without_consent_nobody_is_stored(world, session, login):
    back = register(login(world.field), session, registration="")
    assert back.context["form"]["registration"].errors
    assert Participant.objects.filter(first_surname="Cuadrado").count() == 0


def test_a_spoken_consent_needs_its_witness(world, session, login):
    client = login(world.field)
    assert register(client, session, registration="witness").status_code == 200
    assert register(client, session, registration="witness", witness="Rosa").status_code == 302


@pytest.mark.parametrize("changes", [{"birth_year": "2020"}, {"birth_year": ""}, {"given_names": "123"}])
def test_bad_facts_come_back_as_they_were_typed(world, session, login, changes):
    back = register(login(world.field), session, **changes)
    assert back.status_code == 200
    assert back.context["form"]["first_surname"].value() == "Cuadrado"
    assert back.context["form"].errors
    assert Participant.objects.filter(first_surname="Cuadrado").count() == 0


def test_in_a_winay_cycle_nobody_is_registered_here(world, session, login):
    session.cycle.kind = "winay"
    session.cycle.save()
    page = login(world.field).get(url(session))
    assert url(session, "walk_in_register") not in page.content.decode()


def test_whoever_does_not_want_to_be_registered_is_only_counted_once_a_tap(world, session, login):
    client = login(world.field)
    for _ in range(2):
        client.post(url(session, "walk_in_count"), {"shown": "0"})
    assert Workshop.objects.get(pk=session.pk).unregistered == 1
    client.post(url(session, "walk_in_count"), {"shown": "1"})
    assert Workshop.objects.get(pk=session.pk).unregistered == 2


@pytest.mark.parametrize("shown", ["", "x", "7"])
def test_a_count_that_does_not_fit_is_said(world, session, login, shown):
    page = login(world.field).post(url(session, "walk_in_count"), {"shown": shown}, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["error"]
    assert Workshop.objects.get(pk=session.pk).unregistered == 0


def test_names_typed_stand_in_no_address(world, session, newcomer, login):
    page = login(world.field).post(url(session), {"q": "llanos"})
    assert "Llanos" in page.content.decode()
    assert b"?q=" not in page.content


def test_the_search_answers_with_a_piece_of_page(world, session, newcomer, login):
    page = login(world.field).post(url(session, "walk_in_search"), {"q": "llanos"}).content.decode()
    assert "Llanos" in page
    assert "<html" not in page


def test_what_was_searched_stands_in_the_form_already(world, session, login):
    form = login(world.field).post(url(session), {"q": "Juan Carlos Soto Poma"}).context["form"]
    assert [form[name].value() for name in ("given_names", "first_surname", "second_surname")] == [
        "Juan Carlos", "Soto", "Poma",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "verb"),
    [("walk_in", "get"), ("walk_in", "post"), ("walk_in_search", "post"), ("walk_in_add", "post"),
     ("walk_in_register", "post"), ("walk_in_count", "post")],
)  # fmt: skip
def test_only_those_of_the_session_come_in(world, session, login, name, verb):
    for who, status in (("field_tayacaja", 404), ("monitoring", 403), ("donor", 403)):
        assert getattr(login(world.users[who]), verb)(url(session, name)).status_code == status


@pytest.mark.parametrize("name", ["walk_in_search", "walk_in_add", "walk_in_register", "walk_in_count"])
def test_what_changes_something_is_not_done_by_looking(world, session, login, name):
    assert login(world.field).get(url(session, name)).status_code == 405


def test_the_log_tells_of_the_registration_the_enrolment_and_the_mark(world, session, login):
    register(login(world.field), session)
    kinds = Entry.objects.filter(by=world.field).order_by("pk").values_list("verb", "target_type")
    assert list(kinds) == [
        ("created", "participants.participant"),
        ("changed", "workshops.cycle"),
        ("changed", "workshops.workshop"),
    ]
