"""Men who were asked before and after, with the answers that a test is about."""

import datetime as dt
from typing import Any

from participants.models import Assessment, Consent, Instrument, Participant

EQUITABLE = ("M3", "M5", "P2", "P5", "H1", "H4")


def answered(**domains: Any) -> dict[str, Any]:
    """`M=1`: each statement of masculinity scores 1; a list gives its five scores; None is no answer, "NA" apart."""
    found = {}
    for domain, given in domains.items():
        scores = given if isinstance(given, list) else [given] * 5
        for n, score in enumerate(scores, start=1):
            item = f"{domain}{n}"
            if score is not None:
                found[item] = 4 - score if item in EQUITABLE and score != "NA" else score
    return found


def ask(man: Participant, round_: str, day: dt.date, **domains: Any) -> Assessment:
    consent, _ = Consent.objects.get_or_create(
        participant=man, kind="evaluation", defaults={"given_on": man.enrolled_on, "mode": "signature"}
    )
    return Assessment.objects.create(
        participant=man, consent=consent, instrument=Instrument.objects.get(counts_for_change=True), round=round_,
        date=day, answers=answered(**domains),
    )  # fmt: skip
