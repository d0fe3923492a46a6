"""What a report is about: which provinces, which days, in which language."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from gvp.places.models import Province
from gvp.reporting.base import Scope, scope_for
from gvp.reporting.models import Rendering, Report

WHOLE = "all"  # an answer of its own, so that nobody has to guess what no answer means
Length = Rendering.Length
ENDINGS = {Length.FULL: "", Length.SHORT: "-5p", Length.BRIEF: "-2p"}


@dataclass(frozen=True)
class Asked:
    """Both dates are inclusive; `province` None stands for all that the reader may see."""

    since: dt.date
    until: dt.date
    language: str
    province: Province | None = None
    draft: bool = False
    length: str = Length.FULL

    @classmethod
    def about(cls, report: Report, language: str, length: str = Length.FULL, *, draft: bool = True) -> "Asked":
        """What a kept report asks."""
        return cls(report.since, report.until, language, report.province, draft, length)

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Asked":
        """The reverse of `as_json`. Raises Province.DoesNotExist when the province is gone."""
        province = Province.objects.get(pk=told["province"]) if told["province"] else None
        since, until = (dt.date.fromisoformat(told[name]) for name in ("since", "until"))
        return cls(since, until, told["language"], province, told["draft"], told["length"])

    def as_json(self) -> dict[str, Any]:
        return {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "language": self.language,
            "province": self.province.code if self.province else "",
            "draft": self.draft,
            "length": str(self.length),
        }

    def scope(self, user: Any) -> Scope:
        code = self.province.code if self.province else None
        return scope_for(user, until=self.until, since=self.since, province=code)

    @property
    def file_name(self) -> str:
        """informe-jauja-2026-01-01-2026-06-30.pdf: a place and two dates, nothing personal."""
        place = slugify(self.province.name) if self.province else "programa"
        kind = "informe" if self.language == "es" else "report"
        ending = ENDINGS[Length(self.length)]
        return f"{kind}-{place}-{self.since:%Y-%m-%d}-{self.until:%Y-%m-%d}{ending}.pdf"


@dataclass(frozen=True)
class Preset:
    """A period people ask for, offered with one tap."""

    label: str
    since: dt.date
    until: dt.date


def presets(today: dt.date) -> list[Preset]:
    """This year so far, the last half year that ended, the last quarter that ended."""
    half = _period_before(today, 6)
    quarter = _period_before(today, 3)
    return [
        Preset(_("this year"), dt.date(today.year, 1, 1), today),
        Preset(_("last half year"), *half),
        Preset(_("last quarter"), *quarter),
    ]


def _period_before(today: dt.date, months: int) -> tuple[dt.date, dt.date]:
    """The last calendar period of so many months that ended before today."""
    begins = dt.date(today.year, (today.month - 1) // months * months + 1, 1)
    until = begins - dt.timedelta(days=1)
    return dt.date(until.year, until.month - months + 1, 1), until
