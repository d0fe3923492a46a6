"""Which sections each length has, in their order, and what stands in the contents."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gvp.reporting.report.asked import Length
from gvp.reporting.report.data import Edition


@dataclass(frozen=True)
class Section:
    """`template` below reporting/pdf/; `anchor` and `title` as the contents name it, "" for what they leave out."""

    template: str
    anchor: str = ""
    title: Any = ""
    there: Callable[[Edition], object] = lambda report: True

    @property
    def file(self) -> str:
        return f"reporting/pdf/{self.template}.html"


def _written(name: str) -> Callable[[Edition], object]:
    """Only where somebody wrote it."""
    return lambda report: report.texts and getattr(report.texts, name)


FULL = (
    Section("cover"),
    Section("contents"),
    Section("summary", "summary", _("The five contributions on one page")),
    Section("context", "context", _("Context"), _written("context")),
    Section("process", "process", _("The work behind the figures")),
    Section("chapters", "progress", _("Progress by contribution")),
    Section("provinces", "provinces", _("Province by province"), lambda report: len(report.provinces) > 1),
    Section("change", "change", _("What changed in men's answers"), lambda report: report.change),
    Section("framework", "framework", _("Indicators and targets")),
    Section("disaggregation", "disaggregation", _("Who they are"), lambda report: report.breakdowns),
    Section("materials", "materials", _("Materials and transfers")),
    Section("plans", "plans", _("Provincial plans")),
    Section("challenges", "challenges", _("Challenges and deviations")),
    Section("learning", "learning", _("Learning and voices"), _written("learning")),
    Section("sustainability", "sustainability", _("Sustainability and transfer"), _written("sustainability")),
    Section("next", "next", _("The next period"), _written("next_period")),
    Section("protection", "protection", _("Protection of people and data")),
    Section("finance", "finance", _("Finance"), lambda report: report.finance),
    Section("definitions", "definitions", _("Annex: indicator sheets")),
    Section("quality", "quality", _("Annex: quality of the data")),
    Section("sessions", "sessions", _("Annex: sessions by district")),
    Section("method", "method", _("Annex: method and limits")),
    Section("glossary", "glossary", _("Annex: glossary")),
    Section("help", "help", _("Help card and record")),
)
SHORT = (
    Section("summary"),
    Section("progress"),
    Section("table"),
    Section("outlook"),
    Section("closing"),
)
BRIEF = (Section("brief"), Section("brief_table"))
BY_LENGTH = {Length.FULL: FULL, Length.SHORT: SHORT, Length.BRIEF: BRIEF}


def sections(report: Edition, length: str) -> list[Section]:
    """Those of this length that have something to say."""
    return [section for section in BY_LENGTH[Length(length)] if section.there(report)]
