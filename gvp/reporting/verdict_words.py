"""Change in words: of a domain, of a man, and why a man was not measured (indicators.md, section 3)."""

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gvp.reporting.base import Scope
from gvp.reporting.measured import BASELINE, ENDLINE, Measured, measured
from gvp.reporting.rules import day_text
from participants.measuring import Application, applications
from participants.models import Participant
from participants.parameters import ENDLINE_WAIT_DAYS
from participants.scoring import Change, Outcome, Standing
from workshops.beginnings import second_sessions

CHANGE_WORDS = {
    Change.IMPROVED: pgettext_lazy("a domain", "improved"),
    Change.UNCHANGED: pgettext_lazy("a domain", "unchanged"),
    Change.WORSENED: pgettext_lazy("a domain", "worsened"),
    Change.NOT_APPLICABLE: pgettext_lazy("a domain", "does not apply"),
    Change.NOT_MEASURED: pgettext_lazy("a domain", "not measured"),
}
OUTCOME_WORDS = {
    Outcome.FAVOURABLE: gettext_lazy("Favourable change"),
    Outcome.UNFAVOURABLE: gettext_lazy("Unfavourable"),
    Outcome.NO_CHANGE: gettext_lazy("No favourable change"),
}


def no_baseline(man: Participant, scope: Scope) -> str:
    found, valid = _of(man, scope, BASELINE)
    words = {"day": day_text(scope.until)}
    if not found:
        return _("Has no baseline questionnaire by %(day)s: not measured.") % words
    if not valid:
        return _too_few(found)
    second = second_sessions(scope.until, Participant.objects.filter(pk=man.pk))[man.pk]
    return _("The baseline of %(day)s is later than his second session, of %(second)s: not measured.") % {
        "day": day_text(valid[0].date), "second": day_text(second),
    }  # fmt: skip


def no_endline(man: Participant, scope: Scope) -> str:
    found, valid = _of(man, scope, ENDLINE)
    sensitised = measured(scope).sensitised[man.pk]
    first_day = sensitised.reached_on + dt.timedelta(days=ceil(ENDLINE_WAIT_DAYS.value()))
    words = {"day": day_text(scope.until), "first": day_text(first_day)}
    if not found:
        return _("Has no endline questionnaire by %(day)s; from %(first)s on it may be taken: not measured.") % words
    if not valid:
        return _too_few(found)
    words |= {"taken": day_text(valid[-1].date)}
    return _("The endline of %(taken)s was taken too early: from %(first)s on it counts. Not measured.") % words


def not_favourable(man: Participant, scope: Scope) -> str:
    pair = measured(scope).by_man[man.pk]
    return f"{OUTCOME_WORDS[pair.verdict.outcome]}: {changes_text(man, scope)}."


def changes_text(man: Participant, scope: Scope) -> str:
    """ "Masculinity +10.0, improved; Relationship with the partner 0.0, unchanged"."""
    found = measured(scope)
    pair, names = found.by_man[man.pk], domain_names(found)
    deltas = {code: f" {signed(delta)}," for code, delta in pair.deltas.items()}
    return "; ".join(
        f"{names[code]}{deltas.get(code, ':')} {CHANGE_WORDS[changed]}" for code, changed in pair.changes.items()
    )


def domain_names(found: Measured) -> dict[str, str]:
    """By code, in the reader's language."""
    domains = found.questionnaire.domains if found.questionnaire else ()
    return {domain.code: domain.in_language("name") for domain in domains}


def signed(points: Fraction | float) -> str:
    """ "+10.0", "−3.3", "0.0"."""
    rounded = round(float(points), 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{number_format(abs(rounded), 1)}"


def _of(man: Participant, scope: Scope, round_: str) -> tuple[list[Application], list[Application]]:
    """His applications of this round, earliest first; all of them, and those whose main domain is valid."""
    questionnaire = measured(scope).questionnaire
    if questionnaire is None:
        return [], []
    own = applications(scope.until, questionnaire, Participant.objects.filter(pk=man.pk))
    found = [one for one in own if one.round == round_]
    return found, [one for one in found if one.scores[questionnaire.main].standing is Standing.VALID]


def _too_few(found: Sequence[Application]) -> str:
    return _("On %(day)s he answered too few statements on masculinity: not measured.") % {
        "day": day_text(found[-1].date)
    }
