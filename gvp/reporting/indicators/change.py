"""C1: sensitised men whose answers changed favourably, and what was measured (indicators.md, sections 3 to 5)."""

from django.utils.translation import gettext_lazy

from gvp.reporting import rules
from gvp.reporting.base import Row, Scope
from gvp.reporting.cycles import sensitised
from gvp.reporting.indicators.sensitised import CYCLE, OfSensitisedMen
from gvp.reporting.indicators.wording import BY_COMMUNITY, DAY_OF_ENDLINE
from gvp.reporting.measured import Pair, measured
from gvp.reporting.people import PROVINCE, Found, PeopleShare, Step, by_key, in_order
from gvp.reporting.verdict_words import (
    CHANGE_WORDS,
    changes_text,
    domain_names,
    no_baseline,
    no_endline,
    not_favourable,
)
from participants.models import Participant
from participants.scoring import Change

COUNTED = (Change.IMPROVED, Change.UNCHANGED, Change.WORSENED)


def _baselines(scope: Scope) -> Found:
    """Men with consent and a valid baseline, since its date."""
    found = measured(scope).baselines.values()
    return by_key(in_order(Row(one.participant, one.date, one.province) for one in found))


def _endlines(scope: Scope) -> Found:
    """Sensitised men with a valid endline."""
    found = measured(scope)
    return by_key(in_order(found.sensitised[man]._replace(reached_on=end.date) for man, end in found.endlines.items()))


BASELINE = Step(
    "baseline",
    gettext_lazy("Has a valid baseline, taken no later than his second session"),
    found=_baselines,
    reason=no_baseline,
)
ENDLINE = Step(
    "endline",
    gettext_lazy("Has a valid endline, taken at least 30 days after he was sensitised"),
    found=_endlines,
    reason=no_endline,
)
FAVOURABLE = Step(
    "favourable",
    gettext_lazy(
        "Masculinity improved, and the relationship with the partner or with daughters and sons improved too, "
        "and none of them worsened"
    ),
    found=lambda scope: measured(scope).rows(lambda pair: pair.favourable),
    reason=not_favourable,
)


class FavourableChange(OfSensitisedMen):
    code = "C1"
    contribution = 1
    level = "outcome"
    title = gettext_lazy("Sensitised rural men showing favourable change")
    definition = gettext_lazy(
        "Sensitised men who answered the questionnaire before and after, and whose index of masculinity improved, and "
        "that of the relationship with the partner or with daughters and sons too, while none of the three worsened. "
        "Where neither partner nor children apply, masculinity decides alone. Whoever was not measured does not count."
    )
    unit = gettext_lazy("men")
    dated_on = DAY_OF_ENDLINE
    steps = (CYCLE, BASELINE, ENDLINE, FAVOURABLE)


def _of_domain(domain: str) -> tuple[Step, Step]:
    """That a domain was measured in both rounds, and that it improved."""

    def changed(pair: Pair) -> Change:
        return pair.changes.get(domain, Change.NOT_MEASURED)

    def apart(man: Participant, scope: Scope) -> str:
        found = measured(scope)
        name = domain_names(found).get(domain, domain)
        return f"{name}: {CHANGE_WORDS[changed(found.by_man[man.pk])]}."

    return (
        Step(
            "applies",
            gettext_lazy("The domain applies to him and was measured twice"),
            found=lambda scope: measured(scope).rows(lambda pair: changed(pair) in COUNTED),
            reason=apart,
        ),
        Step(
            "improved",
            gettext_lazy("Improved in the domain by the threshold or more"),
            found=lambda scope: measured(scope).rows(lambda pair: changed(pair) is Change.IMPROVED),
            reason=lambda man, scope: f"{changes_text(man, scope)}.",
        ),
    )


class DomainImproved(OfSensitisedMen, PeopleShare):
    """Of the men measured twice to whom the domain applies, those who improved in it."""

    contribution = 1
    level = "outcome"
    unit = "%"
    dated_on = DAY_OF_ENDLINE

    def whole(self, scope: Scope) -> list[Row]:
        *_before, applies, _improved = self.steps
        return list(applies.found(scope).values())


class MasculinityImproved(DomainImproved):
    code = "C1b"
    title = gettext_lazy("Men improved in masculinity")
    definition = gettext_lazy(
        "Of the sensitised men measured before and after, those whose index of masculinity rose by the threshold or "
        "more."
    )
    steps = (CYCLE, BASELINE, ENDLINE, *_of_domain("M"))


class PartnerImproved(DomainImproved):
    code = "C1c"
    title = gettext_lazy("Men improved in the relationship with the partner")
    definition = gettext_lazy(
        "Of the sensitised men measured before and after who have a partner and answered enough of its statements, "
        "those whose index of that relationship rose by the threshold or more."
    )
    steps = (CYCLE, BASELINE, ENDLINE, *_of_domain("P"))


class ChildrenImproved(DomainImproved):
    code = "C1d"
    title = gettext_lazy("Men improved in the relationship with daughters and sons")
    definition = gettext_lazy(
        "Of the sensitised men measured before and after who have daughters or sons and answered enough of its "
        "statements, those whose index of that relationship rose by the threshold or more."
    )
    steps = (CYCLE, BASELINE, ENDLINE, *_of_domain("H"))


class BaselineCoverage(PeopleShare):
    code = "P09"
    contribution = 0
    level = "process"
    title = gettext_lazy("Baseline coverage")
    definition = gettext_lazy(
        "Of the men registered, with consent, those with a valid baseline: enough statements on masculinity answered, "
        "no later than the second session."
    )
    unit = "%"
    dated_on = gettext_lazy("The date of the baseline; before that, the day of registration.")
    placed_in = BY_COMMUNITY
    group = Participant.Group.MAN
    conditions = (rules.IS_RURAL_MAN, rules.CONSENTED)
    steps = (BASELINE,)

    def whole(self, scope: Scope) -> list[Row]:
        people = self.eligible(scope).order_by("enrolled_on", "code").values_list("pk", "enrolled_on", PROVINCE)
        return [Row(*row) for row in people]


class EndlineCoverage(OfSensitisedMen, PeopleShare):
    code = "P10"
    contribution = 0
    level = "process"
    title = gettext_lazy("Endline coverage")
    definition = gettext_lazy("Of the sensitised men, those with both a valid baseline and a valid endline.")
    unit = "%"
    dated_on = gettext_lazy("The date of the endline; before that, the day he was sensitised.")
    steps = (CYCLE, BASELINE, ENDLINE)

    def whole(self, scope: Scope) -> list[Row]:
        return list(sensitised(scope).values())


INDICATORS = (
    FavourableChange(), MasculinityImproved(), PartnerImproved(), ChildrenImproved(), BaselineCoverage(),
    EndlineCoverage(),
)  # fmt: skip
