"""Progress: which target applies, what was expected by now, and what the sentence says."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils.translation import override

from gvp.reporting.base import Scope
from gvp.reporting.models import Target
from gvp.reporting.progress import Promised, Status, progress
from gvp.reporting.tests.fakes import Told, ToldShare
from gvp.testing.world import FIRST_DAY

LAST_DAY = FIRST_DAY + dt.timedelta(days=300)
HALFWAY = FIRST_DAY + dt.timedelta(days=150)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def promise(value, until=LAST_DAY, province=None, baseline=0, indicator="C1a"):
    return Target.objects.create(indicator=indicator, province=province, value=value, until=until, baseline=baseline)


def at(day, province=None, among=None):
    return Scope(until=day, province=province, among=among)


def test_halfway_half_is_expected(world):
    promise(200)
    found = progress(Told(95), at(HALFWAY))
    assert (found.value, found.target, found.expected_today, found.percent) == (95, 200, 100, 47)


def test_nobody_is_expected_to_be_half_there(world):
    promise(5)
    leaders = Told(1)
    leaders.kind = "day"
    assert progress(leaders, at(HALFWAY)).expected_today == 2


def test_the_line_begins_at_the_baseline(world):
    promise(200, baseline=100)
    assert progress(Told(0), at(HALFWAY)).expected_today == 150
    assert progress(Told(0), at(FIRST_DAY)).expected_today == 100


def test_the_line_goes_through_an_earlier_target(world):
    promise(40, until=HALFWAY)
    promise(200)
    assert progress(Told(0), at(HALFWAY)).target == 40
    found = progress(Told(0), at(HALFWAY + dt.timedelta(days=75)))
    assert (found.target, found.expected_today) == (200, 120)


def test_after_the_last_date_the_whole_target_is_expected(world):
    promise(200)
    found = progress(Told(150), at(LAST_DAY + dt.timedelta(days=30)))
    assert (found.target, found.expected_today, found.status) == (200, 200, Status.ATTENTION)


def test_before_any_cycle_the_baseline_is_expected(db):
    promise(200, baseline=10)
    assert progress(Told(0), at(HALFWAY)).expected_today == 10


def test_a_share_is_expected_to_be_at_its_target_all_the_time(world):
    promise(80, indicator="P01")
    found = progress(ToldShare(3, 4), at(HALFWAY))
    assert (found.value, found.expected_today, found.status) == (Decimal(75), 80, Status.ON_TARGET)


@pytest.mark.parametrize(
    ("count", "status"),
    [(90, "on_target"), (89, "attention"), (70, "attention"), (69, "at_risk"), (0, "at_risk"), (300, "on_target")],
)
def test_the_status_measures_against_what_was_expected_by_now(world, count, status):
    promise(200)
    assert progress(Told(count), at(HALFWAY)).status == status


def test_a_target_of_zero_is_reached_and_has_no_percent(world):
    promise(0)
    found = progress(Told(0), at(HALFWAY))
    assert (found.status, found.percent) == (Status.ON_TARGET, None)


def test_without_target_the_status_says_so(world):
    found = progress(Told(7), at(HALFWAY))
    assert (found.status, found.target, found.percent, found.expected_today) == (Status.NO_TARGET, None, None, None)
    assert (found.status_word, found.missing_sentence) == ("no target", "No target is set.")


def test_no_data_is_not_zero(world):
    promise(80, indicator="P01")
    found = progress(ToldShare(0, 0), at(HALFWAY))
    assert (found.value, found.status, found.missing_sentence) == (None, Status.NO_DATA, "There is no data yet.")


def test_a_province_has_its_own_target_and_the_program_its_own(world):
    promise(120, province=world.jauja.province)
    promise(80, province=world.tayacaja.province)
    promise(200)
    assert [progress(Told(1), at(HALFWAY, code)).target for code in ("1204", "0907", None)] == [120, 80, 200]


def test_a_coordinator_of_one_province_meets_its_target_and_not_the_programs(world):
    promise(120, province=world.jauja.province)
    promise(200)
    assert progress(Told(1), at(HALFWAY, among=frozenset({"1204"}))).target == 120


def test_several_own_provinces_together_have_no_target(world):
    promise(120, province=world.jauja.province)
    promise(200)
    assert progress(Told(1), at(HALFWAY, among=frozenset({"1204", "0907"}))).target is None


def test_the_sentence_says_what_is_missing_and_when_it_would_be_reached(world):
    promise(200)
    slow = progress(Told(50), at(HALFWAY)).missing_sentence
    assert slow == (
        "150 are missing for the target of 200 men by 28/12/2026. "
        "At the pace so far it is reached late, in October 2027."
    )
    fast = progress(Told(150), at(HALFWAY)).missing_sentence
    assert fast == (
        "50 are missing for the target of 200 men by 28/12/2026. "
        "At the pace so far it is reached in time, in September 2026."
    )


def test_one_missing_is_singular(world):
    promise(200)
    assert progress(Told(199), at(HALFWAY)).missing_sentence.startswith("1 is missing for the target")


def test_without_any_progress_no_date_is_promised(world):
    promise(200)
    assert progress(Told(0), at(HALFWAY)).missing_sentence.endswith("At the pace so far it would not be reached.")


def test_a_reached_target_and_one_overdue_say_so(world):
    promise(200)
    assert progress(Told(210), at(HALFWAY)).missing_sentence == "The target of 200 men by 28/12/2026 is reached."
    late = progress(Told(150), at(LAST_DAY + dt.timedelta(days=1))).missing_sentence
    assert late == "The target of 200 men was due on 28/12/2026: 50 short."


def test_a_share_lacks_points(world):
    promise(80, indicator="P01")
    sentence = progress(ToldShare(1, 2), at(HALFWAY)).missing_sentence
    assert sentence == "30 points are missing for the target of 80% by 28/12/2026."


def test_what_was_promised_takes_two_queries_for_all_indicators(world, django_assert_num_queries):
    promise(200)
    promise(80, indicator="P01")
    with django_assert_num_queries(2):
        promised = Promised.within(at(HALFWAY))
        progress(Told(1), at(HALFWAY), promised=promised)
        progress(ToldShare(1, 2), at(HALFWAY), promised=promised)
