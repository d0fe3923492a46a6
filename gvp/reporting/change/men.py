"""Man by man: what he answered before and after, and the verdict with its reasons. For those who open records."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy

from gvp.reporting.measured import Measured, Pair
from gvp.reporting.verdict_words import CHANGE_WORDS, OUTCOME_WORDS, signed
from participants.models import Participant
from participants.scoring import Change, Outcome


class Domain(NamedTuple):
    """One domain of one man: "Masculinity", "+10.0", "improved"."""

    name: str
    change: Change
    word: Any
    delta: str  # "" where it was not measured twice


@dataclass(frozen=True)
class Man:
    person: Participant
    baseline_on: dt.date
    endline_on: dt.date
    domains: list[Domain]
    outcome: Outcome
    verdict: Any
    reason: str


WHY = {
    "alone": gettext_lazy("Masculinity improved; he has neither partner nor children."),
    "favourable": gettext_lazy("Masculinity and another domain improved, and none worsened."),
    "worsened": gettext_lazy("A domain worsened."),
    "main": gettext_lazy("Masculinity did not improve by the threshold."),
    "others": gettext_lazy("Masculinity improved, and no other domain did."),
}


def of_outcome(pairs: Iterable[Pair], outcome: str) -> list[Pair]:
    """Those of one verdict, latest endline first; all of them for "". Raises ValueError for another word."""
    wanted = Outcome(outcome) if outcome else None
    found = [pair for pair in pairs if wanted is None or pair.verdict.outcome is wanted]
    return sorted(found, key=lambda pair: (pair.endline.date, pair.man.int), reverse=True)


def men(found: Measured, pairs: Sequence[Pair], user: Any) -> list[Man]:
    """These pairs with the records of those this user may open. One query."""
    people = Participant.objects.openable_by(user).select_related("community__district")
    records = people.in_bulk([pair.man for pair in pairs])
    names = {domain.code: domain.in_language("name") for domain in found.questionnaire.domains} if pairs else {}  # type: ignore[union-attr]
    return [_man(pair, records[pair.man], names) for pair in pairs if pair.man in records]


def _man(pair: Pair, person: Participant, names: dict[str, str]) -> Man:
    deltas = pair.deltas
    return Man(
        person=person,
        baseline_on=pair.baseline.date,
        endline_on=pair.endline.date,
        domains=[
            Domain(names[code], change, CHANGE_WORDS[change], signed(float(deltas[code])) if code in deltas else "")
            for code, change in pair.changes.items()
        ],
        outcome=pair.verdict.outcome,
        verdict=OUTCOME_WORDS[pair.verdict.outcome],
        reason=str(WHY[_reason(pair)]),
    )


def _reason(pair: Pair) -> str:
    """The rule that decided, in the order of indicators.md."""
    main, *others = pair.changes.values()
    if pair.favourable:
        return "alone" if pair.verdict.only_masculinity else "favourable"
    if Change.WORSENED in (main, *others):
        return "worsened"
    return "main" if main is not Change.IMPROVED else "others"
