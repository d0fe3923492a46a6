"""How far the figures can be trusted: what stands behind them, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from gvp.reporting.base import Number, Scope
from gvp.reporting.figures import percent, shown
from gvp.reporting.report.lines import Line
from gvp.reporting.suppression import SMALLEST_BASE, few, share_text
from workshops.gaps import with_gaps
from workshops.models import Workshop


class Fact(NamedTuple):
    """One line of the data-quality statement: what was looked at, what was found, what it means."""

    label: str
    text: str
    note: str


@dataclass(frozen=True)
class Statement:
    """The facts of the data-quality statement, and the share of sessions held that have a signed sheet, in percent."""

    facts: list[Fact]
    sheets: int | None


def statement(scope: Scope, process: Sequence[Line]) -> Statement:
    consents = next(line for line in process if line.indicator.code == "P20")
    complete = _of(consents.value.numerator or 0, consents.value.denominator or 0)
    dated = Workshop.objects.filter(date__range=(scope.since, scope.until))
    sessions = list(with_gaps(scope.limit(dated.standing(), "community__district__province")))
    held = [session for session in sessions if session.status == Workshop.Status.HELD]
    first = Fact(str(consents.indicator.title), complete, _("Whoever lacks one counts in no contribution."))
    sheets = sum(session.has_sheet for session in held)
    return Statement([first, *_about_sessions(sessions, held)], percent(sheets, len(held)) if held else None)


def _about_sessions(sessions: Sequence[Any], held: Sequence[Any]) -> list[Fact]:
    return [
        Fact(
            _("Sessions held with a photo or scan of the signed sheet"),
            _of(sum(session.has_sheet for session in held), len(held)),
            _("The paper is the proof behind the marks."),
        ),
        Fact(
            _("Sessions held whose head count, signatures and marks agree"),
            _of(sum(_agrees(session) for session in held), len(held)),
            _("The others are looked into by the coordination; only marks are counted."),
        ),
        Fact(
            _("Marks on which two people disagree"),
            shown(sum(session.disputes for session in held)),
            _("The latest mark counts until the coordination decides."),
        ),
        Fact(
            _("Sessions whose day has passed without a record"),
            shown(len(sessions) - len(held)),
            _("They count as planned and not held."),
        ),
        Fact(
            _("Attendances of people who gave no consent to be registered"),
            few(sum(session.unregistered for session in held)),
            _("Counted at the door only; they stand in no figure of this report."),
        ),
    ]


def _agrees(session: Any) -> bool:
    """Each count that was taken says the same as the marks."""
    heads, signatures = (None, session.came + session.unregistered), (None, session.came)
    return session.head_count in heads and session.signatures in signatures


def _of(part: Number, whole: Number) -> str:
    """ "34 of 40 (85%)"; counts alone when they are few."""
    counts = _("%(part)s of %(whole)s") % {"part": shown(part), "whole": shown(whole)}
    return counts if whole < SMALLEST_BASE else f"{counts} ({share_text(int(part), int(whole))})"
