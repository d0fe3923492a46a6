"""The rules that decide whether a person counts, in words and as conditions (indicators.md, sections 1 and 2)."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Q, Value, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.reporting.base import Rule
from participants import counting
from participants.models import Participant
from workshops.completed import Lacking, lacking
from workshops.models import Cycle

Group = Participant.Group


def day_text(day: dt.date) -> str:
    return str(date_format(day, "SHORT_DATE_FORMAT"))


@dataclass(frozen=True)
class Condition(Rule):
    """A rule asked of the person's record. `reason` says, with his or her own facts, why it fails."""

    holds: Callable[[dt.date], Q]
    reason: Callable[[Participant, dt.date], str]


def first_failing(conditions: Sequence[Condition], until: dt.date) -> Any:
    """The key of the first condition that fails; "" when all hold."""
    if not conditions:
        return Value("", output_field=CharField())
    failing = [When(~condition.holds(until), then=Value(condition.key)) for condition in conditions]
    return Case(*failing, default=Value(""), output_field=CharField())


def all_hold(conditions: Sequence[Condition], until: dt.date) -> Q:
    together = Q()
    for condition in conditions:
        together &= condition.holds(until)
    return together


# --- Conditions --------------------------------------------------------------------------------


def _in_group(group: Group, text: Any) -> Condition:
    return Condition(
        "group",
        text,
        holds=lambda until: counting.of_group(group),
        reason=lambda person, until: (
            _("Is registered in the group: %(group)s.") % {"group": person.get_group_display()}
        ),
    )


IS_RURAL_MAN = _in_group(Group.MAN, gettext_lazy("Is registered in the group of rural men"))
IS_SCHOOL_LEADER = _in_group(Group.SCHOOL_LEADER, gettext_lazy("Is registered in the group of school leaders"))

IS_MALE = Condition(
    "sex",
    gettext_lazy("Is male"),
    holds=lambda until: counting.male(),
    reason=lambda person, until: _("The record says: %(sex)s.") % {"sex": person.get_sex_display()},
)

IS_ADULT = Condition(
    "age",
    gettext_lazy("Was at least 18 in the year of registration"),
    holds=lambda until: counting.adult_when_registered(),
    reason=lambda person, until: (
        _("Was %(age)d in the year of registration; at least 18 are needed.")
        % {"age": person.age_on(person.enrolled_on)}
    ),
)

IS_RURAL = Condition(
    "rural",
    gettext_lazy("The community at enrolment is rural"),
    holds=lambda until: counting.rural(),
    reason=lambda person, until: (
        _("The community at enrolment, %(community)s, is not rural.") % {"community": person.community.name}
    ),
)


def _without_consent(person: Participant, until: dt.date) -> str:
    kinds = counting.consents_missing(person, until)
    words = {"day": day_text(until), "kinds": _listed(kind.label for kind in kinds)}
    return _("On %(day)s there was no consent in force for: %(kinds)s.") % words


def _consents(text: Any, holds: Callable[[dt.date], Q]) -> Condition:
    return Condition("consent", text, holds=holds, reason=_without_consent)


CONSENTED = _consents(
    gettext_lazy("The consent to be registered was given and not revoked"),
    lambda until: counting.consenting(until, counting.NEEDED[Group.MAN]),
)
CONSENTED_WITH_GUARDIAN = _consents(
    gettext_lazy("The consent to be registered, the guardian's consent and the own assent were given and not revoked"),
    lambda until: counting.consenting(until, counting.NEEDED[Group.SCHOOL_LEADER]),
)
CONSENTED_AS_GROUP = _consents(
    gettext_lazy(
        "All the consents the group needs were given and not revoked: to be registered; for school leaders, "
        "the guardian's and the own assent too"
    ),
    counting.fully_consenting,
)


# --- What a cycle still asks of a person -------------------------------------------------------


def cycle_lacking(person: Participant, kind: Cycle.Kind, until: dt.date) -> str:
    """What the person lacked on `until` in the cycle he or she was nearest to completing."""
    found = lacking(person, kind, until)
    if found is None:
        return _("Has attended no session of this kind: %(kind)s.") % {"kind": kind.label}
    return "; ".join(_parts(found)) + "."


def _parts(found: Lacking) -> list[str]:
    words = {"done": len(found.attended), "needed": found.curriculum.needed, "cycle": found.cycle.name}
    parts = [_("Attended %(done)d of the %(needed)d modules needed in “%(cycle)s”") % words]
    if cores := found.cores_missing:
        titles = _listed(f"{module.order} ({module.title})" for module in cores)
        parts.append(_("core module missing: %(modules)s") % {"modules": titles})
    if found.practice_missing:
        parts.append(_("the closing practice is missing"))
    return parts


def _listed(words: Any) -> str:
    return ", ".join(str(word) for word in words)
