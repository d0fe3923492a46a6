"""What one claim does to what stands."""

import datetime as dt
import uuid

import pytest

from workshops.claims import Claim, Standing, Word, decide

ROSA, ELENA, JUAN = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
MAN, FIRST, OTHER, MINE = uuid.uuid4(), uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
NOON = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
HERS = Standing("present", FIRST, ELENA, since=NOON)
HER_WORD = Word("present", FIRST, ELENA, NOON)
DISPUTE = HERS._replace(disputed=True, words=(HER_WORD, Word("late", OTHER, JUAN, NOON)))
SECONDED = HERS._replace(words=(HER_WORD, Word("present", OTHER, JUAN, NOON)))
MINE_HOLDS = ("absent", MINE, ROSA, False)


def claim(state: str, base: uuid.UUID | None = None, shown: str = "") -> Claim:
    return Claim(MINE, MAN, state, base, shown)


def test_the_first_mark_stands():
    assert decide(claim("absent"), Standing(), ROSA).holds == MINE_HOLDS


def test_whoever_saw_the_mark_that_stands_corrects_it():
    assert decide(claim("absent", FIRST, "present"), HERS, ROSA).holds == MINE_HOLDS


@pytest.mark.parametrize("weaker", ["late", "made_up", "excused", "absent"])
def test_another_state_marked_without_having_seen_it_is_a_dispute_and_the_stronger_stands(weaker):
    stands = decide(claim(weaker), HERS, ROSA)
    hers = Standing(weaker, FIRST, ELENA)
    assert stands.holds == ("present", FIRST, ELENA, True)
    assert decide(claim("present"), hers, ROSA).holds == ("present", MINE, ROSA, True)


def test_in_a_dispute_the_moment_since_which_it_goes_on_is_kept():
    assert decide(claim("present"), HERS._replace(state="absent"), ROSA).since == NOON


def test_what_settles_something_is_the_only_word_from_then_on():
    settled = decide(claim("absent", FIRST, "disputed"), DISPUTE, ROSA)
    assert (settled.since, settled.words) == (None, (Word("absent", MINE, ROSA),))


def test_two_who_agree_without_having_seen_each_other_change_nothing():
    assert decide(claim("present"), HERS, ROSA).holds == HERS.holds


def test_nobody_is_in_dispute_with_himself():
    assert decide(claim("absent"), HERS, ELENA).holds == ("absent", MINE, ELENA, False)


def test_whoever_saw_the_dispute_settles_it():
    assert decide(claim("absent", FIRST, "disputed"), DISPUTE, ROSA).holds == MINE_HOLDS


@pytest.mark.parametrize("author", [ROSA, JUAN])
def test_a_dispute_is_not_settled_by_whoever_did_not_see_it(author):
    assert decide(claim("absent", FIRST, "present"), DISPUTE, author).holds == DISPUTE.holds


def test_a_stronger_word_stands_in_a_dispute_of_weaker_ones():
    words = (Word("absent", FIRST, ELENA, NOON), Word("late", OTHER, JUAN, NOON))
    dispute = Standing("late", OTHER, JUAN, disputed=True, words=words)
    assert decide(claim("present"), dispute, ROSA).holds == ("present", MINE, ROSA, True)


def test_whoever_takes_back_the_stronger_word_leaves_the_colleague_s():
    assert decide(claim("absent", FIRST, "present"), DISPUTE, ELENA).holds == ("late", OTHER, JUAN, True)


def test_a_dispute_ends_when_all_have_come_to_say_the_same():
    stands = decide(claim("late", FIRST, "present"), DISPUTE, ELENA)
    assert (stands.state, stands.disputed) == ("late", False)


def test_a_state_from_a_register_file_has_no_mark_and_is_corrected_like_any_other():
    imported = Standing("present", None, None)
    assert decide(claim("absent", None, "present"), imported, ROSA).holds == MINE_HOLDS


def test_a_state_imported_after_the_page_was_loaded_is_disputed():
    assert decide(claim("absent"), Standing("present", None, None), ROSA).disputed


def test_a_claim_of_what_the_page_showed_is_no_change():
    assert [claim("present", None, shown).changed for shown in ("present", "disputed", "")] == [False, True, True]


def test_where_nothing_stands_a_claim_holds_whatever_its_page_showed():
    assert decide(claim("absent", FIRST, "present"), Standing(), ROSA).holds == MINE_HOLDS


@pytest.mark.parametrize(("minutes", "holds"), [(-1, "present"), (0, "absent"), (1, "absent")])
def test_of_ones_own_words_the_later_one_holds_whichever_arrives_first(minutes, holds):
    written = NOON + dt.timedelta(minutes=minutes)
    late = claim("absent")._replace(captured_at=written)
    assert decide(late, HERS._replace(words=(HER_WORD,)), ELENA).state == holds


def test_of_ones_own_words_that_agree_the_later_one_stands():
    again = claim("present")._replace(captured_at=NOON + dt.timedelta(minutes=2))
    assert decide(again, HERS._replace(words=(HER_WORD,)), ELENA).holds == ("present", MINE, ELENA, False)


def test_a_correction_of_what_was_seen_holds_whatever_the_clocks_say():
    slow = claim("absent", FIRST, "present")._replace(captured_at=NOON - dt.timedelta(hours=1))
    assert decide(slow, HERS._replace(words=(HER_WORD,)), ELENA).state == "absent"


@pytest.mark.parametrize(("base", "shown"), [(FIRST, "present"), (None, "")])
def test_whoever_corrects_himself_after_a_colleague_said_the_same_is_in_dispute_with_him(base, shown):
    assert decide(claim("absent", base, shown), SECONDED, ELENA).holds == ("present", OTHER, JUAN, True)


def test_what_two_said_is_corrected_by_a_third_who_saw_it():
    assert decide(claim("absent", FIRST, "present"), SECONDED, ROSA).holds == MINE_HOLDS
