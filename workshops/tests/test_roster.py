"""The roster's page: who opens it, what it shows, what it does with what was sent."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from gvp.testing.world import add_man, hold
from workshops import marking
from workshops.claims import Claim
from workshops.models import Attendance, Enrolment, Mark, Workshop

pytestmark = pytest.mark.django_db

FIXED = 5  # queries of the page without disputes: session, user, the session of workshops, people, attendances


@pytest.fixture
def session(world):
    return world.jauja.workshops[0]


def url(session):
    return reverse("workshops:roster", args=[session.pk])


def sent(page, ticks, **counts):
    """What a browser without JavaScript sends: every ticket, the ticks chosen, the counts."""
    tickets = {f"ticket-{row.person.pk}": row.ticket for row in page.context["rows"]}
    chosen = {f"state-{row.person.pk}": row.state for row in page.context["rows"] if row.state}
    chosen |= {f"state-{person.pk}": state for person, state in ticks.items()}
    stored = {"head_count": "", "signatures": "", "unregistered": "0", "note": ""}
    shown = {f"initial-{name}": value for name, value in stored.items()}
    return tickets | chosen | shown | stored | {name: str(value) for name, value in counts.items()}


def test_field_staff_save_their_own_session_and_see_what_was_saved(world, session, login):
    client = login(world.field)
    page = client.get(url(session))
    men = world.jauja.men
    answer = client.post(url(session), sent(page, {men[0]: "present", men[1]: "absent"}, head_count=1))
    assert answer.status_code == 302
    assert answer.url == reverse("workshops:report", args=[session.pk])
    assert dict(Attendance.objects.values_list("participant__code", "state")) == {
        "JAU-0001": "present",
        "JAU-0002": "absent",
    }
    session.refresh_from_db()
    assert (session.status, session.head_count) == ("held", 1)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("field", 200), ("coordinator", 200), ("administrator", 200),
        ("field_tayacaja", 404), ("coordinator_tayacaja", 404), ("monitoring", 403), ("donor", 403),
    ],
)  # fmt: skip
def test_only_those_of_the_cycle_and_its_province_open_it(world, session, login, who, status):
    assert login(world.users[who]).get(url(session)).status_code == status


def test_nobody_saves_somebody_elses_session(world, session, login):
    page = login(world.field).get(url(session))
    data = sent(page, {world.jauja.men[0]: "present"})
    assert login(world.users["field_tayacaja"]).post(url(session), data).status_code == 404
    assert login(world.users["monitoring"]).post(url(session), data).status_code == 403
    assert Mark.objects.count() == 0


def test_a_session_that_does_not_exist_is_not_found(world, login):
    client = login(world.field)
    nowhere = reverse("workshops:roster", args=[uuid.uuid4()])
    assert (client.get(nowhere).status_code, client.post(nowhere, {"head_count": "3"}).status_code) == (404, 404)


def test_other_verbs_are_refused(world, session, login):
    assert login(world.field).put(url(session)).status_code == 405


@pytest.mark.parametrize("men", [1, 3])
def test_the_page_takes_as_many_queries_for_three_men_as_for_one(world, session, login, men, django_assert_num_queries):
    Enrolment.objects.filter(participant__in=world.jauja.men[men:]).delete()
    hold(session, *world.jauja.men[:men])
    client = login(world.field)
    with django_assert_num_queries(FIXED):
        client.get(url(session))


def test_bad_input_comes_back_with_every_tick(world, session, login):
    client = login(world.field)
    page = client.get(url(session))
    data = sent(page, {world.jauja.men[0]: "late"}, head_count="-3")
    back = client.post(url(session), data)
    assert back.status_code == 200
    assert back.context["form"]["head_count"].errors
    assert [(row.state, row.ticket) for row in back.context["rows"]] == [
        (data.get(f"state-{man.pk}", ""), data[f"ticket-{man.pk}"]) for man in world.jauja.men
    ]
    assert Mark.objects.count() == 0
    assert client.post(url(session), data | {"head_count": "3"}).status_code == 302
    assert Mark.objects.get().state == "late"


@pytest.mark.parametrize("ticket", ["", "nonsense", "x - -", "- - -"])
def test_a_broken_ticket_is_said_and_nothing_is_stored(world, session, login, ticket):
    client = login(world.field)
    data = sent(client.get(url(session)), {world.jauja.men[0]: "present"})
    back = client.post(url(session), data | {f"ticket-{world.jauja.men[0].pk}": ticket})
    assert back.status_code == 200
    assert back.context["form"].non_field_errors().as_data()[0].code == "broken"
    assert Mark.objects.count() == 0


def test_an_unknown_state_is_refused(world, session, login):
    client = login(world.field)
    data = sent(client.get(url(session)), {world.jauja.men[0]: "asleep"})
    assert client.post(url(session), data).status_code == 200
    assert Mark.objects.count() == 0


def test_a_form_sent_twice_is_stored_once(world, session, login):
    client = login(world.field)
    data = sent(client.get(url(session)), dict.fromkeys(world.jauja.men, "present"), head_count=3)
    assert [client.post(url(session), data).status_code for _ in range(2)] == [302, 302]
    assert Mark.objects.count() == 3


def test_a_spent_key_with_other_marks_is_refused_and_the_next_save_goes_through(world, session, login):
    client, man = login(world.field), world.jauja.men[0]
    data = sent(client.get(url(session)), {man: "present"})
    client.post(url(session), data)
    back = client.post(url(session), data | {f"state-{man.pk}": "absent"})
    assert back.context["form"].non_field_errors().as_data()[0].code == "reused"
    assert Attendance.objects.get().state == "present"
    kept = {row.person.pk: row for row in back.context["rows"]}[man.pk]
    assert kept.state == "absent"
    client.post(url(session), data | {f"state-{man.pk}": "absent", f"ticket-{man.pk}": kept.ticket})
    assert (Attendance.objects.get().state, Attendance.objects.get().disputed) == ("absent", False)


def test_without_javascript_everyone_is_ticked_by_a_button_and_nothing_is_stored_yet(world, session, login):
    client, men = login(world.field), world.jauja.men
    data = sent(client.get(url(session)), {men[1]: "absent"}, head_count=2)
    page = client.post(url(session), data | {"everyone": "1"})
    assert [row.state for row in page.context["rows"]] == ["present", "absent", "present"]
    assert page.context["form"]["head_count"].value() == "2"
    assert Mark.objects.count() == 0


def test_an_empty_roster_is_not_a_session_held(world, session, login):
    client = login(world.field)
    back = client.post(url(session), sent(client.get(url(session)), {}))
    assert back.status_code == 200
    assert back.context["form"].non_field_errors()
    assert Workshop.objects.get(pk=session.pk).status == "planned"


def test_a_session_to_which_nobody_came_is_held_with_a_head_count_of_zero(world, session, login):
    client = login(world.field)
    assert client.post(url(session), sent(client.get(url(session)), {}, head_count=0)).status_code == 302
    assert Workshop.objects.get(pk=session.pk).status == "held"


def test_going_for_a_walk_in_saves_what_is_ticked(world, session, login):
    client = login(world.field)
    data = sent(client.get(url(session)), {world.jauja.men[0]: "present"}) | {"walk_in": "1"}
    assert client.post(url(session), data).url == reverse("workshops:walk_in", args=[session.pk])
    assert Mark.objects.count() == 1


def test_going_for_a_walk_in_with_nothing_ticked_stores_nothing(world, session, login):
    client = login(world.field)
    data = sent(client.get(url(session)), {}) | {"walk_in": "1"}
    assert client.post(url(session), data).url == reverse("workshops:walk_in", args=[session.pk])
    assert Workshop.objects.get(pk=session.pk).status == "planned"


def test_a_dispute_is_shown_with_who_and_what_and_choosing_ends_it(world, session, login):
    man = world.jauja.men[0]
    for user, state in ((world.field, "present"), (world.coordinator, "absent")):
        marking.save(by=user, workshop=session.pk, claims=[Claim(uuid.uuid4(), man.pk, state)])
    client = login(world.field)
    page = client.get(url(session))
    row = page.context["rows"][0]
    assert (row.disputed, row.state) == (True, "")
    assert [(mark.recorded_by, mark.state) for mark in row.claims] == [
        (world.field, "present"),
        (world.coordinator, "absent"),
    ]
    client.post(url(session), sent(page, {man: "present"}))
    stored = Attendance.objects.get()
    assert (stored.state, stored.disputed) == ("present", False)


def test_a_colleagues_mark_meanwhile_is_said_after_saving(world, session, login):
    man = world.jauja.men[0]
    client = login(world.field)
    data = sent(client.get(url(session)), {man: "present"})
    marking.save(by=world.coordinator, workshop=session.pk, claims=[Claim(uuid.uuid4(), man.pk, "absent")])
    page = client.post(url(session), data, follow=True)
    assert [message.level_tag for message in page.context["messages"]] == ["warning"]


def test_a_count_written_meanwhile_is_shown_and_a_second_save_goes_through(world, session, login):
    client = login(world.field)
    data = sent(client.get(url(session)), {world.jauja.men[0]: "present"}, head_count=25)
    marking.save(by=world.coordinator, workshop=session.pk, counts={"head_count": marking.Change(None, 24)})
    back = client.post(url(session), data)
    assert "24" in str(back.context["form"]["head_count"].errors)
    assert 'name="initial-head_count" value="24"' in back.content.decode()
    client.post(url(session), data | {"initial-head_count": "24"})
    session.refresh_from_db()
    assert (session.head_count, Mark.objects.count()) == (25, 1)


def test_whoever_left_before_or_came_later_is_not_on_the_list_unless_marked(world, session, login):
    gone, later, marked = world.jauja.men
    Enrolment.objects.filter(participant=gone).update(withdrawn_on=session.date - dt.timedelta(days=1))
    after = {"enrolled_on": session.date + dt.timedelta(days=1)}
    Enrolment.objects.filter(participant__in=[later, marked]).update(**after)
    hold(session, marked)
    page = login(world.field).get(url(session))
    assert [row.person for row in page.context["rows"]] == [marked]


def test_school_leaders_are_initials_without_the_protection_permission(world, session, login):
    leader = add_man(world.jauja.community, "JAU", 8, world.jauja.cycle, group="school_leader",
                     given_names="Yesenia", first_surname="Ñahui")  # fmt: skip
    page = login(world.field).get(url(session)).content.decode()
    assert "Ñahui" not in page
    assert leader.initials in page
    world.field.sees_minors = True
    world.field.save()
    assert "Ñahui" in login(world.field).get(url(session)).content.decode()


@pytest.mark.parametrize("facts", [{"status": "cancelled"}, {"date": timezone.localdate() + dt.timedelta(days=1)}])
def test_a_session_that_cannot_be_logged_shows_no_way_to_save(world, session, login, facts):
    Workshop.objects.filter(pk=session.pk).update(**facts)
    client = login(world.field)
    page = client.get(url(session))
    assert 'id="save"' not in page.content.decode()
    back = client.post(url(session), sent(page, {world.jauja.men[0]: "present"}))
    assert back.context["form"].non_field_errors()
    assert Mark.objects.count() == 0


def test_a_note_with_a_case_is_asked_about_before_it_is_kept(world, session, login):
    client = login(world.field)
    data = sent(client.get(url(session)), {world.jauja.men[0]: "present"}, note="Contó una denuncia")
    back = client.post(url(session), data)
    assert back.context["form"]["note"].errors
    assert client.post(url(session), data | {"note_kept": "on"}).status_code == 302


def test_the_title_and_the_address_name_nobody(world, session, login):
    page = login(world.field).get(url(session)).content.decode()
    title = page[page.index("<title>") : page.index("</title>")]
    assert "Quispe" not in title
