"""Everything a report says, computed once; the templates only lay it out.

Figures are what the indicators declare (indicators.md, counting law): nothing here adds up people.
"""

import datetime as dt
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gvp.base.models import HelpLine
from gvp.places.models import Province
from gvp.reporting.base import Indicator
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.models import ReportTexts
from gvp.reporting.question import provinces_for
from gvp.reporting.report import finance
from gvp.reporting.report.asked import Asked
from gvp.reporting.report.breakdowns import Breakdown, Withheld
from gvp.reporting.report.change import ChangeChapter, chapter
from gvp.reporting.report.contributions import Contribution, chapters
from gvp.reporting.report.deviations import Deviation, deviations
from gvp.reporting.report.framework import FrameworkRow, framework
from gvp.reporting.report.glossary import GLOSSARY
from gvp.reporting.report.lines import Line, contributions, lines, processes
from gvp.reporting.report.materials import Materials, materials
from gvp.reporting.report.plans import PlanSheet, plan_sheets
from gvp.reporting.report.quality import Fact, statement
from gvp.reporting.report.sentences import sentences
from gvp.reporting.report.sessions import ProvinceSessions, by_district
from gvp.reporting.report.snapshot import Snapshot, record_of, snapshot
from gvp.reporting.report.wording import listed


@dataclass(frozen=True)
class About:
    """What stands on the cover besides place and days. `version` 0: not closed."""

    title: str = ""
    donor: str = ""
    grant_number: str = ""
    version: int = 0
    incidents: int | None = None


@dataclass(frozen=True)
class Edition:
    """A report in the language that was active when it was built."""

    asked: Asked
    about: About
    prepared_on: dt.date
    provinces: list[Province]
    contributions: list[Contribution]
    lines: list[list[Line]]  # contributions, then processes; in each the scope's line first
    deviations: list[Deviation]
    framework: list[FrameworkRow]  # of the contributions
    change: ChangeChapter | None
    materials: Materials
    plans: list[PlanSheet]
    sessions: list[ProvinceSessions]
    quality: list[Fact]
    sentences: list[str]
    texts: ReportTexts | None
    help_lines: list[HelpLine]
    taken: Snapshot

    @cached_property
    def record(self) -> str:
        return record_of(self.taken)

    @property
    def title(self) -> str:
        return self.about.title or _("Results report")

    @property
    def place(self) -> str:
        return listed([province.name for province in self.provinces]) or _("no province yet")

    @property
    def period(self) -> str:
        days = {"since": date_format(self.asked.since), "until": date_format(self.asked.until)}
        return _("%(since)s to %(until)s") % days

    @property
    def version(self) -> str:
        """Closed, a draft, or neither."""
        if self.about.version:
            return _("Version %(number)d, closed") % {"number": self.about.version}
        return _("Draft") if self.asked.draft else _("Without texts, not closed")

    @property
    def warning(self) -> str:
        """What stands at the foot of every page of a report that is not final; "" otherwise."""
        if settings.DEMO:
            return _("Demonstration: people and figures are invented")
        return _("Draft: the figures may still change") if self.asked.draft else ""

    @property
    def covers(self) -> str:
        """Numbers of the contributions in this edition: "1 and 5"."""
        return listed([str(part.number) for part in self.contributions])

    @property
    def indicators(self) -> list[Indicator]:
        return list(INDICATORS.values())

    @property
    def few_provinces(self) -> bool:
        """Whether a column for each fits on a page."""
        return len(self.provinces) <= 3

    @property
    def baseline_on(self) -> dt.date | None:
        """Since when all its figures are counted; None without targets or before the first cycle."""
        return next((row.line.progress.baseline_on for row in self.framework if row.line.progress.baseline_on), None)

    @property
    def framework_groups(self) -> list[list[Line]]:
        return [row.group for row in self.framework]

    @property
    def processes(self) -> list[list[Line]]:
        return [group for group in self.lines if not group[0].indicator.contribution]

    @property
    def breakdowns(self) -> list[Breakdown]:
        return [table for part in self.contributions for table in part.breakdowns]

    @cached_property
    def finance(self) -> list[finance.Item]:
        """The items, the total last; [] when nobody entered any."""
        items = finance.parse(self.texts.finance) if self.texts else []
        return [*items, finance.total(items)] if items else []

    @property
    def glossary(self) -> list[tuple[str, str]]:
        return sorted((str(word), str(text)) for word, text in GLOSSARY)


def build(
    *, user: Any, asked: Asked, today: dt.date, about: About | None = None, texts: ReportTexts | None = None,
    withheld: Withheld = frozenset(),
) -> Edition:  # fmt: skip
    """The report this user may read. Activate `asked.language` before."""
    scope = asked.scope(user)
    provinces = [asked.province] if asked.province else provinces_for(user)
    of_contributions = lines(contributions(), scope, provinces)
    of_processes = lines(processes(), scope, provinces)
    parts = chapters(of_contributions, scope, provinces, texts, withheld)
    process = [group[0] for group in of_processes]
    sessions, made, plans = by_district(scope), materials(scope), plan_sheets(scope)
    change = chapter(scope)
    groups = of_contributions + of_processes
    tables = [table for part in parts for table in part.breakdowns]
    noted = deviations(groups, texts.deviations if texts else {})
    quality = statement(scope, process)
    shares = {"sheets": quality.sheets, "pairs": _share_of("P10", process)}
    return Edition(
        asked=asked,
        about=about or About(),
        prepared_on=today,
        provinces=provinces,
        contributions=parts,
        lines=groups,
        deviations=noted,
        framework=framework(of_contributions, noted, tables, shares),
        change=change,
        materials=made,
        plans=plans,
        sessions=sessions,
        quality=quality.facts,
        sentences=(texts.summary if texts else []) or sentences(asked, parts, process),
        texts=texts,
        help_lines=list(HelpLine.objects.filter(shown=True)),
        taken=_taken(asked, groups, tables, change, sessions, made, plans),
    )


def _share_of(code: str, process: list[Line]) -> int | None:
    """Whole percent of a process indicator that is a share; None without data."""
    value = next((line.progress.value for line in process if line.indicator.code == code), None)
    return None if value is None else int(value)


def _taken(
    asked: Asked, groups: list[list[Line]], tables: list[Breakdown], change: ChangeChapter | None,
    sessions: list[ProvinceSessions], made: Materials, plans: list[PlanSheet],
) -> Snapshot:  # fmt: skip
    return snapshot(
        asked,
        groups,
        tables,
        change=change.numbers if change else [],
        sessions=[[row.district, row.planned, row.held, row.people] for each in sessions for row in each.districts],
        materials=[[row.title, row.final_on, row.transfers, row.receivers] for row in made.made],
        transfers=[[row.date, row.material, row.institution, row.copies, row.act] for row in made.transfers],
        plans=[_plain(sheet) for sheet in plans],
    )


def _plain(sheet: PlanSheet) -> dict[str, Any]:
    """Without the words of one language."""
    told = asdict(sheet)
    for word in ("board", "state"):
        del told[word]
    return told | {"acts": [[act.date, act.document] for act in sheet.acts]}
