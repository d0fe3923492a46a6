"""Baseline, endline and what is due: the sentences of indicators.md, section 3, one by one."""

import datetime as dt
from fractions import Fraction
from uuid import UUID

import pytest

from participants.measuring import Application
from participants.moments import Moments
from participants.rounds import Advice, Due, advise, baseline, endline, too_early, too_late
from participants.scoring import Score, Standing

WAIT = 30
SECOND, SENSITISED = dt.date(2026, 3, 17), dt.date(2026, 5, 1)
FIRST_ENDLINE = dt.date(2026, 5, 31)
CAME = Moments(SECOND, SENSITISED)


def application(round_, date, standing=Standing.VALID) -> Application:
    scores = {"M": Score(standing, Fraction(50) if standing is Standing.VALID else None)}
    return Application(UUID(int=1), UUID(int=2), "1204", round_, date, {}, scores)


def on(day) -> dt.date:
    return dt.date.fromisoformat(f"2026-{day}")


def test_baseline_is_the_earliest_valid_one():
    invalid = application("baseline", on("03-01"), Standing.NOT_VALID)
    first, second = application("baseline", on("03-05")), application("baseline", on("03-10"))
    assert baseline([second, invalid, first, application("endline", on("03-01"))], "M", CAME) is first


@pytest.mark.parametrize(("day", "counts"), [("03-17", True), ("03-18", False)])
def test_baseline_counts_up_to_the_second_session(day, counts):
    assert (baseline([application("baseline", on(day))], "M", CAME) is not None) is counts


def test_whoever_came_fewer_than_twice_has_no_limit():
    late = application("baseline", on("11-30"))
    assert baseline([late], "M", Moments()) is late


@pytest.mark.parametrize(("day", "counts"), [("05-31", True), ("05-30", False)])
def test_endline_counts_after_the_wait(day, counts):
    assert (endline([application("endline", on(day))], "M", CAME, WAIT) is not None) is counts


def test_nobody_has_an_endline_before_he_is_sensitised():
    assert endline([application("endline", on("11-30"))], "M", Moments(SECOND), WAIT) is None


def test_follow_up_is_never_an_endline():
    assert endline([application("follow_up", on("11-30"))], "M", CAME, WAIT) is None


BASE = application("baseline", on("03-05"))
END = application("endline", on("06-15"))


@pytest.mark.parametrize(
    ("stored", "moments", "today", "expected"),
    [
        ([], Moments(), "03-05", Advice(Due.BASELINE)),
        ([], Moments(SECOND), "03-17", Advice(Due.BASELINE, SECOND)),
        ([], Moments(SECOND), "03-18", Advice(Due.BASELINE_LATE, SECOND)),
        ([BASE], Moments(SECOND), "04-01", Advice(Due.NOT_SENSITISED)),
        ([BASE], CAME, "05-30", Advice(Due.ENDLINE_LATER, FIRST_ENDLINE)),
        ([BASE], CAME, "05-31", Advice(Due.ENDLINE, FIRST_ENDLINE)),
        ([BASE, END], CAME, "07-01", Advice(Due.MEASURED)),
    ],
)
def test_what_is_due(stored, moments, today, expected):
    assert advise(stored, "M", moments, WAIT, on(today)) == expected


def test_what_would_count_for_nothing():
    assert (too_late("baseline", on("03-18"), CAME), too_late("baseline", SECOND, CAME)) == (True, False)
    assert (too_early("endline", on("05-30"), CAME, WAIT), too_early("endline", FIRST_ENDLINE, CAME, WAIT)) == (
        True, False,
    )  # fmt: skip
    assert (too_late("endline", on("12-01"), CAME), too_early("follow_up", on("03-01"), CAME, WAIT)) == (False, False)
