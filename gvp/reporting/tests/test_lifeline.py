"""One person's page: what happened, in order, and the strip above it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from gvp.reporting.charts.lives import life
from gvp.reporting.lifeline import moments, spans, threads
from gvp.reporting.tests.made import sensitise, train
from gvp.reporting.tests.works import LATE, act, assess, join, network, replicate
from gvp.testing.world import FIRST_DAY

TODAY = LATE + dt.timedelta(days=60)


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *given: TODAY)
    with override("en"):
        yield


def told(person, *kinds):
    return [(moment.date, moment.text, moment.detail) for moment in moments(person, []) if moment.kind in kinds]


def test_an_assessment_says_its_day_and_round_and_never_what_was_answered(world):
    man = world.jauja.men[0]
    assess(man, "baseline", FIRST_DAY, answer=2)
    assert told(man, "assessment") == [(FIRST_DAY, "Questionnaire: baseline", "FCC-15 (version 1)")]


def test_an_assessment_under_way_is_not_finished(world):
    assessment = assess(world.jauja.men[0], "baseline", FIRST_DAY)
    assessment.finished_at = None
    assessment.save()
    assert told(world.jauja.men[0], "assessment")[0][2] == "not finished"


def test_the_network_is_joined_committed_to_and_left(world):
    man = world.jauja.men[0]
    [stay] = join(network(world.jauja), man)
    stay.left_on, stay.left_reason = LATE + dt.timedelta(days=30), "moved"
    stay.save()
    assert told(man, "joined", "committed", "left") == [
        (LATE, "Joined the network", "Red"),
        (LATE, "Signed the commitment", "Red"),
        (LATE + dt.timedelta(days=30), "Left the network", "moved"),
    ]


def test_an_action_says_whether_it_was_validated(world):
    man, red = world.jauja.men[0], network(world.jauja)
    act(red, world.jauja, man)
    act(red, world.jauja, man, validated=False, code="A-2")
    place = str(world.jauja.community)
    assert told(man, "action") == [(LATE, "Led: talk", place), (LATE, "Led: talk", f"{place} · not validated")]


def test_a_replication_says_whom_it_reached_and_whether_it_is_valid(world):
    leader = train(world.jauja)
    replicate(world.jauja, leader)
    short = replicate(world.jauja, leader, code="X-2", date=LATE + dt.timedelta(days=1))
    short.minutes = 20
    short.save()
    assert [detail for _day, _text, detail in told(leader, "replication")] == [
        "I.E. Jauja · 45 minutes, 20 peers", "I.E. Jauja · 20 minutes, 20 peers · does not count as valid",
    ]  # fmt: skip


def test_the_strip_has_a_lane_for_each_kind_of_thing_that_happened(world):
    man = world.jauja.men[0]
    assert [lane.label for lane in strip(man).lanes] == ["Consents"]
    sensitise(world.jauja, man)
    assess(man, "baseline", FIRST_DAY)
    join(network(world.jauja), man)
    drawn = strip(man)
    assert [(lane.label, len(lane.marks)) for lane in drawn.lanes] == [
        ("Consents", 2), ("Sessions", 6), ("Questionnaires", 1), ("Network", 1),
    ]  # fmt: skip
    assert drawn.title == "From 03/03/2026 to 25/07/2026."


def test_a_consent_that_was_revoked_ends_there(world):
    man = world.jauja.men[0]
    man.consents.update(revoked_on=FIRST_DAY + dt.timedelta(days=72))
    [lane] = strip(man).lanes
    [(begins, wide)] = lane.spans
    assert (begins, wide) == (0, round(strip(man).right / 2, 1))


def strip(man):
    return life(moments(man, threads(man)), spans(man), TODAY)


def test_indicators_of_another_group_are_named_in_one_line(world, login):
    page = login(world.coordinator).get(reverse("reporting:person", args=[world.jauja.men[0].pk]))
    assert [indicator.code for indicator, _verdict in page.context["other_group"]] == ["C5", "C5a"]
    assert {"C5", "C5a"} & {indicator.code for indicator, _verdict in page.context["counts"]} == set()


def test_only_those_who_open_records_read_a_mans_change(world, login):
    url = reverse("reporting:person", args=[world.jauja.men[0].pk])
    assert [login(world.users[role]).get(url).status_code for role in ("field", "donor")] == [403, 403]


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_does_not_depend_on_what_happened(world, login, size, django_assert_num_queries):
    man, red = world.jauja.men[0], network(world.jauja)
    sensitise(world.jauja, man)
    join(red, man)
    for n in range(size):
        assess(man, "follow_up", FIRST_DAY + dt.timedelta(days=n))
        act(red, world.jauja, man, code=f"A-{n}")
    client = login(world.coordinator)
    with django_assert_num_queries(43):
        client.get(reverse("reporting:person", args=[man.pk]))
