"""Hand-worked cases of indicators.md, section 3."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants.scoring import (
    Change,
    Key,
    Outcome,
    Score,
    Standing,
    Threshold,
    Verdict,
    band,
    change,
    index,
    points,
    score,
    threshold,
    verdict,
)

M = [Key("M", f"M{n}", n in (3, 5)) for n in range(1, 6)]
P = [Key("P", f"P{n}", n in (2, 5)) for n in range(1, 6)]
H = [Key("H", f"H{n}", n in (1, 4)) for n in range(1, 6)]
SHARE = Decimal("0.8")
FIVE = Decimal(5)
CODES = [key.item for key in (*M, *P, *H)]


def answers(domain: str, *given: object) -> dict[str, object]:
    return {f"{domain}{n}": answer for n, answer in enumerate(given, start=1) if answer is not None}


@pytest.mark.parametrize(
    ("items", "given", "expected"),
    [
        (M, answers("M", 3, 3, 1, 3, 1), Fraction(100)),  # disagrees with M1 M2 M4, agrees with M3 M5
        (M, answers("M", 1, 1, 3, 1, 3), Fraction(0)),
        (M, answers("M", 2, 2, 2, 2, 2), Fraction(50)),
        (M, answers("M", 3, 3, 3, 3, 3), Fraction(60)),  # three of 3, two of 4 − 3 = 1: 100 × (11/5 − 1) / 2
        (M, answers("M", 3, 2, 1, None, 1), Fraction(175, 2)),  # 3 + 2 + 3 + 3 = 11 of four: 100 × (11/4 − 1) / 2
        (P, answers("P", 3, 1, 3, 3, 1), Fraction(100)),
        (H, answers("H", 1, 3, 3, 1, 3), Fraction(100)),
        (H, answers("H", 1, 2, 3, 1, 3), Fraction(90)),
    ],
)
def test_index_of_a_domain(items, given, expected):
    assert index(given, items, min_share=SHARE) == expected


def test_four_of_five_answers_are_enough():
    assert score(answers("M", 2, 2, 2, 2, None), M, min_share=SHARE) == Score(Standing.VALID, Fraction(50))


def test_three_of_five_answers_are_too_few():
    assert score(answers("M", 2, 2, 2, None, None), M, min_share=SHARE) == Score(Standing.NOT_VALID)


def test_not_applicable_beside_answers_is_no_answer():
    assert score(answers("P", 2, 2, 2, "NA", "NA"), P, min_share=SHARE) == Score(Standing.NOT_VALID)
    assert score(answers("P", 2, 2, 2, 2, "NA"), P, min_share=SHARE) == Score(Standing.VALID, Fraction(50))


def test_domain_whose_statements_are_all_not_applicable_does_not_apply():
    assert score(answers("P", *["NA"] * 5), P, min_share=SHARE) == Score(Standing.NOT_APPLICABLE)


def test_nothing_answered_is_not_valid():
    assert score({}, P, min_share=SHARE) == Score(Standing.NOT_VALID)
    assert score({}, P, min_share=Decimal(0)) == Score(Standing.NOT_VALID)


@given(st.lists(st.integers(1, 3), min_size=5, max_size=5), st.lists(st.booleans(), min_size=5, max_size=5))
def test_reversing_the_keys_mirrors_the_index(given, equitable):
    keys = [Key("M", f"M{n}", key) for n, key in enumerate(equitable, start=1)]
    turned = [key._replace(equitable=not key.equitable) for key in keys]
    marks = answers("M", *given)
    assert index(marks, turned, min_share=SHARE) == 100 - index(marks, keys, min_share=SHARE)


@given(st.lists(st.integers(1, 4), min_size=5, max_size=5))
def test_turning_the_direction_of_the_answers_mirrors_the_index(given):
    marks = answers("M", *given)
    how = {"min_share": SHARE, "highest": 4}
    assert index(marks, M, top="agree", **how) == 100 - index(marks, M, top="disagree", **how)


def test_a_longer_scale_runs_from_0_to_100_too():
    keys = [Key("X", "X1", False), Key("X", "X2", True)]
    assert index({"X1": 0, "X2": 4}, keys, lowest=0, highest=4, top="agree", min_share=SHARE) == 100
    assert index({"X1": 4, "X2": 3}, keys, lowest=0, highest=4, top="agree", min_share=SHARE) == Fraction(300, 8)


def test_threshold_is_half_a_standard_deviation_of_the_sample():
    # 20, 40, 60, 80: mean 50, squares 900 + 100 + 100 + 900 = 2000, over 3; the root is 25.81988897…
    found = threshold([Fraction(n) for n in (20, 40, 60, 80)], FIVE, Decimal("0.5"))
    assert found == Threshold(Decimal("12.909944487"), 4, Decimal("25.819888975"))


def test_threshold_is_never_below_its_floor():
    assert threshold([Fraction(50), Fraction(52)], FIVE, Decimal("0.5")).value == FIVE


@pytest.mark.parametrize("values", [[], [Fraction(10)]])
def test_fewer_than_two_baselines_leave_the_floor(values):
    assert threshold(values, FIVE, Decimal("0.5")) == Threshold(Decimal("5.000000000"), len(values), None)


def valid(number) -> Score:
    return Score(Standing.VALID, Fraction(number))


@pytest.mark.parametrize(
    ("base", "end", "expected"),
    [
        (valid(50), valid(55), Change.IMPROVED),
        (valid(50), valid("54.999999999"), Change.UNCHANGED),
        (valid(50), valid("54.9999999999"), Change.IMPROVED),  # nine decimals decide
        (valid(50), valid(45), Change.WORSENED),
        (valid(50), valid("45.000000001"), Change.UNCHANGED),
        (valid(50), Score(Standing.NOT_VALID), Change.NOT_MEASURED),
        (Score(Standing.NOT_VALID), Score(Standing.NOT_APPLICABLE), Change.NOT_APPLICABLE),
        (Score(Standing.NOT_APPLICABLE), valid(50), Change.NOT_APPLICABLE),
    ],
)
def test_change_of_a_domain(base, end, expected):
    assert change(base, end, FIVE) == expected


@pytest.mark.parametrize(
    ("main", "partner", "children", "expected"),
    [
        ("improved", "improved", "improved", Verdict(Outcome.FAVOURABLE)),
        ("improved", "improved", "unchanged", Verdict(Outcome.FAVOURABLE)),
        ("improved", "not_applicable", "improved", Verdict(Outcome.FAVOURABLE)),
        ("improved", "not_measured", "improved", Verdict(Outcome.FAVOURABLE)),
        ("improved", "not_applicable", "not_applicable", Verdict(Outcome.FAVOURABLE, only_masculinity=True)),
        ("improved", "unchanged", "unchanged", Verdict(Outcome.NO_CHANGE)),
        ("improved", "not_measured", "not_applicable", Verdict(Outcome.NO_CHANGE)),
        ("improved", "improved", "worsened", Verdict(Outcome.NO_CHANGE)),
        ("unchanged", "improved", "improved", Verdict(Outcome.NO_CHANGE)),
        ("unchanged", "not_applicable", "not_applicable", Verdict(Outcome.NO_CHANGE)),
        ("worsened", "improved", "unchanged", Verdict(Outcome.NO_CHANGE)),
        ("unchanged", "worsened", "unchanged", Verdict(Outcome.UNFAVOURABLE)),
        ("worsened", "not_applicable", "not_applicable", Verdict(Outcome.UNFAVOURABLE)),
    ],
)
def test_verdict_of_a_man(main, partner, children, expected):
    assert verdict({"M": Change(main), "P": Change(partner), "H": Change(children)}) == expected


@given(st.lists(st.integers(1, 3), min_size=30, max_size=30))
def test_reversing_all_keys_reverses_every_change(marks):
    both = [dict(zip(CODES, half, strict=True)) for half in (marks[:15], marks[15:])]
    opposite = {Change.IMPROVED: Change.WORSENED, Change.WORSENED: Change.IMPROVED}
    for items in (M, P, H):
        turned = [key._replace(equitable=not key.equitable) for key in items]
        there = change(*(score(given, items, min_share=SHARE) for given in both), FIVE)
        back = change(*(score(given, turned, min_share=SHARE) for given in both), FIVE)
        assert back == opposite.get(there, there)


@pytest.mark.parametrize(("number", "place"), [(0, 0), (33, 0), ("33.33", 1), ("66.66", 1), (100, 2)])
def test_band_of_an_index(number, place):
    assert band(Fraction(number), [Decimal(0), Decimal("33.33"), Decimal("66.67")]) == place


def test_points_of_complete_answers_are_all_on_the_favourable_side():
    assert points(answers("M", 3, 1, 1, 3, 3), M) == (3, 1, 3, 3, 1)


@pytest.mark.parametrize("missing", [None, "NA"])
def test_incomplete_answers_have_no_points(missing):
    assert points(answers("M", 3, 1, 1, 3, missing), M) is None
