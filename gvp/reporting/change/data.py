"""What the measurement of change says in one scope: `measurement(scope)`, read by its page and by the report.

All of it is computed from `measured(scope)`; the statistics are those of participants/statistics.py. Shares and
intervals of fewer than ten men, and means of fewer than two, are None.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from gvp.reporting.base import Scope
from gvp.reporting.change.followed import Followed, followed
from gvp.reporting.change.losses import Loss, losses
from gvp.reporting.measured import Flow, Limit, Measured, Pair, measured
from gvp.reporting.suppression import SMALLEST_BASE
from participants import statistics
from participants.measuring import Application
from participants.models import Band, ComparisonDesign, Domain
from participants.scoring import Change, Outcome, band
from participants.statistics import Alpha, Interval, McNemar, Mean

COUNTED = (Change.IMPROVED, Change.UNCHANGED, Change.WORSENED)


class Share(NamedTuple):
    """k of n men; `share` and `interval` (Wilson, 95 %) only for ten or more."""

    k: int
    n: int
    share: float | None
    interval: Interval | None


@dataclass(frozen=True)
class DomainChange:
    """One domain over the pairs. Indices and differences are in points of the index, 0 to 100."""

    domain: Domain
    limit: Limit
    counts: Mapping[Change, int]
    deltas: tuple[float, ...]  # by man, in the order of the pairs measured in this domain
    before: tuple[float, ...]
    after: tuple[float, ...]
    alphas: tuple[Alpha | None, Alpha | None]  # baseline, endline

    @property
    def n(self) -> int:
        """Men to whom it applies and who were measured twice."""
        return sum(self.counts[change] for change in COUNTED)

    @property
    def net(self) -> int:
        return self.counts[Change.IMPROVED] - self.counts[Change.WORSENED]

    @property
    def improved(self) -> Share:
        return share(self.counts[Change.IMPROVED], self.n)

    @property
    def mean(self) -> Mean | None:
        """The mean change with its interval; None for fewer than ten men."""
        return statistics.mean_interval(self.deltas) if self.n >= SMALLEST_BASE else None

    @property
    def d_z(self) -> float | None:
        return statistics.d_z(self.deltas) if self.n >= SMALLEST_BASE else None

    @property
    def d_av(self) -> float | None:
        return statistics.d_av(self.before, self.after) if self.n >= SMALLEST_BASE else None


@dataclass(frozen=True)
class Bands:
    """How many men moved from each band of a domain to each. `table[before][after]`, lowest band first."""

    domain: Domain
    bands: tuple[Band, ...]
    table: tuple[tuple[int, ...], ...]

    @property
    def test(self) -> McNemar | None:
        """Those below the top band who reached it against those who left it; None for fewer than ten men."""
        if sum(map(sum, self.table)) < SMALLEST_BASE:
            return None
        top = len(self.bands) - 1
        up = sum(row[top] for row in self.table[:top])
        return statistics.mcnemar(up, sum(self.table[top][:top]))


class Kept(NamedTuple):
    """Were those who have no endline unlike those who have one, when they began? Baselines of the main domain."""

    kept: int
    lost: int
    kept_mean: float | None
    lost_mean: float | None
    difference: float | None  # standardised

    @property
    def unlike(self) -> bool:
        return self.difference is not None and abs(self.difference) > statistics.UNLIKE


@dataclass(frozen=True)
class Measurement:
    """`favourable` is over the pairs; `conservative` over all sensitised men: who was not measured has not changed.

    Outcomes count the pairs. All of it is what was known on the last day of the scope, whenever an endline was taken.
    """

    scope: Scope
    found: Measured
    flow: Flow
    losses: list[Loss]
    outcomes: Mapping[Outcome, int]
    only_masculinity: int
    favourable: Share
    conservative: Share
    domains: tuple[DomainChange, ...]
    bands: tuple[Bands, ...]
    kept: Kept
    followed: Followed
    comparison: ComparisonDesign | None

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return self.found.pairs

    @property
    def unmeasured(self) -> int:
        return self.flow.sensitised - self.flow.paired

    @property
    def sampled(self) -> float | None:
        """By how much the margins shrink if the pairs are a random sample of the sensitised; None when they are not few
        of many: all of them were measured, or hardly any.
        """
        enough = SMALLEST_BASE <= self.flow.paired < self.flow.sensitised
        return statistics.finite(self.flow.paired, self.flow.sensitised) if enough else None

    @property
    def in_period(self) -> int:
        """Favourable pairs whose endline was taken in the period asked about: what the period adds to C1."""
        since = self.scope.since
        return sum(pair.favourable for pair in self.pairs if since is None or pair.endline.date >= since)


def measurement(scope: Scope) -> Measurement:
    return scope.once("measurement", _measurement)


def share(k: int, n: int) -> Share:
    enough = n >= SMALLEST_BASE
    return Share(k, n, k / n if enough else None, statistics.wilson(k, n) if enough else None)


def _measurement(scope: Scope) -> Measurement:
    found = measured(scope)
    outcomes = Counter(pair.verdict.outcome for pair in found.pairs)
    k = outcomes[Outcome.FAVOURABLE]
    return Measurement(
        scope=scope,
        found=found,
        flow=found.flow,
        losses=losses(scope),
        outcomes=outcomes,
        only_masculinity=sum(pair.verdict.only_masculinity for pair in found.pairs),
        favourable=share(k, len(found.pairs)),
        conservative=share(k, len(found.sensitised)),
        domains=tuple(_domain(found, domain) for domain in _domains(found)),
        bands=_bands(found),
        kept=_kept(found),
        followed=followed(found),
        comparison=ComparisonDesign.objects.on(scope.until),
    )


def _domains(found: Measured) -> tuple[Domain, ...]:
    return found.questionnaire.domains if found.questionnaire else ()


def _domain(found: Measured, domain: Domain) -> DomainChange:
    twice = [pair for pair in found.pairs if pair.changes[domain.code] in COUNTED]
    return DomainChange(
        domain=domain,
        limit=found.limits[domain.code],
        counts=Counter(pair.changes[domain.code] for pair in found.pairs),
        deltas=tuple(float(pair.deltas[domain.code]) for pair in twice),
        before=_indices((pair.baseline for pair in twice), domain.code),
        after=_indices((pair.endline for pair in twice), domain.code),
        alphas=(_alpha(found, domain, found.baselines.values()), _alpha(found, domain, found.endlines.values())),
    )


def _indices(applications: Iterable[Application], domain: str) -> tuple[float, ...]:
    return tuple(float(index) for one in applications if (index := one.scores[domain].index) is not None)


def _alpha(found: Measured, domain: Domain, applications: Iterable[Application]) -> Alpha | None:
    """Of the men who answered every statement of the domain in that round."""
    questionnaire = found.questionnaire
    if questionnaire is None:
        return None
    rows = [row for one in applications if (row := questionnaire.points(one.answers, domain.code)) is not None]
    return statistics.alpha(rows) if len(rows) >= SMALLEST_BASE else None


def _bands(found: Measured) -> tuple[Bands, ...]:
    if found.questionnaire is None or not (bands := tuple(found.questionnaire.bands())):
        return ()
    since = [one.since for one in bands]
    return tuple(Bands(domain, bands, _table(found, domain.code, len(bands), lambda index: band(index, since)))
                 for domain in found.questionnaire.domains)  # fmt: skip


def _table(found: Measured, domain: str, size: int, place: Callable[[Fraction], int]) -> tuple[tuple[int, ...], ...]:
    moves: Counter[tuple[int, int]] = Counter()
    for pair in found.pairs:
        before, after = pair.baseline.scores[domain].index, pair.endline.scores[domain].index
        if before is not None and after is not None:
            moves[max(place(before), 0), max(place(after), 0)] += 1
    return tuple(tuple(moves[row, column] for column in range(size)) for row in range(size))


def _kept(found: Measured) -> Kept:
    """Sensitised men with a baseline: those with an endline, and those without."""
    if found.questionnaire is None:
        return Kept(0, 0, None, None, None)
    main = found.questionnaire.main
    began = {man: one for man, one in found.baselines.items() if man in found.sensitised}
    kept = _indices((one for man, one in began.items() if man in found.by_man), main)
    lost = _indices((one for man, one in began.items() if man not in found.by_man), main)
    enough = min(len(kept), len(lost)) >= SMALLEST_BASE
    return Kept(
        len(kept), len(lost), _mean(kept), _mean(lost),
        statistics.standardised_difference(kept, lost) if enough else None,
    )  # fmt: skip


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if len(values) >= SMALLEST_BASE else None
