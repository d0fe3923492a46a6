"""What one claim does to what stands."""

import datetime as dt
import uuid

import pytest

from workshops.claims import Claim, Standing, decide

ROSA, ELENA = uuid.uuid4(), uuid.uuid4()
MAN, FIRST, MINE = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
NOON = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
HERS = Standing("present", FIRST, ELENA)


def claim(state: str, base: uuid.UUID | None = None, shown: str = "") -> Claim:
    return Claim(MINE, MAN, state, base, shown)


def test_the_first_mark_stands():
    assert decide(claim("present"), Standing(), ROSA) == Standing("present", MINE, ROSA)


def test_whoever_saw_the_mark_that_stands_corrects_it():
    assert decide(claim("absent", FIRST, "present"), HERS, ROSA) == Standing("absent", MINE, ROSA)


def test_another_state_marked_without_having_seen_it_is_a_dispute_and_the_first_keeps_standing():
    assert decide(claim("absent"), HERS, ROSA) == HERS._replace(disputed=True)


def test_two_who_agree_without_having_seen_each_other_change_nothing():
    assert decide(claim("present"), HERS, ROSA) == HERS


def test_nobody_is_in_dispute_with_himself():
    assert decide(claim("absent"), HERS, ELENA) == Standing("absent", MINE, ELENA)


def test_whoever_saw_the_dispute_settles_it():
    disputed = HERS._replace(disputed=True)
    assert decide(claim("present", FIRST, "disputed"), disputed, ROSA) == Standing("present", MINE, ROSA)


@pytest.mark.parametrize("author", [ROSA, ELENA])
def test_a_dispute_is_not_settled_by_whoever_did_not_see_it(author):
    disputed = HERS._replace(disputed=True)
    assert decide(claim("absent", FIRST, "present"), disputed, author) == disputed


def test_a_state_from_a_register_file_has_no_mark_and_is_corrected_like_any_other():
    imported = Standing("present", None, None)
    assert decide(claim("absent", None, "present"), imported, ROSA) == Standing("absent", MINE, ROSA)


def test_a_state_imported_after_the_page_was_loaded_is_disputed():
    assert decide(claim("absent"), Standing("present", None, None), ROSA).disputed


def test_a_claim_of_what_the_page_showed_is_no_change():
    assert [claim("present", None, shown).changed for shown in ("present", "disputed", "")] == [False, True, True]


def test_where_nothing_stands_a_claim_holds_whatever_its_page_showed():
    assert decide(claim("absent", FIRST, "present"), Standing(), ROSA) == Standing("absent", MINE, ROSA)


@pytest.mark.parametrize(("minutes", "holds"), [(-1, "present"), (0, "absent"), (1, "absent")])
def test_of_ones_own_words_the_later_one_holds_whichever_arrives_first(minutes, holds):
    written = NOON + dt.timedelta(minutes=minutes)
    late = claim("absent")._replace(captured_at=written)
    assert decide(late, HERS._replace(at=NOON), ELENA).state == holds


def test_of_ones_own_words_that_agree_the_later_one_stands():
    again = claim("present")._replace(captured_at=NOON + dt.timedelta(minutes=2))
    assert decide(again, HERS._replace(at=NOON), ELENA) == Standing("present", MINE, ELENA, at=again.captured_at)


def test_a_correction_of_what_was_seen_holds_whatever_the_clocks_say():
    slow = claim("absent", FIRST, "present")._replace(captured_at=NOON - dt.timedelta(hours=1))
    assert decide(slow, HERS._replace(at=NOON), ELENA).state == "absent"


@pytest.mark.parametrize(("base", "shown"), [(FIRST, "present"), (None, "")])
def test_whoever_corrects_himself_after_a_colleague_said_the_same_is_in_dispute_with_him(base, shown):
    seconded = HERS._replace(seconded=True)
    assert decide(claim("absent", base, shown), seconded, ELENA) == seconded._replace(disputed=True)


def test_what_two_said_is_corrected_by_a_third_who_saw_it():
    seconded = HERS._replace(seconded=True)
    assert decide(claim("absent", FIRST, "present"), seconded, ROSA) == Standing("absent", MINE, ROSA)
