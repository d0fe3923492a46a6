"""Indicators that are more than 10 % off what was expected by the cut-off date: each is explained (domain.md, 6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gvp.reporting.figures import figure_text, shown
from gvp.reporting.report.lines import Line

LIMIT = 10  # percent of what was expected


@dataclass(frozen=True)
class Deviation:
    """`off` is in percent of what was expected, negative when behind; `note` is what somebody wrote about it."""

    line: Line
    off: int
    note: str

    @property
    def code(self) -> str:
        return self.line.indicator.code

    @property
    def expected(self) -> str:
        return figure_text(self.line.indicator, self.line.progress.expected_today)

    @property
    def off_text(self) -> str:
        """ "+12" or "−30" (a true minus)."""
        return ("+" if self.off > 0 else "\N{MINUS SIGN}") + shown(abs(self.off))


def deviations(groups: Sequence[Sequence[Line]], notes: Mapping[str, str]) -> list[Deviation]:
    """Of the scope's own line of each indicator; those without a target or without data deviate from nothing."""
    found = [(group[0], off(group[0])) for group in groups]
    return [
        Deviation(line, rounded(share), notes.get(line.indicator.code, ""))
        for line, share in found
        if share is not None and abs(share) > LIMIT
    ]


def off(line: Line) -> Decimal | None:
    """Percent by which the figure misses or passes what was expected; None when nothing was."""
    expected, value = line.progress.expected_today, line.progress.value
    if value is None or not expected:
        return None
    return (Decimal(value) - expected) * 100 / expected


def rounded(share: Decimal) -> int:
    """Away from zero, so that 10.2 % is not told as 10."""
    whole = int(share)
    return whole if whole == share else whole + (1 if share > 0 else -1)
