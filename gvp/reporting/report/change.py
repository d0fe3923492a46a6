"""The measurement of change as the report prints it.

Words, drawings and what is hidden are those of the page (gvp/reporting/change) for readers outside the team.
"""

from dataclasses import dataclass

from gvp.reporting.base import Scope
from gvp.reporting.change import wording
from gvp.reporting.change.data import measurement
from gvp.reporting.change.telling import DomainLine, Shown, beside_known, told
from gvp.reporting.figures import shown
from participants.scoring import Change, Outcome

NOTHING = "–"


@dataclass(frozen=True)
class DomainRow:
    """One domain over the `n` men to whom it applies and who were measured twice."""

    line: DomainLine
    n: int
    improved: str
    unchanged: str
    worsened: str
    share: str

    @property
    def mean(self) -> str:
        return self.line.mean or NOTHING

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
    """`told` holds the sentences and drawings; its counts are not printed."""

    told: Shown
    no_change: str
    unfavourable: str
    domains: list[DomainRow]

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
    no_change, unfavourable = beside_known(
        scope, [found.outcomes[Outcome.NO_CHANGE], found.outcomes[Outcome.UNFAVOURABLE]]
    )
    return ChangeChapter(lines, no_change, unfavourable, [_row(scope, line) for line in lines.domains])


def _row(scope: Scope, line: DomainLine) -> DomainRow:
    change = line.change
    unchanged, worsened = beside_known(scope, [change.counts[Change.UNCHANGED], change.counts[Change.WORSENED]])
    improved = change.improved
    share = NOTHING if improved.share is None else wording.share_text(improved).partition(": ")[2]
    return DomainRow(line, change.n, shown(improved.k), unchanged, worsened, share)
