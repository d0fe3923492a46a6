"""People against sessions: the table and its page."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from gvp.testing.world import FIRST_DAY, add_man, hold
from workshops.matrix import build
from workshops.models import Attendance, Enrolment, Workshop


def url(cycle):
    return reverse("workshops:matrix", args=[cycle.pk])


def states(world):
    return {row.person.code: [cell.state for cell in row.cells[:3]] for row in build(world.jauja.cycle).rows}


def test_each_cell_says_what_holds_for_one_person_at_one_session(world):
    one, two, three = world.jauja.men
    hold(world.jauja.workshops[0], one, state="late")
    hold(world.jauja.workshops[0], two, state="excused")
    hold(world.jauja.workshops[1], one, three, state="made_up")
    assert states(world) == {
        "JAU-0001": ["late", "made_up", "ahead"],
        "JAU-0002": ["excused", "unmarked", "ahead"],
        "JAU-0003": ["unmarked", "made_up", "ahead"],
    }


def test_days_outside_the_enrolment_are_blank(world):
    hold(world.jauja.workshops[0])
    hold(world.jauja.workshops[1])
    Enrolment.objects.filter(participant=world.jauja.men[0]).update(enrolled_on=FIRST_DAY + dt.timedelta(days=8))
    Enrolment.objects.filter(participant=world.jauja.men[1]).update(withdrawn_on=FIRST_DAY + dt.timedelta(days=8))
    assert states(world) == {
        "JAU-0001": ["outside", "unmarked", "ahead"],
        "JAU-0002": ["unmarked", "outside", "outside"],
        "JAU-0003": ["unmarked", "unmarked", "ahead"],
    }


def test_a_cancelled_session_has_no_column(world):
    Workshop.objects.filter(code="K-JAU-02").update(status="cancelled")
    codes = [column.session.code for column in build(world.jauja.cycle).columns]
    assert codes[:2] == ["K-JAU-01", "K-JAU-03"]


def test_totals_count_sessions_and_distinct_modules(world):
    one, two, _three = world.jauja.men
    Workshop.objects.filter(code="K-JAU-03").update(module=world.jauja.modules[0])
    for n in (0, 1, 2):
        hold(Workshop.objects.get(pk=world.jauja.workshops[n].pk), one)
    hold(Workshop.objects.get(pk=world.jauja.workshops[1].pk), two)
    found = build(world.jauja.cycle)
    assert [(row.came, row.modules) for row in found.rows] == [(3, 2), (1, 1), (0, 0)]
    assert ([column.came for column in found.columns[:4]], found.attendances) == ([1, 2, 1, 0], 4)


def test_six_modules_with_every_core_one_complete_the_cycle(world):
    one, two, three = world.jauja.men
    for n in range(6):
        hold(world.jauja.workshops[n], one, *([two] if n < 5 else []), *([three] if n else []))
    hold(world.jauja.workshops[6], three)
    assert [(row.modules, row.completed) for row in build(world.jauja.cycle).rows] == [
        (6, True), (5, False), (6, False),
    ]  # fmt: skip


def test_winay_is_completed_with_the_closing_practice(world):
    world.jauja.cycle.kind = "winay"
    world.jauja.cycle.save()
    for n in range(6):
        hold(world.jauja.workshops[n], *world.jauja.men[:2])
    Enrolment.objects.filter(participant=world.jauja.men[0]).update(practice_on=FIRST_DAY)
    assert [row.completed for row in build(world.jauja.cycle).rows] == [True, False, False]


def test_whoever_came_without_being_enrolled_has_a_row(world):
    stranger = add_man(world.jauja.community, "JAU", 50)
    hold(world.jauja.workshops[0], stranger)
    row = build(world.jauja.cycle).rows[-1]
    assert (row.person.code, row.enrolment, row.came) == ("JAU-0050", None, 1)


@pytest.mark.parametrize("role", ["field", "coordinator", "monitoring", "administrator"])
def test_those_who_see_the_cycle_see_its_matrix(world, login, role):
    assert login(world.users[role]).get(url(world.jauja.cycle)).status_code == 200


@pytest.mark.parametrize("role", ["field", "coordinator"])
def test_another_province_s_matrix_is_not_found(world, login, role):
    assert login(world.users[role]).get(url(world.tayacaja.cycle)).status_code == 404


def test_field_staff_see_only_the_cycles_they_facilitate(world, login):
    world.jauja.cycle.facilitators.clear()
    assert login(world.field).get(url(world.jauja.cycle)).status_code == 404


def test_donors_see_none(world, login):
    assert login(world.users["donor"]).get(url(world.jauja.cycle)).status_code == 403


def test_a_made_up_key_is_not_found_and_posting_is_refused(world, login):
    client = login(world.coordinator)
    wrong = reverse("workshops:matrix", args=[uuid.uuid4()])
    assert (client.get(wrong).status_code, client.post(url(world.jauja.cycle)).status_code) == (404, 405)


def test_every_letter_has_its_word(world, login):
    hold(world.jauja.workshops[0], world.jauja.men[0], state="made_up")
    client = login(world.coordinator)
    client.cookies["django_language"] = "en"
    cell = '<i aria-hidden="true" title="make-up session">M</i><span class="visually-hidden">make-up session</span>'
    assert cell in client.get(url(world.jauja.cycle)).content.decode()


def test_a_disputed_mark_asks_for_a_look(world, login):
    hold(world.jauja.workshops[0], world.jauja.men[0])
    Attendance.objects.update(disputed=True)
    [cell] = [c for row in build(world.jauja.cycle).rows for c in row.cells if c.state == "present"]
    assert cell.disputed is True


def test_a_school_leader_appears_by_initials_and_without_link(world, login):
    leader = add_man(world.jauja.community, "JAU", 60, world.jauja.cycle, group="school_leader", given_names="Lucía")
    page = login(world.coordinator).get(url(world.jauja.cycle)).content.decode()
    assert ("L. Q. H." in page, "Lucía" in page, str(leader.pk) in page) == (True, False, False)


def test_field_staff_get_names_without_links(world, login):
    page = login(world.field).get(url(world.jauja.cycle)).content.decode()
    assert ("Quispe 1 Huamán, Ficticio" in page, reverse("reporting:person", args=[world.jauja.men[0].pk]) in page) == (
        True,
        False,
    )


def test_an_empty_cycle_says_what_fills_the_matrix(world, login):
    world.jauja.cycle.workshops.all().delete()
    assert 'class="empty"' in login(world.coordinator).get(url(world.jauja.cycle)).content.decode()


def test_three_hundred_people_and_twelve_sessions_cost_as_many_queries_as_three(
    world, login, django_assert_num_queries
):
    client = login(world.coordinator)
    client.get(url(world.jauja.cycle))
    with django_assert_num_queries(10):
        client.get(url(world.jauja.cycle))
    for n in range(9, 13):
        session = Workshop.objects.create(
            code=f"K-JAU-{n:02}", cycle=world.jauja.cycle, module=world.jauja.modules[0],
            date=FIRST_DAY + dt.timedelta(weeks=n), community=world.jauja.community, status="held",
        )  # fmt: skip
        Attendance.objects.bulk_create(
            Attendance(workshop=session, participant=man, state="present") for man in many(world, session)
        )
    with django_assert_num_queries(10):
        response = client.get(url(world.jauja.cycle))
    matrix = response.context["matrix"]
    assert (len(matrix.rows), len(matrix.columns), matrix.attendances) == (303, 12, 1200)


def many(world, session):
    """Three hundred people, made with the first session."""
    if session.code == "K-JAU-09":
        world.jauja.many = [add_man(world.jauja.community, "JAU", n, world.jauja.cycle) for n in range(100, 400)]
    return world.jauja.many
