"""The measurement of change as the report prints it.

Words, drawings and what is hidden are those of the page (gvp/reporting/change) for readers outside the team.
"""

from dataclasses import dataclass

from gvp.reporting.base import Scope
from gvp.reporting.change import wording
from gvp.reporting.change.data import measurement
from gvp.reporting.change.telling import DomainLine, Shown, told

NOTHING = "–"


@dataclass(frozen=True)
class DomainRow:
    """One domain over the `n` men to whom it applies and who were measured twice; "–" where nothing may be said."""

    line: DomainLine

    @property
    def n(self) -> int:
        return self.line.change.n

    @property
    def counts(self) -> list[str]:
        """Improved, unchanged, worsened."""
        return [count.text for count in self.line.counts]

    @property
    def net(self) -> str:
        """Improved less worsened, never left out beside the improved (indicators.md, section 3)."""
        return self.line.net or NOTHING

    @property
    def share(self) -> str:
        """Of the men beside it, with its 95 % interval."""
        return wording.share_cell(self.line.change.improved) or NOTHING

    @property
    def mean(self) -> str:
        """In points, with its 95 % interval."""
        return wording.mean_cell(self.line.change.mean) or NOTHING

    @property
    def effect(self) -> str:
        return self.line.d_z or NOTHING

    @property
    def threshold(self) -> str:
        """In points of the index."""
        return wording.one_decimal(float(self.line.change.limit.threshold.value))

    @property
    def alphas(self) -> list[str]:
        """ "0.74, good" at baseline and at endline."""
        return [
            f"{wording.two_decimals(alpha.value)}, {wording.ALPHA_WORDS[alpha.word]}" if alpha else NOTHING
            for alpha in self.line.change.alphas
        ]


@dataclass(frozen=True)
class ChangeChapter:
    """`told` holds the sentences, drawings and counts as the page shows them."""

    told: Shown
    domains: list[DomainRow]

    @property
    def outcomes(self) -> list[str]:
        """Favourable, unfavourable, no change, not measured."""
        return [outcome.text for outcome in self.told.outcomes]

    @property
    def numbers(self) -> list[int]:
        """What is sealed of it; the rest are indicators."""
        return [*self.told.measurement.flow, *(row.n for row in self.domains)]


def chapter(scope: Scope) -> ChangeChapter | None:
    """None while nobody has been measured before and after."""
    found = measurement(scope)
    if not found.pairs:
        return None
    lines = told(found, small_cells=False)
    return ChangeChapter(lines, [DomainRow(line) for line in lines.domains])
