"""The private calendar of deadlines: who reads what through it, and what a calendar program gets."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from gvp.audit.models import Entry
from plans import addresses
from plans.models import CalendarToken, MayoralTerm
from plans.tests.making import a_plan, acts, an_action

AHEAD = dt.date(2999, 1, 31)


@pytest.fixture
def action(world):
    return an_action(a_plan(world.jauja), original_deadline=AHEAD, text="Feria, plaza; y más")


def address(token):
    return reverse("plans:calendar", args=[token])


def events(client, token):
    return list(Calendar.from_ical(client.get(address(token)).content).walk("VEVENT"))


def summaries(client, token):
    return [str(event["summary"]) for event in events(client, token)]


# --- The address ----------------------------------------------------------------------------------


def test_the_page_makes_an_address_and_shows_it_once(world, login):
    client = login(world.coordinator)
    shown = client.post(reverse("plans:calendar_address")).context["address"]
    again = client.get(reverse("plans:calendar_address"))
    assert (client.get(shown).status_code, again.context["address"], shown in again.content.decode()) == (
        200,
        "",
        False,
    )


def test_only_a_hash_of_the_token_is_kept(world):
    token = addresses.make(by=world.coordinator)
    kept = CalendarToken.objects.get()
    assert (len(token) >= 43, token in str(vars(kept)), len(kept.token_hash)) == (True, False, 64)


def test_a_revoked_address_opens_nothing(world, login, client, action):
    token = addresses.make(by=world.coordinator)
    login(world.coordinator).post(reverse("plans:calendar_revoke"))
    assert client.get(address(token)).status_code == 404


def test_a_new_address_ends_the_old_one(world, client, action):
    old, new = (addresses.make(by=world.coordinator) for _n in range(2))
    assert [client.get(address(token)).status_code for token in (old, new)] == [404, 200]


def test_a_token_that_never_was_opens_nothing(world, client):
    addresses.make(by=world.coordinator)
    assert client.get(address("x" * 43)).status_code == 404


@pytest.mark.parametrize(("field", "value"), [("is_active", False), ("role", "donor"), ("role", "field")])
def test_whoever_may_no_longer_see_records_reads_nothing(world, client, action, field, value):
    token = addresses.make(by=world.coordinator)
    setattr(world.coordinator, field, value)
    world.coordinator.save()
    assert client.get(address(token)).status_code == 404


def test_one_person_does_not_revoke_anothers_address(world, login, client, action):
    token = addresses.make(by=world.coordinator)
    login(world.users["coordinator_tayacaja"]).post(reverse("plans:calendar_revoke"))
    assert client.get(address(token)).status_code == 200


def test_making_and_revoking_leave_lines_without_the_token(world):
    token = addresses.make(by=world.coordinator)
    done = [addresses.revoke(by=world.coordinator), addresses.revoke(by=world.coordinator)]
    lines = list(Entry.objects.order_by("id"))
    assert (done, [line.verb for line in lines]) == ([True, False], ["created", "changed"])
    assert [token in str(vars(line)) for line in lines] == [False, False]


# --- What it holds --------------------------------------------------------------------------------


def test_without_login_it_holds_the_deadlines_its_owner_may_see(world, client, action):
    an_action(a_plan(world.tayacaja), original_deadline=AHEAD, text="De Tayacaja")
    token = addresses.make(by=world.coordinator)
    assert summaries(client, token) == [f"Plazo: {action.code} Feria, plaza; y más"]


def test_monitoring_reads_every_province(world, client, action):
    an_action(a_plan(world.tayacaja), original_deadline=AHEAD, text="De Tayacaja")
    assert len(summaries(client, addresses.make(by=world.users["monitoring"]))) == 2


def test_a_deadline_is_a_whole_day_that_makes_nobody_busy(world, client, action):
    event = events(client, addresses.make(by=world.coordinator))[0]
    assert (event["dtstart"].dt, event["dtend"].dt, str(event["transp"])) == (
        AHEAD, AHEAD + dt.timedelta(days=1), "TRANSPARENT",
    )  # fmt: skip


def test_a_deadline_on_the_last_day_of_all_leaves_the_calendar_standing(world, client):
    an_action(a_plan(world.jauja), original_deadline=dt.date.max)
    event = events(client, addresses.make(by=world.coordinator))[0]
    assert (event["dtstart"].dt, "dtend" in event) == (dt.date.max, False)


def test_the_key_of_an_event_lasts_so_that_a_moved_deadline_moves(world, client, action):
    token = addresses.make(by=world.coordinator)
    before = events(client, token)[0]["uid"]
    action.deadline = AHEAD + dt.timedelta(days=9)
    action.save()
    after = events(client, token)[0]
    assert (after["uid"], "Plazo original: 31/01/2999" in after["description"]) == (before, True)


def test_an_overdue_action_says_so_and_one_done_is_gone(world, client):
    plan = a_plan(world.jauja)
    late = an_action(plan, original_deadline=dt.date(2026, 1, 1))
    an_action(plan, state="done", done_on=dt.date(2026, 1, 1))
    assert summaries(client, addresses.make(by=world.coordinator)) == [f"Vencida: {late}"]


def test_the_end_of_a_mayors_term_within_a_plan_is_in_it(world, client):
    acts(a_plan(world.jauja, until=dt.date(2999, 12, 31)), "approved", "recognised")
    MayoralTerm.objects.create(province=world.jauja.province, since=dt.date(2020, 1, 1), until=AHEAD)
    event = events(client, addresses.make(by=world.coordinator))[0]
    assert (event["dtstart"].dt, str(event["summary"])) == (
        AHEAD, "Termina el periodo de alcaldía: pida la ratificación del plan",
    )  # fmt: skip


def test_it_is_written_as_rfc_5545_asks(world, client, action):
    action.text = "Ñ" * 200 + ", fin"
    action.save()
    answer = client.get(address(addresses.make(by=world.coordinator)))
    lines = answer.content.split(b"\r\n")
    assert (answer["Content-Type"], lines[0], lines[-2:]) == (
        "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR", [b"END:VCALENDAR", b""],
    )  # fmt: skip
    assert max(map(len, lines)) <= 75
    assert "\\, fin" in answer.content.replace(b"\r\n ", b"").decode()


def test_it_names_no_person(world, client, action):
    action.plan.board.members.create(
        institution=world.jauja.school, sector="education", titular="Persona Ficticia", since=timezone.localdate()
    )
    text = client.get(address(addresses.make(by=world.coordinator))).content.decode()
    assert ("Persona" in text, world.coordinator.username in text) == (False, False)


def test_it_is_kept_by_no_shared_cache(world, client, action):
    answer = client.get(address(addresses.make(by=world.coordinator)))
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("private, no-cache", "no-referrer")


def test_the_calendar_asks_the_same_however_many_deadlines(world, client, action, django_assert_num_queries):
    token = addresses.make(by=world.coordinator)
    for grow in (lambda: None, lambda: [an_action(a_plan(world.jauja), original_deadline=AHEAD) for _n in range(2)]):
        grow()
        with django_assert_num_queries(5):
            client.get(address(token))
