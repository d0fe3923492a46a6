"""Indicators whose rows are people: who counts, who does not, and the one rule that decided.

The list, its exclusions and one person's verdict ask the same rules in the same order, so that they cannot
disagree: included and excluded together are everybody registered (indicators.md, 1.8).

Conditions are asked of a person's record, by the database. Steps come after them: each finds everybody for whom it
holds, at once, and whoever is found by all of them counts since the day the last one says.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gvp.reporting.base import Indicator, Memo, Ratio, Row, Rule, Scope, Verdict
from gvp.reporting.rules import Condition, all_hold, first_failing
from participants.models import Participant

PROVINCE = "community__district__province"
REGISTERED = "registered"

Found = Mapping[UUID, Row]


@dataclass(frozen=True)
class Step(Rule):
    """A rule asked of everybody at once. `found`: for whom it holds and since when, earliest first.

    It may find people whom an earlier rule leaves out. `reason` says, with the person's own facts, why it does not
    hold.
    """

    found: Callable[[Scope], Found]
    reason: Callable[[Participant, Scope], str]


def registered(scope: Scope) -> QuerySet:
    """Everybody registered on `scope.until`, in the province of the community at enrolment (1.4)."""
    people = scope.limit(Participant.objects.registered_by(scope.until), PROVINCE)
    return people.filter(pk=scope.person) if scope.person else people


def by_key(rows: Iterable[Row]) -> Found:
    return {row.key: row for row in rows}  # type: ignore[misc]


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Earliest first; the same order at every reading, and on every database."""
    return sorted(rows, key=lambda row: (row.reached_on, row.key.int))  # type: ignore[union-attr]


class People(Indicator):
    """A list of people: conditions asked of the record, in order, then one step after the other."""

    record = "participant"
    conditions: ClassVar[Sequence[Condition]] = ()
    steps: ClassVar[Sequence[Step]]

    @property
    def rules(self) -> Sequence[Rule]:
        return (*self.conditions, *self.steps)

    def find(self, scope: Scope) -> list[Row]:
        *before, last = self._found(scope)
        return [row for key, row in last.items() if all(key in found for found in before)]

    def _found(self, scope: Scope) -> list[Found]:
        return [step.found(scope) for step in self.steps]

    def eligible(self, scope: Scope) -> QuerySet:
        """Those for whom all conditions hold."""
        return registered(scope).filter(all_hold(self.conditions, scope.until))

    def excluded(self, scope: Scope) -> list[tuple[UUID, str]]:
        """Everybody registered who does not count, by name, with the key of the first rule that fails."""
        scope = scope.sharing()
        counted, found = {row.key for row in self.rows(scope)}, self._found(scope)
        failing = first_failing(self.conditions, scope.until)
        judged = registered(scope).order_by("sort_name", "code").values_list("pk", failing)
        return [(key, failed or self._step(found, key).key) for key, failed in judged if key not in counted]

    def judge(self, person: Participant, scope: Scope) -> Verdict:
        failing = scope.once(("fails", self.conditions), self._failing)
        if failing is None:
            registered_on = date_format(person.enrolled_on, "SHORT_DATE_FORMAT")
            return Verdict(False, rule=REGISTERED, reason=_("Was registered on %(day)s.") % {"day": registered_on})
        if failing:
            rule = next(rule for rule in self.conditions if rule.key == failing)
            reason = scope.once(("reason", rule), lambda asked: rule.reason(person, asked.until))
            return Verdict(False, rule=failing, reason=reason)
        for row in self.rows(scope):
            return Verdict(True, reached_on=row.reached_on)
        step = self._step(self._found(scope), person.pk)
        reason = scope.once(("reason", step), lambda asked: step.reason(person, asked))
        return Verdict(False, rule=step.key, reason=reason)

    def _failing(self, scope: Scope) -> str | None:
        """The condition that fails for the one person of the scope; "" for none, None when not registered yet."""
        return registered(scope).values_list(first_failing(self.conditions, scope.until), flat=True).first()

    def _step(self, found: Sequence[Found], key: UUID) -> Step:
        """The first step that does not find this person."""
        return next(step for step, those in zip(self.steps, found, strict=True) if key not in those)


class PeopleShare(People, Ratio):
    """A part of a list of people: the numerator passes every rule."""


def excluded(indicator: Indicator, scope: Scope) -> list[tuple[UUID, str]]:
    """Everybody registered in the scope who does not count, with the key of the first rule that fails.

    Empty for an indicator that is not about people.
    """
    return indicator.excluded(scope) if isinstance(indicator, People) else []


def verdicts(indicators: Iterable[Indicator], person: Participant, until: dt.date) -> list[tuple[Indicator, Verdict]]:
    """What each indicator that is about people says of this person."""
    scope = Scope(until, person=person.pk, memo=Memo())
    asked = ((indicator, indicator.judge(person, scope)) for indicator in indicators)
    return [(indicator, verdict) for indicator, verdict in asked if verdict is not None]
