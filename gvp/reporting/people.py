"""Indicators whose rows are people: who counts, who does not, and the one rule that decided.

The list, its exclusions and one person's verdict ask the same conditions in the same order, so that they cannot
disagree: included and excluded together are everybody registered (indicators.md, 1.8).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gvp.reporting.base import Indicator, Ratio, Row, Rule, Scope, Verdict
from gvp.reporting.rules import Condition, all_hold, first_failing
from participants.models import Participant

PROVINCE = "community__district__province"
REGISTERED = "registered"


def registered(scope: Scope) -> QuerySet:
    """Everybody registered on `scope.until`, in the province of the community at enrolment (1.4)."""
    return scope.limit(Participant.objects.registered_by(scope.until), PROVINCE)


def rows_of(reached: Iterable[tuple[UUID, str, dt.date]]) -> list[Row]:
    return [Row(key, day, province) for key, province, day in reached]


class People(Indicator):
    """A list of people: conditions asked of the record, in order, then one last rule that also gives the date."""

    record = "participant"
    conditions: ClassVar[Sequence[Condition]] = ()
    last: ClassVar[Rule]

    @property
    def rules(self) -> Sequence[Rule]:
        return (*self.conditions, self.last)

    def rows(self, scope: Scope) -> list[Row]:
        return rows_of(self.reached(self.eligible(scope), scope.until))

    def eligible(self, scope: Scope) -> QuerySet:
        """Those for whom only the last rule is left to ask."""
        return registered(scope).filter(all_hold(self.conditions, scope.until))

    def reached(self, people: QuerySet, until: dt.date) -> Iterable[tuple[UUID, str, dt.date]]:
        """Those for whom the last rule holds: key, province and the day on which each began to count."""
        raise NotImplementedError

    def lacking(self, person: Participant, until: dt.date) -> str:
        """Why the last rule does not hold for this person."""
        raise NotImplementedError

    def why(self, person: Participant, until: dt.date) -> Verdict:
        one = registered(Scope(until)).filter(pk=person.pk)
        failing = one.values_list(first_failing(self.conditions, until), flat=True).first()
        if failing is None:
            registered_on = date_format(person.enrolled_on, "SHORT_DATE_FORMAT")
            return Verdict(False, rule=REGISTERED, reason=_("Was registered on %(day)s.") % {"day": registered_on})
        if failing:
            rule = next(rule for rule in self.conditions if rule.key == failing)
            return Verdict(False, rule=failing, reason=rule.reason(person, until))
        for _key, _province, day in self.reached(one, until):
            return Verdict(True, reached_on=day)
        return Verdict(False, rule=self.last.key, reason=self.lacking(person, until))


class PeopleShare(People, Ratio):
    """A part of a list of people: the numerator passes every rule, the denominator those before the last."""

    def numerator(self, scope: Scope) -> list[Row]:
        return self.rows(scope)


def excluded(indicator: Indicator, scope: Scope) -> list[tuple[UUID, str]]:
    """Everybody registered in the scope who does not count, with the key of the first rule that fails.

    Empty for an indicator that is not about people.
    """
    if not isinstance(indicator, People):
        return []
    counted = {row.key for row in indicator.rows(scope)}
    judged = (
        registered(scope)
        .order_by("sort_name", "code")
        .values_list("pk", first_failing(indicator.conditions, scope.until))
    )
    return [(key, failing or indicator.last.key) for key, failing in judged if key not in counted]


def verdicts(indicators: Iterable[Indicator], person: Participant, until: dt.date) -> list[tuple[Indicator, Verdict]]:
    """What each indicator that is about people says of this person."""
    asked = ((indicator, indicator.why(person, until)) for indicator in indicators)
    return [(indicator, verdict) for indicator, verdict in asked if verdict is not None]
