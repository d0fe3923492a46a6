"""Follow-up rounds: shown apart, and never part of C1 (indicators.md, section 3)."""

from typing import NamedTuple
from uuid import UUID

from gvp.reporting.measured import Measured, Pair, judging, men_with_consent
from participants.measuring import Application, Questionnaire, applications
from participants.models import Assessment
from participants.scoring import Outcome, Standing

FOLLOW_UP = Assessment.Round.FOLLOW_UP


class Followed(NamedTuple):
    """Of the pairs, those asked again after the endline, by their last answers.

    `favourable`: those who then still show favourable change since the baseline. `days`: from endline to follow-up,
    on average.
    """

    men: int = 0
    favourable: int = 0
    days: float = 0


def followed(found: Measured) -> Followed:
    """One query, once there are pairs."""
    if found.questionnaire is None or not found.pairs:
        return Followed()
    last = _last(found, found.questionnaire)
    judge = judging(found.limits, found.questionnaire.main)
    both = [(found.by_man[man], again) for man, again in last.items()]
    still = sum(judge(pair.baseline, again)[1].outcome is Outcome.FAVOURABLE for pair, again in both)
    return (
        Followed(len(both), still, sum(_days(pair, again) for pair, again in both) / len(both)) if both else Followed()
    )


def _last(found: Measured, questionnaire: Questionnaire) -> dict[UUID, Application]:
    """By man of a pair: his last valid follow-up after the endline."""
    asked = Assessment.objects.filter(round=FOLLOW_UP).order_by().values("participant")
    people = men_with_consent(found.scope).filter(pk__in=asked)
    return {
        one.participant: one
        for one in applications(found.scope.until, questionnaire, people)
        if one.round == FOLLOW_UP
        and one.scores[questionnaire.main].standing is Standing.VALID
        and (pair := found.by_man.get(one.participant))
        and _days(pair, one) > 0
    }


def _days(pair: Pair, again: Application) -> int:
    return (again.date - pair.endline.date).days
