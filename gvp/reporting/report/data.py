"""Everything a report says, computed once; the templates only lay it out.

Figures are what the indicators declare (indicators.md, counting law): nothing here adds up people.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gvp.base.models import HelpLine
from gvp.places.models import Province
from gvp.reporting.base import Indicator
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.question import provinces_for
from gvp.reporting.report.asked import Asked
from gvp.reporting.report.contributions import Contribution, contribution
from gvp.reporting.report.lines import Line, contributions, lines, processes
from gvp.reporting.report.quality import Fact, facts
from gvp.reporting.report.sentences import sentences
from gvp.reporting.report.sessions import ProvinceSessions, by_district
from gvp.reporting.report.wording import listed


@dataclass(frozen=True)
class Report:
    """In the language that was active when it was built."""

    asked: Asked
    prepared_on: dt.date
    provinces: list[Province]
    contributions: list[Contribution]
    lines: list[list[Line]]  # contributions, then processes; in each the scope's line first
    sessions: list[ProvinceSessions]
    quality: list[Fact]
    sentences: list[str]
    help_lines: list[HelpLine]
    record: str

    @property
    def place(self) -> str:
        return listed([province.name for province in self.provinces]) or _("no province yet")

    @property
    def period(self) -> str:
        days = {"since": date_format(self.asked.since), "until": date_format(self.asked.until)}
        return _("%(since)s to %(until)s") % days

    @property
    def warning(self) -> str:
        """What stands at the foot of every page of a report that is not final; "" otherwise."""
        if settings.DEMO:
            return _("Demonstration: people and figures are invented")
        return _("Draft: the figures may still change") if self.asked.draft else ""

    @property
    def covers(self) -> str:
        """Numbers of the contributions in this edition: "1 and 5"."""
        return listed([str(number) for number in sorted({part.number for part in self.contributions})])

    @property
    def indicators(self) -> list[Indicator]:
        return list(INDICATORS.values())

    @property
    def framework(self) -> list[list[Line]]:
        return [group for group in self.lines if group[0].indicator.contribution]

    @property
    def processes(self) -> list[list[Line]]:
        return [group for group in self.lines if not group[0].indicator.contribution]


def build(*, user: Any, asked: Asked, today: dt.date) -> Report:
    """The report this user may read. Activate `asked.language` before."""
    scope = asked.scope(user)
    provinces = [asked.province] if asked.province else provinces_for(user)
    of_contributions = lines(contributions(), scope, provinces)
    of_processes = lines(processes(), scope, provinces)
    parts = [contribution(group, scope, provinces) for group in of_contributions]
    process = [group[0] for group in of_processes]
    sessions, quality = by_district(scope), facts(scope, process)
    return Report(
        asked=asked,
        prepared_on=today,
        provinces=provinces,
        contributions=parts,
        lines=of_contributions + of_processes,
        sessions=sessions,
        quality=quality,
        sentences=sentences(asked, parts, process),
        help_lines=list(HelpLine.objects.filter(shown=True)),
        record=_record(asked, of_contributions + of_processes, parts, sessions),
    )


def _record(
    asked: Asked, groups: Sequence[Sequence[Line]], parts: Sequence[Contribution], sessions: Sequence[ProvinceSessions]
) -> str:
    """A short hash of the figures: equal figures, equal record, in whichever language."""
    figures = {
        "about": [asked.province.code if asked.province else "", asked.since.isoformat(), asked.until.isoformat()],
        "figures": [
            [
                line.indicator.code,
                line.province.code if line.province else "",
                line.value.as_json(),
                line.progress.target,
            ]
            for group in groups
            for line in group
        ],
        "people": [
            [part.indicator.code, table.key, [[cell.amount for cell in row.cells] for row in table.rows]]
            for part in parts
            for table in part.breakdowns
        ],
        "sessions": [
            [row.district, row.planned, row.held, row.people] for province in sessions for row in province.districts
        ],
    }
    digest = hashlib.sha256(json.dumps(figures, default=str, sort_keys=True).encode()).hexdigest().upper()
    return f"GVP-{asked.until:%Y%m%d}-{digest[:4]}-{digest[4:8]}-{digest[8:12]}"
