"""Planning, changing, cancelling, moving and deleting sessions, on screen."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from gvp.testing.world import hold
from workshops.models import Workshop


@pytest.fixture
def session(world):
    return world.jauja.workshops[0]


def url(name, thing):
    return reverse(f"workshops:{name}", args=[thing.pk])


def delete_url(session):
    return reverse("workshops:session_delete", args=[session.cycle_id, session.pk])


def filled(world, **changes):
    return {
        "id": str(uuid.uuid4()), "module": str(world.jauja.modules[0].pk), "date": "2026-06-02", "starts_at": "18:00",
        "minutes": "90", "community": str(world.jauja.community.pk), "facilitator": "Rosa Ficticia",
    } | changes  # fmt: skip


def series(world, **changes):
    return {
        "first_on": "2026-06-02", "weeks": "2", "minutes": "90", "community": str(world.jauja.community.pk)
    } | changes  # fmt: skip


def test_a_session_is_planned_once_however_often_it_is_sent(world, login):
    client, sent = login(world.coordinator), filled(world)
    for _ in range(2):
        assert client.post(url("session_new", world.jauja.cycle), sent).status_code == 302
    planned = Workshop.objects.get(pk=sent["id"])
    assert (planned.code, planned.date, planned.starts_at) == ("K-JAU-09", dt.date(2026, 6, 2), dt.time(18))


def test_the_form_proposes_what_the_last_session_was_like(world, login):
    Workshop.objects.filter(code="K-JAU-08").update(minutes=75, facilitator="Rosa", starts_at=dt.time(14, 30))
    Workshop.objects.filter(code="K-JAU-05").update(status="cancelled")
    form = login(world.coordinator).get(url("session_new", world.jauja.cycle)).context["form"]
    assert [form[name].value() for name in ("minutes", "facilitator", "module")] == [
        75,
        "Rosa",
        world.jauja.modules[4].pk,
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"date": "1999-12-31"}, "date"),
        ({"date": "2026-03-01"}, "date"),
        ({"date": ""}, "date"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "601"}, "minutes"),
        ({"starts_at": "25:00"}, "starts_at"),
        ({"facilitator": "x" * 121}, "facilitator"),
        ({"module": str(uuid.uuid4())}, "module"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(world, login, changes, field):
    response = login(world.coordinator).post(url("session_new", world.jauja.cycle), filled(world, **changes))
    assert set(response.context["form"].errors) == {field}


def test_a_module_or_community_of_elsewhere_is_no_choice(world, login):
    elsewhere = {"module": str(world.tayacaja.modules[0].pk), "community": str(world.tayacaja.community.pk)}
    response = login(world.coordinator).post(url("session_new", world.jauja.cycle), filled(world, **elsewhere))
    assert set(response.context["form"].errors) == {"module", "community"}


def test_a_series_plans_a_session_for_each_module(world, login):
    Workshop.objects.filter(cycle=world.jauja.cycle).delete()
    client = login(world.coordinator)
    for _ in range(2):
        assert client.post(url("series", world.jauja.cycle), series(world)).status_code == 302
    days = list(world.jauja.cycle.workshops.order_by("date").values_list("date", flat=True))
    assert days == [dt.date(2026, 6, 2) + dt.timedelta(weeks=2 * n) for n in range(8)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"weeks": "3"}, "weeks"), ({"first_on": "1999-01-01"}, "first_on"), ({"minutes": ""}, "minutes")],
)
def test_a_series_says_what_is_wrong(world, login, changes, field):
    response = login(world.coordinator).post(url("series", world.jauja.cycle), series(world, **changes))
    assert set(response.context["form"].errors) == {field}


def test_a_series_before_the_cycle_starts_is_refused(world, login):
    response = login(world.coordinator).post(url("series", world.jauja.cycle), series(world, first_on="2026-03-01"))
    assert response.status_code == 200


def test_a_planned_session_is_changed_but_not_its_date(world, login, session):
    sent = filled(world, minutes="45", date="2026-07-07")
    login(world.coordinator).post(url("session_edit", session), sent)
    before = session.date
    session.refresh_from_db()
    assert (session.minutes, session.date) == (45, before)


def test_the_date_of_a_session_held_is_corrected(world, login, session):
    hold(session, world.jauja.men[0])
    login(world.coordinator).post(url("session_edit", session), filled(world, date="2026-03-11"))
    session.refresh_from_db()
    assert (session.date, session.status, session.head_count) == (dt.date(2026, 3, 11), "held", 1)


def test_a_session_is_cancelled_and_planned_again(world, login, session):
    client = login(world.coordinator)
    client.post(url("session_cancel", session), {"reason": "Faena comunal"})
    assert Workshop.objects.values_list("status", "cancelled_reason").get(pk=session.pk) == (
        "cancelled",
        "Faena comunal",
    )
    client.post(url("session_restore", session))
    assert Workshop.objects.values_list("status", "cancelled_reason").get(pk=session.pk) == ("planned", "")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_cancelling_needs_a_reason_that_fits(world, login, session, reason):
    response = login(world.coordinator).post(url("session_cancel", session), {"reason": reason})
    assert set(response.context["form"].errors) == {"reason"}


@pytest.mark.parametrize("name", ["session_cancel", "session_reschedule"])
def test_a_reason_that_tells_a_case_is_asked_about_first(world, login, session, name):
    sent = {"date": "2026-03-12", "reason": "La señora Ficticia hizo una denuncia"}
    client = login(world.coordinator)
    assert set(client.post(url(name, session), sent).context["form"].errors) == {"reason"}
    assert client.post(url(name, session), sent | {"reason_kept": "on"}).status_code == 302


def test_a_session_held_is_not_cancelled_and_the_page_says_so(world, login, session):
    hold(session, world.jauja.men[0])
    response = login(world.coordinator).post(url("session_cancel", session), {"reason": "Lluvia"})
    assert set(response.context["form"].errors) == {"__all__"}


def test_a_session_moves_and_remembers_its_first_day(world, login, session):
    first = session.date
    client = login(world.coordinator)
    for day in ("2026-03-12", "2026-03-13"):
        client.post(url("session_reschedule", session), {"date": day, "reason": "Lluvia"})
    session.refresh_from_db()
    assert (session.date, session.original_date) == (dt.date(2026, 3, 13), first)


@pytest.mark.parametrize(
    ("sent", "fields"),
    [
        ({"date": "2026-04-01"}, {"reason"}),
        ({"date": "1999-01-01", "reason": "Lluvia"}, {"date"}),
        ({"date": "2026-03-01", "reason": "Lluvia"}, {"date"}),
    ],
)
def test_moving_needs_a_possible_day_and_a_reason(world, login, session, sent, fields):
    response = login(world.coordinator).post(url("session_reschedule", session), sent)
    assert set(response.context["form"].errors) == fields


def test_deleting_twice_is_deleting_once(world, login, session):
    client = login(world.coordinator)
    statuses = [client.post(delete_url(session)).status_code for _ in range(2)]
    assert (statuses, Workshop.objects.filter(pk=session.pk).count()) == ([302, 302], 0)


def test_a_session_held_is_not_deleted(world, login, session):
    hold(session, world.jauja.men[0])
    login(world.coordinator).post(delete_url(session))
    assert Workshop.objects.filter(pk=session.pk).count() == 1


def test_a_session_of_another_cycle_is_not_deleted_through_this_one(world, login):
    stranger = world.tayacaja.workshops[0]
    address = reverse("workshops:session_delete", args=[world.jauja.cycle.pk, stranger.pk])
    login(world.coordinator).post(address)
    assert Workshop.objects.filter(pk=stranger.pk).count() == 1


PAGES = [("session_edit", "get"), ("session_cancel", "get"), ("session_reschedule", "get"), ("session_restore", "post")]


@pytest.mark.parametrize(("name", "method"), PAGES)
def test_sessions_of_another_province_are_not_found(world, login, name, method):
    client = login(world.coordinator)
    made_up = reverse(f"workshops:{name}", args=[uuid.uuid4()])
    addresses = (url(name, world.tayacaja.workshops[0]), made_up)
    assert [getattr(client, method)(address).status_code for address in addresses] == [404, 404]


def test_nothing_of_another_province_is_deleted(world, login):
    assert login(world.coordinator).post(delete_url(world.tayacaja.workshops[0])).status_code == 404


@pytest.mark.parametrize(("name", "method"), PAGES)
@pytest.mark.parametrize("role", ["field", "monitoring", "donor"])
def test_only_coordinators_plan(world, login, session, name, method, role):
    assert getattr(login(world.users[role]), method)(url(name, session)).status_code == 403


def test_changing_by_reading_is_refused(world, login, session):
    client = login(world.coordinator)
    assert [client.get(a).status_code for a in (url("session_restore", session), delete_url(session))] == [405, 405]
