"""Against the values of domain.md, section 1, and printed tables."""

import pytest

from participants import statistics
from participants.statistics import alpha, d_av, d_z, finite, mcnemar, mean_interval, t_quantile, wilson


@pytest.mark.parametrize(
    ("k", "n", "low", "high"), [(120, 160, 67.8, 81.1), (24, 30, 62.7, 90.5), (30, 30, 88.6, 100), (0, 30, 0, 11.4)]
)
def test_wilson_interval(k, n, low, high):
    found = wilson(k, n)
    assert (round(100 * found.low, 1), round(100 * found.high, 1)) == (low, high)


def test_wilson_of_nothing_is_nothing():
    assert wilson(0, 0) is None


@pytest.mark.parametrize(
    ("df", "expected"),
    [(1, 12.7062), (2, 4.3027), (3, 3.1824), (5, 2.5706), (10, 2.2281), (30, 2.0423), (60, 2.0003), (120, 1.9799),
     (1000, 1.9623), (100_000, 1.9600)],
)  # fmt: skip
def test_t_table_at_97_5_per_cent(df, expected):
    assert round(t_quantile(0.975, df), 4) == expected


@pytest.mark.parametrize(("df", "p", "expected"), [(10, 0.95, 1.8125), (10, 0.995, 3.1693), (4, 0.5, 0.0)])
def test_t_table_elsewhere(df, p, expected):
    assert round(t_quantile(p, df), 4) == expected


def test_mean_change_with_its_interval():
    # 2, 4, 6, 8: mean 5, s = 2.5820; t(3) = 3.1824; half-width 3.18245 × 2.58199 / 2 = 4.10851
    found = mean_interval([2, 4, 6, 8])
    assert (found.n, found.mean, round(found.sd, 4)) == (4, 5, 2.5820)
    assert (round(found.interval.low, 3), round(found.interval.high, 3)) == (0.891, 9.109)


def test_one_change_has_no_interval():
    assert mean_interval([5.0]) is None


def test_effect_sizes():
    # changes 1, 2, 3: mean 2, s = 1 → d_z 2; rounds 1 2 3 and 2 4 6: s 1 and 2 → d_av 2 / 1.5
    assert d_z([1, 2, 3]) == 2
    assert round(d_av([1, 2, 3], [2, 4, 6]), 4) == 1.3333


def test_effect_sizes_without_spread_are_none():
    assert (d_z([3, 3, 3]), d_z([3]), d_av([1], [2])) == (None, None, None)


@pytest.mark.parametrize(("n", "half_width"), [(132, 5.0), (100, 6.9), (66, 9.9)])
def test_a_sample_of_two_hundred_men_is_sharper_than_of_a_large_population(n, half_width):
    worst = 1.96 * (0.25 / n) ** 0.5
    assert round(100 * worst * finite(n, 200), 1) == half_width


def test_measuring_everybody_leaves_no_margin():
    assert finite(30, 30) == 0


def test_cronbach_alpha_by_hand():
    # Variances 1, 1 and of the sums 2 4 6: 4 → 2 × (1 − 2/4) = 1
    assert alpha([(1, 1), (2, 2), (3, 3)]).value == 1
    # Columns 1 2 3 4 and 2 1 4 3: 5/3 each; sums 3 3 7 7: 16/3 → 2 × (1 − (10/3)/(16/3)) = 0.75
    found = alpha([(1, 2), (2, 1), (3, 4), (4, 3)])
    assert (round(found.value, 9), found.items, found.n, found.word) == (0.75, 2, 4, "good")


@pytest.mark.parametrize(
    ("value", "word"), [(0.59, "poor"), (0.60, "adequate"), (0.70, "good"), (0.80, "excellent"), (-1.0, "poor")]
)
def test_word_for_alpha(value, word):
    assert statistics.Alpha(value, 5, 30).word == word


@pytest.mark.parametrize("rows", [[], [(1, 2)], [(1,), (2,)], [(1, 2), (2, 1)]])
def test_alpha_without_spread_is_none(rows):
    assert alpha(rows) is None


def test_mcnemar_is_exact_for_few():
    # 8 up and 2 down: 2 × (1 + 10 + 45) / 1024
    found = mcnemar(8, 2)
    assert (found.exact, round(found.p, 6)) == (True, 0.109375)


def test_mcnemar_of_many_is_a_corrected_chi_square():
    # 30 up and 10 down: 19² / 40 = 9.025, p = 0.00266
    found = mcnemar(30, 10)
    assert (found.exact, round(found.p, 5)) == (False, 0.00266)


def test_mcnemar_without_moves_says_nothing():
    assert mcnemar(0, 0).p == 1


def test_standardised_difference_of_two_groups():
    # 1 2 3 and 3 4 5: both variances 1
    assert statistics.standardised_difference([3, 4, 5], [1, 2, 3]) == 2
    assert statistics.standardised_difference([3], [1, 2, 3]) is None
