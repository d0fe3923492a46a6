"""From answers to a verdict (indicators.md, section 3). Pure: no database, no rounding before the comparison.

Indices are exact fractions from 0 to 100, higher is always more equitable. A threshold holds a square root, so it
is rounded to nine decimals; differences are rounded alike before they are compared with it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

NA = "NA"  # an answer: the statement does not apply to this man
AGREE = "agree"  # Instrument.Top: the highest answer agrees most
PLACES = Decimal("1e-9")
MAIN = "M"  # the domain without which nothing is favourable

Answers = Mapping[str, Any]  # by code of the statement: a whole number, or NA; what was not answered is not there


class Key(NamedTuple):
    """How one statement is scored. `equitable`: agreeing with it is favourable."""

    domain: str
    item: str
    equitable: bool


class Standing(StrEnum):
    """What can be said of a domain in one round."""

    VALID = "valid"
    NOT_VALID = "not_valid"  # too few statements answered
    NOT_APPLICABLE = "not_applicable"  # every statement is NA


class Score(NamedTuple):
    """A domain in one round; `index` is None unless the standing is VALID."""

    standing: Standing
    index: Fraction | None = None  # type: ignore[assignment]  # stands in front of tuple.index, which nobody needs


class Change(StrEnum):
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    WORSENED = "worsened"
    NOT_APPLICABLE = "not_applicable"
    NOT_MEASURED = "not_measured"


class Outcome(StrEnum):
    FAVOURABLE = "favourable"
    UNFAVOURABLE = "unfavourable"
    NO_CHANGE = "no_change"


class Verdict(NamedTuple):
    """`only_masculinity`: favourable on that domain alone, because no other applies to him."""

    outcome: Outcome
    only_masculinity: bool = False


class Threshold(NamedTuple):
    """From which difference a domain changed; the sample it was computed from. `sd` is None for fewer than two."""

    value: Decimal
    n: int
    sd: Decimal | None


def index(
    answers: Answers, items: Sequence[Key], *, lowest: int = 1, highest: int = 3, top: str = "disagree",
    min_share: Decimal,
) -> Fraction | None:  # fmt: skip
    """The index of one domain, whose statements are `items`; None when too few of them are answered.

    `top` says whether the highest answer agrees or disagrees most: it turns the keys of all statements round.
    """
    total = answered = 0
    for key in items:
        answer = answers.get(key.item)
        if answer is not None and answer != NA:
            answered += 1
            total += _mark(answer, key, lowest, highest, top)
    if not answered or answered < min_share * len(items):
        return None
    return _per_cent(total - answered * lowest, answered * (highest - lowest))


def points(
    answers: Answers, items: Sequence[Key], *, lowest: int = 1, highest: int = 3, top: str = "disagree"
) -> tuple[int, ...] | None:
    """What each answer is worth, all on the scale of the answers; None when one is missing (for Cronbach's alpha)."""
    given = [answers.get(key.item) for key in items]
    if None in given or NA in given:
        return None
    return tuple(_mark(answer, key, lowest, highest, top) for answer, key in zip(given, items, strict=True))


def _mark(answer: Any, key: Key, lowest: int, highest: int, top: str) -> int:
    worth: int = answer if key.equitable == (top == AGREE) else lowest + highest - answer
    return worth


@cache
def _per_cent(points: int, most: int) -> Fraction:
    return Fraction(100 * points, most)


def score(answers: Answers, items: Sequence[Key], **how: Any) -> Score:
    """`index` and why there is none. `how`: the keyword arguments of `index`."""
    if items and all(answers.get(key.item) == NA for key in items):
        return Score(Standing.NOT_APPLICABLE)
    found = index(answers, items, **how)
    return Score(Standing.NOT_VALID) if found is None else Score(Standing.VALID, found)


def threshold(values: Iterable[Fraction], floor: Decimal, share: Decimal) -> Threshold:
    """The larger of `floor` and `share` of a standard deviation (n − 1) of the baselines' indices."""
    counts = Counter(values)
    n = counts.total()
    if n < 2:
        return Threshold(floor.quantize(PLACES), n, None)
    mean = sum((value * count for value, count in counts.items()), Fraction(0)) / n
    variance = sum(((value - mean) ** 2 * count for value, count in counts.items()), Fraction(0)) / (n - 1)
    with localcontext(prec=50):
        sd = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
        return Threshold(max(floor, share * sd).quantize(PLACES), n, sd.quantize(PLACES))


def change(base: Score, end: Score, threshold: Decimal) -> Change:
    """What became of one domain between two rounds."""
    standings = {base.standing, end.standing}
    if Standing.NOT_APPLICABLE in standings:
        return Change.NOT_APPLICABLE
    if base.index is None or end.index is None:
        return Change.NOT_MEASURED
    difference, least = round(end.index - base.index, 9), Fraction(threshold)
    if difference >= least:
        return Change.IMPROVED
    return Change.WORSENED if difference <= -least else Change.UNCHANGED


def verdict(changes: Mapping[str, Change], main: str = MAIN) -> Verdict:
    """One man's verdict from the change of each domain, by code. `main` is measured in both rounds, by definition."""
    found = list(changes.values())
    others = [changed for domain, changed in changes.items() if domain != main]
    alone = all(changed is Change.NOT_APPLICABLE for changed in others)
    helped = alone or Change.IMPROVED in others
    if changes[main] is Change.IMPROVED and helped and Change.WORSENED not in found:
        return Verdict(Outcome.FAVOURABLE, only_masculinity=alone)
    if Change.WORSENED in found and Change.IMPROVED not in found:
        return Verdict(Outcome.UNFAVOURABLE)
    return Verdict(Outcome.NO_CHANGE)


def band(index: Fraction, since: Sequence[Decimal]) -> int:
    """The place, from 0, of the last band that begins at or below the index; `since` ascends and starts at 0."""
    return sum(index >= Fraction(start) for start in since) - 1
