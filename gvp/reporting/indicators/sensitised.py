"""C1a: men sensitised, from whom C1 and C2 choose (indicators.md, section 2)."""

from collections.abc import Sequence
from typing import ClassVar

from django.utils.translation import gettext_lazy

from gvp.reporting import rules
from gvp.reporting.cycles import OF_A_SENSITISED_MAN, sensitised
from gvp.reporting.indicators.wording import BY_COMMUNITY
from gvp.reporting.people import People, Step
from participants.models import Participant
from workshops.models import Cycle

CYCLE = Step(
    "cycle",
    gettext_lazy(
        "Attended in one sensitisation cycle the modules that are asked for: the share of its curriculum, "
        "every core module, and the least number of modules"
    ),
    found=sensitised,
    reason=lambda man, scope: rules.cycle_lacking(man, Cycle.Kind.SENSITISATION, scope.until),
)


class OfSensitisedMen(People):
    """Whatever asks more of a sensitised man: the rules of C1a come first, in their order."""

    group = Participant.Group.MAN
    placed_in = BY_COMMUNITY
    disaggregations = ("province", "district", "age", "language")
    conditions = OF_A_SENSITISED_MAN
    steps: ClassVar[Sequence[Step]] = (CYCLE,)


class MenSensitised(OfSensitisedMen):
    code = "C1a"
    contribution = 1
    level = "output"
    title = gettext_lazy("Men sensitised")
    definition = gettext_lazy(
        "Adult men of rural communities, with consent, who attended in one sensitisation cycle at least three quarters "
        "of its modules, every core module among them, and no fewer than six. Each man counts once, however many "
        "cycles he attends. Present, late and made up is attended; an excused absence is not."
    )
    unit = gettext_lazy("men")
    dated_on = gettext_lazy("The date of the session with which the last of the three conditions was met.")


INDICATORS = (MenSensitised(),)
