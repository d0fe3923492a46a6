"""The indicator table (IPTT): each indicator with its provinces, its parts, its source and how far to trust it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from gvp.reporting.base import Indicator
from gvp.reporting.report.breakdowns import Breakdown
from gvp.reporting.report.deviations import Deviation
from gvp.reporting.report.lines import Line

GOOD, FAIR = 90, 70  # percent of what should stand behind a figure

ATTENDANCE = _("attendance with signed sheets")
ANSWERS = _("questionnaires before and after")
SOURCES = {
    "C1": ANSWERS, "C1b": ANSWERS, "C1c": ANSWERS, "C1d": ANSWERS, "P09": ANSWERS, "P10": ANSWERS,
    "C1a": ATTENDANCE, "C5": ATTENDANCE, "C2": _("signed commitments"), "C2a": _("network actions, validated"),
    "C2b": _("founding acts"), "C3": _("catalogue and hand-over acts"), "C3a": _("catalogue of materials"),
    "C3b": _("hand-over acts"), "C3c": _("hand-over acts"), "C4": _("acts and ordinances"),
    "C4a": _("follow-up of the plans"), "C5a": _("replications recorded"), "C5b": _("head counts of replications"),
    "P11": _("network actions"), "P15": _("minutes of the boards"), "P18": _("follow-up of the plans"),
    "P19": _("replications recorded"), "P20": _("consents on record"),
}  # fmt: skip


class Quality(models.TextChoices):
    """What the flag of an indicator says, in a word; the annex on data quality says why."""

    PROVEN = "proven", _("proven")  # counts only with its document
    GOOD = "good", _("good")
    MODERATE = "moderate", _("moderate")
    WEAK = "weak", _("weak")
    ESTIMATE = "estimate", _("estimate")
    NONE = "none", _("no data")


DOCUMENTED = ("network", "material", "institution", "plan", "plan_action", "meeting", "action")
ESTIMATED = ("C5b",)


@dataclass(frozen=True)
class FrameworkRow:
    """`group`: the line of the scope, then one per province. `parts`: its breakdowns, totals only."""

    group: list[Line]
    deviation: Deviation | None
    source: Any
    quality: Quality
    parts: list[Breakdown]

    @property
    def indicator(self) -> Indicator:
        return self.group[0].indicator

    @property
    def line(self) -> Line:
        return self.group[0]


def framework(
    groups: Sequence[list[Line]],
    deviations: Sequence[Deviation],
    tables: Sequence[Breakdown],
    shares: Mapping[str, Any],
) -> list[FrameworkRow]:
    """`shares`: percent of sessions with a signed sheet ("sheets") and of men with a pair ("pairs"), None for none."""
    noted = {deviation.code: deviation for deviation in deviations}
    return [
        FrameworkRow(
            group,
            noted.get(code := group[0].indicator.code),
            SOURCES.get(code, ATTENDANCE),
            _quality(group[0].indicator, shares),
            [table for table in tables if table.code == code],
        )
        for group in groups
    ]


def _quality(indicator: Indicator, shares: Mapping[str, Any]) -> Quality:
    if indicator.code in ESTIMATED:
        return Quality.ESTIMATE
    if indicator.record in DOCUMENTED or indicator.code.startswith("C2"):
        return Quality.PROVEN
    share = shares["pairs" if SOURCES.get(indicator.code) == ANSWERS else "sheets"]
    if share is None:
        return Quality.NONE
    return Quality.GOOD if share >= GOOD else Quality.MODERATE if share >= FAIR else Quality.WEAK
