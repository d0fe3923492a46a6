"""Kept reports as their pages show them: the list, and one report with its state, gaps and editions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone, translation

from gvp.accounts.roles import WRITE_REPORTS
from gvp.reporting.cells import DIMENSIONS
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.models import Rendering, Report, Seal
from gvp.reporting.report import kept
from gvp.reporting.report.differencing import would_tell
from gvp.reporting.report.wording import language_name


@dataclass(frozen=True)
class Listed:
    report: Report
    seal: Seal | None  # None: open


@dataclass(frozen=True)
class Written:
    """The texts in one language: how many of those that are needed are there."""

    language: str
    name: str
    missing: list[str]


def listed_reports(user: Any) -> list[Listed]:
    """The latest first. Two queries."""
    standing = Prefetch("seals", Seal.objects.standing().defer("figures"), to_attr="standing")
    found: Any = Report.objects.visible_to(user).select_related("province").prefetch_related(standing)
    return [Listed(report, report.standing[0] if report.standing else None) for report in found]


def page_of(report: Report, user: Any) -> dict[str, Any]:
    """The context of the report's page."""
    seal = report.seals.standing().select_related("recorded_by").first()
    languages = [(code, name) for code, name in settings.LANGUAGES if code in report.languages]
    context = {
        "report": report,
        "seal": seal,
        "writes": user.may(WRITE_REPORTS),
        "editions": [(code, name, Rendering.Length.choices) for code, name in languages],
        "lifted": report.seals.exclude(lifted_at=None).select_related("recorded_by", "lifted_by").defer("figures"),
    }
    if seal:
        return context | {"broken": not kept.intact(seal)}
    return context | _open(report, user, languages)


def _open(report: Report, user: Any, languages: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    withheld = would_tell(report)
    today, written = timezone.localdate(), []
    for code, _name in languages:
        with translation.override(code):
            built = kept.edition(report, code, by=user, today=today, withheld=withheld)
        written.append(Written(code, language_name(code), kept.missing_in(report, built)))
    return {
        "written": written,
        "ready": not any(each.missing for each in written) and report.until <= today,
        "early": report.until > today,
        "withheld": [(INDICATORS[code].title, DIMENSIONS[dimension]) for code, dimension in sorted(withheld)],
    }
