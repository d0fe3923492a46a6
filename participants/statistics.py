"""The statistics printed beside a change (domain.md, section 1). Pure; floats, because nothing here decides a verdict.

Shares run from 0 to 1. What a sample is too small for, or has no spread for, is None.
"""

import math
from collections.abc import Sequence
from statistics import NormalDist, fmean, stdev, variance
from typing import NamedTuple

Numbers = Sequence[float]
CONFIDENCE = 0.95
TAIL = (1 + CONFIDENCE) / 2
Z = NormalDist().inv_cdf(TAIL)
EXACT_BELOW = 25  # discordant pairs: fewer, and McNemar's test is the exact binomial
WORDS = ((0.60, "poor"), (0.70, "adequate"), (0.80, "good"))  # alpha below; above them all it is excellent
UNLIKE = 0.25  # standardised difference from which those lost differ from those kept


class Interval(NamedTuple):
    low: float
    high: float


class Mean(NamedTuple):
    """A mean change: its sample, its standard deviation and 95 % interval (t)."""

    n: int
    mean: float
    sd: float
    interval: Interval


class Alpha(NamedTuple):
    """Cronbach's alpha of `items` statements over `n` complete sets of answers."""

    value: float
    items: int
    n: int

    @property
    def word(self) -> str:
        return next((word for limit, word in WORDS if self.value < limit), "excellent")


class McNemar(NamedTuple):
    """How many moved up and down over one border, and how probable that is when nothing changed."""

    up: int
    down: int
    p: float
    exact: bool


def wilson(k: int, n: int) -> Interval | None:
    """Wilson's 95 % interval of k of n; also right when k is 0 or n."""
    if n < 1:
        return None
    share, spread = k / n, Z * Z / n
    middle = share + spread / 2
    half = Z * math.sqrt(share * (1 - share) / n + spread / (4 * n))
    return Interval(max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread)))


def finite(n: int, population: int) -> float:
    """What the half-width shrinks to when n of a whole population were measured: 1 for a small part, 0 for all."""
    return 0.0 if population < 2 or n >= population else math.sqrt((population - n) / (population - 1))


def mean_interval(deltas: Numbers) -> Mean | None:
    if len(deltas) < 2:
        return None
    n, mean, sd = len(deltas), fmean(deltas), stdev(deltas)
    half = t_quantile(TAIL, n - 1) * sd / math.sqrt(n)
    return Mean(n, mean, sd, Interval(mean - half, mean + half))


def d_z(deltas: Numbers) -> float | None:
    """Mean change in standard deviations of the change."""
    sd = stdev(deltas) if len(deltas) > 1 else 0.0
    return fmean(deltas) / sd if sd else None


def d_av(base: Numbers, end: Numbers) -> float | None:
    """Mean change in the average standard deviation of the two rounds."""
    sd = (stdev(base) + stdev(end)) / 2 if len(base) > 1 else 0.0
    return (fmean(end) - fmean(base)) / sd if sd else None


def standardised_difference(some: Numbers, others: Numbers) -> float | None:
    """Mean of the first less that of the second, in their pooled standard deviation."""
    if len(some) < 2 or len(others) < 2:
        return None
    sd = math.sqrt((variance(some) + variance(others)) / 2)
    return (fmean(some) - fmean(others)) / sd if sd else None


def alpha(rows: Sequence[Numbers]) -> Alpha | None:
    """`rows`: one list of scored answers per man, all of them complete."""
    items = len(rows[0]) if rows else 0
    if items < 2 or len(rows) < 2:
        return None
    total = variance([float(sum(row)) for row in rows])
    if not total:
        return None
    parts = sum(variance([float(answer) for answer in column]) for column in zip(*rows, strict=True))
    return Alpha(items / (items - 1) * (1 - parts / total), items, len(rows))


def mcnemar(up: int, down: int) -> McNemar:
    """Two-sided; the chi-square for many pairs is corrected for continuity."""
    moved = up + down
    if moved < EXACT_BELOW:
        tail = sum(math.comb(moved, k) for k in range(min(up, down) + 1)) / 2**moved
        return McNemar(up, down, min(1.0, 2 * tail), exact=True)
    chi_square = max(0, abs(up - down) - 1) ** 2 / moved
    return McNemar(up, down, math.erfc(math.sqrt(chi_square / 2)), exact=False)


# --- Student's t, by the incomplete beta function (Lentz's continued fraction) ----------------------


def t_quantile(p: float, df: int) -> float:
    """The t below which a share p of the distribution lies; 0.5 ≤ p < 1."""
    low, high = 0.0, 2.0
    while t_share(high, df) < p:
        high *= 2
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if t_share(middle, df) < p else (low, middle)
    return (low + high) / 2


def t_share(t: float, df: int) -> float:
    """The share of the distribution below t ≥ 0."""
    return 1 - _beta_share(df / (df + t * t), df / 2, 0.5) / 2


def _beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function."""
    if x <= 0 or x >= 1:
        return min(max(x, 0.0), 1.0)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 / ((1 - (a + b) * x / (a + 1)) or tiny)
    found = d
    for m in range(1, 400):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1 / ((1 + step * d) or tiny), (1 + step / c) or tiny
            found *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return found
