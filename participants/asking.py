"""What a phone must know of a man to ask him without signal: no more than these few facts.

The page of the questionnaire reads the same facts with signal, so that both go one way (static/js/assess.js).
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from participants.due import Where
from participants.models import Consent, Participant
from participants.round_words import early, late, sentence, short
from participants.rounds import first_day

Facts = dict[str, Any]


def facts_of(person: Participant, name: str, where: Where, consents: Iterable[Consent]) -> Facts:
    """Ready for JSON; days as ISO text, None where there is none. `name` as the reader may see it.

    `consents` are his written ones to the evaluation; `until` is the day from which each no longer holds.
    """
    endline = first_day(where.moments, where.wait)
    return {
        "name": name,
        "code": person.code,
        "community": person.community.name,
        "due": where.advice and short(where.advice),
        "advice": where.advice and sentence(where.advice),
        "round": where.advice and where.advice.round,
        "baseline_until": _iso(where.moments.second_session),
        "endline_from": _iso(endline),
        "late": late(where.moments),
        "early": early(where.moments, where.wait),
        "consents": [{"from": _iso(one.given_on), "until": _iso(one.revoked_on)} for one in consents],
    }


def written_consents(keys: Iterable[UUID]) -> dict[UUID, list[Consent]]:
    """By key of the participant: the consents on which answers may stand (assessing.consent_for). One query."""
    rows = Consent.objects.filter(participant__in=list(keys), kind=Consent.Kind.EVALUATION)
    found: dict[UUID, list[Consent]] = {}
    for consent in rows.exclude(mode=Consent.Mode.WITNESS).order_by("given_on", "pk"):
        found.setdefault(consent.participant_id, []).append(consent)
    return found


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
