"""What a session lacks, in short sentences."""

import datetime as dt

import pytest
from django.utils import translation

from gvp.testing.world import hold
from workshops.gaps import gaps, with_gaps
from workshops.models import Attendance, Evidence, Workshop


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def session(world):
    """Held, three came, all counts agree, the sheet is on file."""
    held = hold(world.jauja.workshops[0], *world.jauja.men)
    Workshop.objects.filter(pk=held.pk).update(signatures=3)
    Evidence.objects.create(workshop=held, file="evidence/lista.jpg")
    return held


def lacks(session, **facts):
    Workshop.objects.filter(pk=session.pk).update(**facts)
    return gaps(with_gaps(Workshop.objects).get(pk=session.pk), today=dt.date(2026, 6, 1))


def test_a_complete_session_lacks_nothing(session):
    assert lacks(session) == []


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"head_count": None}, "head count missing"),
        ({"signatures": None}, "signatures not counted"),
        ({"head_count": 4}, "4 counted, 3 marked"),
        ({"unregistered": 2}, "3 counted, 5 marked"),
        ({"signatures": 2}, "2 signatures, 3 attended"),
    ],
)
def test_each_count_that_is_missing_or_differs_is_said(session, facts, sentence):
    assert lacks(session, **facts) == [sentence]


def test_unregistered_people_are_counted_and_do_not_sign(session):
    assert lacks(session, unregistered=2, head_count=5) == []


def test_a_dispute_and_a_missing_sheet_are_said(session):
    Evidence.objects.all().delete()
    Attendance.objects.filter(workshop=session, participant__code="JAU-0001").update(disputed=True)
    assert lacks(session) == ["photo of the sheet missing", "1 mark in dispute"]


def test_a_planned_session_lacks_its_attendance_once_its_day_has_passed(world):
    planned = world.jauja.workshops[1]
    assert (lacks(planned), lacks(planned, date="2026-06-01")) == (["attendance not logged"], [])


def test_a_cancelled_session_lacks_nothing(world):
    assert lacks(world.jauja.workshops[1], status="cancelled") == []
