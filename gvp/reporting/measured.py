"""Favourable change, man by man (indicators.md, section 3).

`measured(scope)` is found out once and read by C1, C1b to C1d, P09 and P10, by the page of the measurement and by the
report. Which of a man's applications is his baseline and which his endline is decided by participants/rounds.py, as on
the phone; the answers and their scores come from participants/measuring.py.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, cached_property
from math import ceil
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from gvp.base import parameters
from gvp.reporting.base import Row, Scope
from gvp.reporting.cycles import sensitised
from gvp.reporting.people import Found, registered
from participants import rounds
from participants.counting import NEEDED, consenting, of_group
from participants.measuring import Application, Questionnaire, applications, deciding
from participants.models import Assessment, ChangeThreshold, Participant
from participants.moments import Moments
from participants.parameters import CHANGE_FLOOR, CHANGE_SD_SHARE, ENDLINE_WAIT_DAYS
from participants.scoring import Change, Outcome, Score, Threshold, Verdict, change, threshold, verdict
from workshops.beginnings import second_sessions

Applications = Mapping[UUID, Application]  # by man
MAN, BASELINE, ENDLINE = Participant.Group.MAN, Assessment.Round.BASELINE, Assessment.Round.ENDLINE


class Limit(NamedTuple):
    """From which difference a domain changed, with its evidence; `frozen_on` None while it moves with the baselines."""

    threshold: Threshold
    frozen_on: dt.date | None = None


class Pair(NamedTuple):
    """One sensitised man, measured before and after. `changes` by code of the domain."""

    man: UUID
    province: str
    sensitised_on: dt.date
    baseline: Application
    endline: Application
    changes: Mapping[str, Change]
    verdict: Verdict

    @property
    def favourable(self) -> bool:
        return self.verdict.outcome is Outcome.FAVOURABLE

    @property
    def deltas(self) -> dict[str, Fraction]:
        """Endline minus baseline, in points of the index; of the domains measured in both rounds."""
        found = {}
        for domain, before in self.baseline.scores.items():
            after = self.endline.scores[domain]
            if before.index is not None and after.index is not None:
                found[domain] = after.index - before.index
        return found


class Flow(NamedTuple):
    """How many men there were at each stage; the last three of those sensitised."""

    enrolled: int
    consented: int
    sensitised: int
    baseline: int
    endline: int
    paired: int


@dataclass(frozen=True)
class Measured:
    """Everything about change in one scope.

    `limits` by code of the domain, in the order of the questionnaire; they hold for the whole programme. `baselines`
    are those of all men of the scope with consent, `endlines` those of its sensitised men, `pairs` those of both,
    by day of the endline.
    """

    scope: Scope
    questionnaire: Questionnaire | None
    limits: Mapping[str, Limit]
    sensitised: Found
    baselines: Applications
    endlines: Applications
    pairs: tuple[Pair, ...]

    @cached_property
    def flow(self) -> Flow:
        """Two queries, the first time."""
        men = registered(self.scope).filter(of_group(MAN))
        return Flow(
            enrolled=men.count(),
            consented=men.filter(consenting(self.scope.until, NEEDED[MAN])).count(),
            sensitised=len(self.sensitised),
            baseline=len(self.baselines.keys() & self.sensitised.keys()),
            endline=len(self.endlines),
            paired=len(self.pairs),
        )

    @cached_property
    def by_man(self) -> dict[UUID, Pair]:
        return {pair.man: pair for pair in self.pairs}

    def rows(self, counts: Callable[[Pair], bool]) -> Found:
        """The pairs for which this is so, since the endline."""
        return {pair.man: Row(pair.man, pair.endline.date, pair.province) for pair in self.pairs if counts(pair)}


def measured(scope: Scope) -> Measured:
    return scope.once("measured", _measure)


def _measure(scope: Scope) -> Measured:
    questionnaire, men = deciding(), sensitised(scope)
    if questionnaire is None:
        return Measured(scope, None, {}, men, {}, {}, ())
    frozen = _frozen(questionnaire, scope.until)
    everybody = replace(scope, province=None, among=None, person=None)
    moves = len(frozen) < len(questionnaire.domains)  # a threshold moves with the baselines of the whole programme
    read = everybody if moves and not scope.person else scope
    baselines, endlines = read.once("answers", lambda asked: _answers(questionnaire, asked))
    own = {man: found for man, found in baselines.items() if _within(scope, found)}
    ends = _endlines(endlines, men, questionnaire.main)
    if scope.person and not (own and ends):
        return Measured(scope, questionnaire, frozen, men, own, ends, ())  # one man without a pair needs no threshold
    limits = everybody.once("limits", lambda asked: _limits(questionnaire, frozen, asked) if moves else frozen)
    return Measured(scope, questionnaire, limits, men, own, ends, _pairs(men, own, ends, limits, questionnaire.main))


def _within(scope: Scope, found: Application) -> bool:
    if scope.person:
        return found.participant == scope.person
    return scope.provinces is None or found.province in scope.provinces


# --- Which application is which ----------------------------------------------------------------


def men_with_consent(scope: Scope) -> QuerySet[Participant]:
    """All men of the scope who pass the consent gate."""
    return registered(scope).filter(of_group(MAN) & consenting(scope.until, NEEDED[MAN]))


def _answers(questionnaire: Questionnaire, scope: Scope) -> tuple[Applications, dict[UUID, list[Application]]]:
    """The baseline of each man with consent, and all that might be his endline. Three queries."""
    first: dict[UUID, list[Application]] = {}
    last: dict[UUID, list[Application]] = {}
    people = men_with_consent(scope)
    for found in applications(scope.until, questionnaire, people):
        if found.round in (BASELINE, ENDLINE):
            (first if found.round == BASELINE else last).setdefault(found.participant, []).append(found)
    asked = Assessment.objects.filter(round=BASELINE).order_by().values("participant")
    second = second_sessions(scope.until, people.filter(pk__in=asked)) if first else {}
    chosen = (
        (man, rounds.baseline(answered, questionnaire.main, Moments(second_session=second.get(man))))
        for man, answered in first.items()
    )
    return {man: one for man, one in chosen if one}, last


def _endlines(found: Mapping[UUID, list[Application]], men: Found, main: str) -> Applications:
    wait = ceil(ENDLINE_WAIT_DAYS.value())
    chosen = (
        (man, rounds.endline(found[man], main, Moments(sensitised_on=row.reached_on), wait))
        for man, row in men.items()
        if man in found
    )
    return {man: one for man, one in chosen if one}


# --- Thresholds --------------------------------------------------------------------------------


def _frozen(questionnaire: Questionnaire, until: dt.date) -> dict[str, Limit]:
    """Thresholds frozen by the day, by code of the domain, in the order of the questionnaire."""
    there = ChangeThreshold.objects.filter(
        domain__instrument=questionnaire.instrument, lifted_at__isnull=True, frozen_on__lte=until
    )
    rows = there.values_list("domain__code", "value", "n", "sd", "frozen_on")
    found = {code: Limit(Threshold(value, n, sd), frozen_on) for code, value, n, sd, frozen_on in rows}
    return {domain.code: found[domain.code] for domain in questionnaire.domains if domain.code in found}


def _limits(questionnaire: Questionnaire, frozen: Mapping[str, Limit], scope: Scope) -> dict[str, Limit]:
    """In the order of the questionnaire; those that are not frozen from the baselines of the scope."""
    known = parameters.values((CHANGE_FLOOR, CHANGE_SD_SHARE))
    floor, share = known[CHANGE_FLOOR.key], known[CHANGE_SD_SHARE.key]
    baselines, _endlines = scope.once("answers", lambda asked: _answers(questionnaire, asked))
    limits = {}
    for domain in questionnaire.domains:
        indices = (found.scores[domain.code].index for found in baselines.values())
        limits[domain.code] = frozen.get(domain.code) or Limit(
            threshold((index for index in indices if index is not None), floor, share)
        )
    return limits


# --- Verdicts ----------------------------------------------------------------------------------


def _pairs(
    men: Found, baselines: Applications, endlines: Applications, limits: Mapping[str, Limit], main: str
) -> tuple[Pair, ...]:
    judge = judging(limits, main)
    pairs = (
        Pair(man, row.province, row.reached_on, baselines[man], end, *judge(baselines[man], end))
        for man, row in men.items()
        if (end := endlines.get(man)) and man in baselines
    )
    return tuple(sorted(pairs, key=lambda pair: (pair.endline.date, pair.man.int)))


def judging(
    limits: Mapping[str, Limit], main: str
) -> Callable[[Application, Application], tuple[Mapping[str, Change], Verdict]]:
    """Few pairs of scores are met among many men: each is compared once."""

    @cache
    def changed(domain: str, before: Score, after: Score) -> Change:
        return change(before, after, limits[domain].threshold.value)

    @cache
    def judged(changes: tuple[Change, ...]) -> tuple[Mapping[str, Change], Verdict]:
        by_domain = dict(zip(limits, changes, strict=True))
        return by_domain, verdict(by_domain, main)

    return lambda before, after: judged(
        tuple(changed(domain, before.scores[domain], after.scores[domain]) for domain in limits)
    )
