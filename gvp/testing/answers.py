"""Assessments for tests: what a man answered, with the consent that it stands on."""

import datetime as dt
from typing import Any

from participants.models import Assessment, Consent, Instrument, Participant

FCC = ("M", "P", "H")
EQUITABLE = {"M3", "M5", "P2", "P5", "H1", "H4"}
NOT_ASKED = "NA"


def all_answered(**points: int | str) -> dict[str, int | str]:
    """Answers to FCC-15 worth so many points each, by domain: all_answered(M=3, P=2, H="NA"). Others are worth 2."""
    worth = {domain: points.get(domain, 2) for domain in FCC}
    return {
        f"{domain}{n}": 4 - point if isinstance(point, int) and f"{domain}{n}" in EQUITABLE else point
        for domain, point in worth.items()
        for n in range(1, 6)
    }


def consent_to_evaluation(man: Participant, on: dt.date | None = None) -> Consent:
    """The one there is, or a new one from the day he was registered."""
    there = man.consents.filter(kind=Consent.Kind.EVALUATION).order_by("given_on").first()
    return there or Consent.objects.create(
        participant=man, kind=Consent.Kind.EVALUATION, given_on=on or man.enrolled_on, mode=Consent.Mode.SIGNATURE
    )


def assess(
    man: Participant, round_: str, date: dt.date, answers: dict[str, Any] | None = None, code: str = "FCC-15"
) -> Assessment:
    """Store one application; without `answers` every statement is in the middle."""
    return Assessment.objects.create(
        participant=man,
        consent=consent_to_evaluation(man),
        instrument=Instrument.objects.get(code=code),
        round=round_,
        date=date,
        answers=all_answered() if answers is None else answers,
    )
