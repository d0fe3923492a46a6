"""Reports kept by the team: begun, corrected, closed with a seal, reopened with a reason."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from gvp.base import versions
from gvp.reporting.base import followed, plain
from gvp.reporting.figures import figure_text
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.models import Report, ReportTexts, Seal, SealedEdition
from gvp.reporting.report import document
from gvp.reporting.report.asked import Asked, Length
from gvp.reporting.report.breakdowns import Withheld
from gvp.reporting.report.data import About, Edition, build
from gvp.reporting.report.differencing import would_tell
from gvp.reporting.report.lines import lines
from gvp.reporting.report.snapshot import digest
from gvp.reporting.report.tables import tables
from gvp.reporting.report.texts import REQUIRED, refuse_closed

FACTS = ("title", "title_en", "donor", "grant_number", "province", "since", "until", "in_english", "incidents")


@transaction.atomic
def begin(*, by: User, key: UUID, facts: Mapping[str, Any]) -> Report:
    """A new report with empty texts. Sent twice with the same key it is one report.

    Raises ValidationError with code "reused" when somebody else's report has this key.
    """
    if found := Report.objects.filter(pk=key).first():
        if found.recorded_by_id != by.pk:
            raise ValidationError(_("This form was already used for another report. Open it again."), code="reused")
        return found
    report = Report.objects.create(pk=key, recorded_by=by, **{name: facts[name] for name in FACTS})
    _give_texts(report, by)
    _record(by, log.Verb.CREATED, report)
    return report


@transaction.atomic
def correct(*, by: User, report: Report, facts: Mapping[str, Any], seen: str) -> Report:
    """Raises ValidationError when the report is closed, or somebody else changed it meanwhile."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    refuse_closed(report)
    changed = [name for name in FACTS if getattr(report, name) != facts[name]]
    if not changed:
        return report
    versions.check(report, seen)
    for name in FACTS:
        setattr(report, name, facts[name])
    report.save()
    _give_texts(report, by)
    _record(by, log.Verb.CHANGED, report, changed=changed)
    return report


def edition(
    report: Report, language: str, *, by: Any, today: dt.date, length: str = Length.FULL, version: int = 0,
    withheld: Withheld | None = None,
) -> Edition:  # fmt: skip
    """The report as its figures and texts are now; `version` 0 makes a draft. Activate the language before."""
    return build(
        user=by,
        asked=Asked.about(report, language, length, draft=not version),
        today=today,
        about=About(report.title_in(language), report.donor, report.grant_number, version, report.incidents),
        texts=report.texts.get(language=language),
        withheld=would_tell(report) if withheld is None else withheld,
    )


def missing_in(report: Report, built: Edition) -> list[str]:
    """What has to be written in this language before the report can be closed, in the reader's words."""
    texts = built.texts
    lacking = [ReportTexts.label_of(slot) for slot in REQUIRED if not getattr(texts, slot)]
    lacking += [
        _("why %(code)s is %(off)s%% off what was expected") % {"code": each.code, "off": each.off_text}
        for each in built.deviations
        if not each.note
    ]
    if built.asked.language == "en" and not report.title_en:
        lacking.append(_("the title in English"))
    return lacking


@transaction.atomic
def close(*, by: User, report: Report, today: dt.date) -> Seal:
    """Seal every figure and every page. Closing a closed report changes nothing.

    Raises ValidationError with one message per text that is missing, or when the period has not ended.
    """
    report = Report.objects.select_for_update().get(pk=report.pk)
    if standing := report.seals.standing().first():
        return standing
    if report.until > today:
        raise ValidationError(_("The period has not ended yet."), code="early")
    version, withheld = report.seals.count() + 1, would_tell(report)
    found = {
        each: _built(report, each, by=by, today=today, version=version, withheld=withheld) for each in report.languages
    }
    names = dict(settings.LANGUAGES)
    lacking = [f"{names[each]}: {text}" for each, built in found.items() for text in missing_in(report, built)]
    if lacking:
        raise ValidationError(lacking, code="missing")
    pages = {language: _pages(built) for language, built in found.items()}
    sheets = {language: _tables(built) for language, built in found.items()}
    first = found[report.languages[0]]
    seal = Seal.objects.create(
        report=report, version=version, record=first.record, figures=first.taken, recorded_by=by,
        digest=digest(first.taken, pages, sheets),
    )  # fmt: skip
    for language in found:
        SealedEdition.objects.create(
            seal=seal, language=language, pages=pages[language], tables=sheets[language], recorded_by=by
        )
    _record(by, log.Verb.CHANGED, report, state="closed", version=version, record=seal.record, digest=seal.digest)
    return seal


@transaction.atomic
def reopen(*, by: User, report: Report, reason: str) -> bool:
    """Lift the seal and keep it. False when the report is open already."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    seal = report.seals.standing().first()
    if seal is None:
        return False
    seal.lifted_at, seal.lifted_by, seal.lifted_reason = timezone.now(), by, reason
    seal.save()
    _record(by, log.Verb.CHANGED, report, state="reopened", version=seal.version, record=seal.record)
    return True


def intact(seal: Seal) -> bool:
    """Whether figures, pages and tables are those that were sealed."""
    editions = seal.editions.all()
    pages = {each.language: each.pages for each in editions}
    sheets = {each.language: each.tables for each in editions}
    return seal.digest == digest(seal.figures, pages, sheets)


@dataclass(frozen=True)
class Difference:
    """A figure that is not what it was when the report was closed; texts are ready to show."""

    indicator: Any
    place: str
    then: str
    now: str


def differences(seal: Seal, *, by: Any) -> list[Difference]:
    """What the facts recorded or corrected since would change: the sealed figures beside those of today."""
    report = seal.report
    asked = Asked.about(report, report.languages[0])
    provinces = [report.province] if report.province else followed()
    groups = lines(list(INDICATORS.values()), asked.scope(by), provinces)
    sealed = {(told["code"], told["province"]): told["main"] for told in seal.figures["figures"]}
    found = []
    for line in (line for group in groups for line in group):
        key = (line.indicator.code, line.province.code if line.province else "")
        if key in sealed and sealed[key] != plain(line.progress.value):
            then = figure_text(line.indicator, sealed[key]) or _("no data")
            found.append(Difference(line.indicator, line.place, then, line.cumulative))
    return found


def _built(report: Report, language: str, **facts: Any) -> Edition:
    with translation.override(language):
        return edition(report, language, **facts)


def _pages(built: Edition) -> dict[str, str]:
    """The document in every length."""
    with translation.override(built.asked.language):
        return {str(length): document.html(built, length=str(length)) for length in Length}


def _tables(built: Edition) -> list[dict[str, Any]]:
    """What the workbook holds."""
    with translation.override(built.asked.language):
        return tables(built)


def _give_texts(report: Report, by: User) -> None:
    for language in report.languages:
        ReportTexts.objects.get_or_create(report=report, language=language, defaults={"recorded_by": by})


def _record(by: User, verb: str, report: Report, **detail: Any) -> None:
    log.record(
        by=by, verb=verb, target=report, province=report.province_id or "",
        since=report.since.isoformat(), until=report.until.isoformat(), **detail,
    )  # fmt: skip
