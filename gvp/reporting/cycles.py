"""Who completed a cycle, since when: the ground of C1, C2 and C5 (indicators.md, section 2)."""

from collections.abc import Sequence

from gvp.reporting import rules
from gvp.reporting.base import Row, Scope
from gvp.reporting.people import PROVINCE, Found, registered
from gvp.reporting.rules import Condition, all_hold
from workshops.completed import completed
from workshops.models import Cycle

OF_A_SENSITISED_MAN = (rules.IS_RURAL_MAN, rules.IS_MALE, rules.IS_ADULT, rules.IS_RURAL, rules.CONSENTED)
OF_A_TRAINED_LEADER = (rules.IS_SCHOOL_LEADER, rules.CONSENTED_WITH_GUARDIAN)


def sensitised(scope: Scope) -> Found:
    """The sensitised men of the scope."""
    return scope.once("sensitised", lambda asked: _completing(Cycle.Kind.SENSITISATION, OF_A_SENSITISED_MAN, asked))


def trained(scope: Scope) -> Found:
    """The trained school leaders of the scope."""
    return scope.once("trained", lambda asked: _completing(Cycle.Kind.WINAY, OF_A_TRAINED_LEADER, asked))


def _completing(kind: Cycle.Kind, conditions: Sequence[Condition], scope: Scope) -> Found:
    """Whoever completed a cycle of this kind, of those for whom the conditions hold, earliest first."""
    people = registered(scope).filter(all_hold(conditions, scope.until))
    return {key: Row(key, day, province) for key, province, day in completed(kind, scope.until, people, PROVINCE)}
