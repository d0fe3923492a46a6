"""The measurement as it may be shown: to the team everything, to everybody else without small cells (R16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.reporting.base import Scope
from gvp.reporting.change import wording
from gvp.reporting.change.data import Bands, DomainChange, Measurement
from gvp.reporting.change.losses import losses_text
from gvp.reporting.charts.base import hue_of
from gvp.reporting.charts.distributions import Distribution, distribution
from gvp.reporting.charts.flows import Flow, Step, flow
from gvp.reporting.charts.slopes import Series, Slopes, slopes
from gvp.reporting.suppression import SMALLEST, SMALLEST_BASE, few, not_shown, suppress, suppress_table
from gvp.reporting.verdict_words import CHANGE_WORDS, OUTCOME_WORDS
from participants.scoring import Change, Outcome

HUE = hue_of(1)
# Figures of indicators (C1a, P09, P10): printed with those, whatever they are (ADR 17).
OWN_FIGURES = {"consented", "sensitised", "paired"}
# Field of the flow, in words, and the field of which it is a part.
STAGES = (
    ("enrolled", gettext_lazy("Registered men"), ""),
    ("consented", gettext_lazy("With consent"), "enrolled"),
    ("sensitised", gettext_lazy("Sensitised"), "consented"),
    ("baseline", gettext_lazy("of them, with a valid baseline"), "sensitised"),
    ("endline", gettext_lazy("of them, with a valid endline"), "sensitised"),
    ("paired", gettext_lazy("of them, with both: the pairs"), "sensitised"),
)


class Cell(NamedTuple):
    label: Any
    amount: int


class Told(NamedTuple):
    """A number of people with its label; `text` is "<5" or "n.s." where it is hidden."""

    label: str
    text: str


@dataclass(frozen=True)
class DomainLine:
    """One domain in words. Texts are "" where there are fewer than ten men."""

    change: DomainChange
    counts: list[Told]  # improved, unchanged, worsened
    net: str
    apart: list[Told]  # does not apply, not measured
    share: str
    mean: str
    d_z: str
    d_av: str
    limit: str
    alphas: tuple[str, str]
    chart: Distribution | None

    @property
    def name(self) -> str:
        return self.change.domain.in_language("name")


@dataclass(frozen=True)
class BandLines:
    """From each band (rows) to each band (columns), with what McNemar says of the highest."""

    name: str
    bands: list[str]
    rows: list[tuple[str, list[str]]]
    test: str


@dataclass(frozen=True)
class Shown:
    """The page and the report print this."""

    measurement: Measurement
    headline: str
    conservative: str
    sampled: str  # what a random sample would make of the margins; "" when it says nothing
    outcomes: list[Told]
    attribution: str
    stages: list[Told]
    flow: Flow
    losses: str  # "" where nobody left, or too few to tell
    domains: list[DomainLine]
    slopes: Slopes | None
    bands: list[BandLines]
    kept: str
    followed: str  # "" while nobody was asked again, or too few to tell


def told(measured: Measurement, *, small_cells: bool) -> Shown:
    """`small_cells`: whether the reader may see counts of one to four people, as the team may."""
    return Shown(
        measurement=measured,
        headline=wording.share_text(measured.favourable),
        conservative=wording.conservative_text(measured.conservative),
        sampled=wording.sampled_text(measured),
        outcomes=_outcomes(measured, small_cells),
        attribution=wording.attribution(measured),
        stages=_stages(measured, small_cells),
        flow=_flow(measured, small_cells),
        losses=losses_text(measured.losses, measured.scope, small_cells=small_cells),
        domains=[_domain(measured.scope, change, small_cells) for change in measured.domains],
        slopes=_slopes(measured.domains, small_cells),
        bands=[_bands(bands, small_cells) for bands in measured.bands if sum(map(sum, bands.table))]
        if small_cells or not measured.scope.province
        else [],
        kept=_kept(measured),
        followed=_followed(measured, small_cells),
    )


def beside_known(scope: Scope, amounts: Sequence[int]) -> list[str]:
    """Counts whose sum the reader knows, because how many improved is an indicator of its own, printed anyway.

    Of one province none: beside those of the whole program they would tell of the others'.
    """
    if scope.province:
        return [not_shown() for _amount in amounts]
    return [cell.text for cell in suppress([Cell("", amount) for amount in amounts])]


def _followed(measured: Measurement, small_cells: bool) -> str:
    """To outsiders of the whole program only, of ten men or more, and no few of them on either side."""
    asked, still = measured.followed.men, measured.followed.favourable
    safe = asked >= SMALLEST_BASE and all(n == 0 or n >= SMALLEST for n in (still, asked - still))
    tells = small_cells or (safe and not measured.scope.province)
    return wording.followed_text(measured.followed) if asked and tells else ""


def _outcomes(measured: Measurement, small_cells: bool) -> list[Told]:
    """C1, and C1a less P10 (not measured), are printed anyway; with them the others are known together."""
    favourable, *others = (measured.outcomes.get(outcome, 0) for outcome in Outcome)
    between = [number_format(n) for n in others] if small_cells else beside_known(measured.scope, others)
    texts = [number_format(favourable), *between, number_format(measured.unmeasured)]
    labels = [*(OUTCOME_WORDS[outcome] for outcome in Outcome), _("Not measured")]
    return [Told(str(label), text) for label, text in zip(labels, texts, strict=True)]


def _stages(measured: Measurement, small_cells: bool) -> list[Told]:
    steps = [_step(measured, key, label, "", small_cells) for key, label, _part_of in STAGES]
    return [Told(step.label, few(1) if step.amount is None else number_format(step.amount)) for step in steps]


def _flow(measured: Measurement, small_cells: bool) -> Flow:
    steps = [_step(measured, key, label, part_of, small_cells) for key, label, part_of in STAGES]
    title = _("Of %(first)s registered men, %(last)s were measured before and after.") % {
        "first": _stages(measured, small_cells)[0].text, "last": number_format(measured.flow.paired),
    }  # fmt: skip
    return flow(steps, HUE, title)


def _step(measured: Measurement, key: str, label: Any, part_of: str, small_cells: bool) -> Step:
    """To outsiders neither a small number nor what would give it away by subtraction."""
    amounts = measured.flow._asdict()
    amount, whole = amounts[key], amounts.get(part_of)
    if small_cells:
        return Step(str(label), amount, whole)
    hides = 0 < amount < SMALLEST and key not in OWN_FIGURES
    return Step(
        str(label),
        None if hides else amount,
        whole if whole is not None and whole - amount >= SMALLEST else None,
    )


def _domain(scope: Scope, change: DomainChange, small_cells: bool) -> DomainLine:
    """Who improved of whom it applies to is C1b, C1c or C1d: printed anyway."""
    counts = [Cell(CHANGE_WORDS[kind], change.counts.get(kind, 0)) for kind in Change]
    shown = [number_format(cell.amount) for cell in counts]
    if not small_cells:
        unchanged, worsened, *apart = (cell.amount for cell in counts[1:])
        shown[1:] = [*beside_known(scope, [unchanged, worsened]), *beside_known(scope, apart)]
    hides = any(text != number_format(cell.amount) for text, cell in zip(shown[:3], counts, strict=False))
    told_counts = [Told(str(cell.label), text) for cell, text in zip(counts, shown, strict=True)]
    limit = float(change.limit.threshold.value)
    return DomainLine(
        change=change,
        counts=told_counts[:3],
        net="" if hides else wording.signed_whole(change.net),
        apart=told_counts[3:],
        share="" if change.improved.share is None else wording.per_cent(change.improved.share),
        mean=wording.mean_text(change.mean),
        d_z=wording.two_decimals(change.d_z),
        d_av=wording.two_decimals(change.d_av),
        limit=wording.limit_text(change.limit),
        alphas=(wording.alpha_text(change.alphas[0]), wording.alpha_text(change.alphas[1])),
        chart=None
        if scope.province and not small_cells  # its columns are the counts
        else distribution(change.deltas, limit, HUE, wording.finding(change), least=1 if small_cells else SMALLEST),
    )  # fmt: skip


def _slopes(domains: Sequence[DomainChange], small_cells: bool) -> Slopes | None:
    """Means of fewer than ten men are for the team alone."""
    series = [
        Series(change.domain.in_language("name"), change.before, change.after)
        for change in domains
        if change.n >= (1 if small_cells else SMALLEST_BASE)
    ]
    return slopes(series, HUE, _("Index before and after, by domain."), single=small_cells) if series else None


def _bands(bands: Bands, small_cells: bool) -> BandLines:
    labels = [band.in_language("label") for band in bands.bands]
    if small_cells:
        rows = [[number_format(amount) for amount in row] for row in bands.table]
    else:
        cells = [[Cell(label, amount) for label, amount in zip(labels, row, strict=True)] for row in bands.table]
        rows = [[cell.text for cell in row] for row in suppress_table(cells).rows]
    return BandLines(
        name=bands.domain.in_language("name"),
        bands=labels,
        rows=list(zip(labels, rows, strict=True)),
        test=wording.mcnemar_text(bands.test) if small_cells or _safe(bands) else "",
    )


def _safe(bands: Bands) -> bool:
    test = bands.test
    return test is not None and all(n == 0 or n >= SMALLEST for n in (test.up, test.down))


def _kept(measured: Measurement) -> str:
    kept = measured.kept
    if kept.difference is None or kept.kept_mean is None or kept.lost_mean is None:
        return _("Fewer than ten men have an endline, or lack one: the two groups cannot be compared yet.")
    words = {
        "kept": number_format(kept.kept), "lost": number_format(kept.lost),
        "kept_mean": wording.one_decimal(kept.kept_mean), "lost_mean": wording.one_decimal(kept.lost_mean),
        "difference": wording.two_decimals(kept.difference),
    }  # fmt: skip
    began = _(
        "At the baseline the %(kept)s men with an endline had a mean index of %(kept_mean)s, the %(lost)s without one "
        "%(lost_mean)s: a standardised difference of %(difference)s."
    )
    judged = (
        _("They were unlike from the beginning: what is measured may not hold for those lost.")
        if kept.unlike
        else _("They were alike when they began.")
    )
    return f"{began % words} {judged}"
