"""C4: provincial plans approved and recognised, and what they promised (indicators.md, section 4)."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from gvp.reporting.base import Indicator, Ratio, Row, Scope
from gvp.reporting.indicators.wording import OF_THE_BOARD
from plans.counting import due, on_time, recognised

PROVINCE = "plan__board__province"


class PlansRecognised(Indicator):
    code = "C4"
    contribution = 4
    level = "outcome"
    record = "plan"
    title = gettext_lazy("Provincial plans approved and recognised")
    definition = gettext_lazy(
        "Plans with an act of approval and an act of recognition, each with kind and number of its document, that were "
        "not superseded, repealed or archived. At most one per province, the earliest. An act without its document is "
        "only declared and does not count."
    )
    unit = gettext_lazy("plans")
    dated_on = gettext_lazy("The date of the later of the two acts.")
    placed_in = OF_THE_BOARD
    disaggregations = ("province",)

    def find(self, scope: Scope) -> list[Row]:
        codes = scope.provinces
        return [
            Row(plan, day, province)
            for plan, province, day in recognised(scope.until)
            if codes is None or province in codes
        ]


class ActionsOnTime(Ratio):
    code = "C4a"
    contribution = 4
    level = "output"
    record = "plan_action"
    title = gettext_lazy("Plan actions done on time")
    definition = gettext_lazy(
        "Of the actions of the plans approved and recognised whose original deadline is over, those done on or before "
        "it. A later deadline does not help; an action that was cancelled by an act of the board is left out."
    )
    unit = "%"
    rest = gettext_lazy("not done by the original deadline")
    dated_on = gettext_lazy("The day on which the action was done; for the others the original deadline.")
    placed_in = OF_THE_BOARD
    disaggregations: ClassVar[Any] = ("province",)

    def find(self, scope: Scope) -> list[Row]:
        found = on_time(self._due(scope)).order_by("done_on", "code").values_list("pk", "done_on", PROVINCE)
        return [Row(*row) for row in found]

    def whole(self, scope: Scope) -> list[Row]:
        found = self._due(scope).order_by("original_deadline", "code").values_list("pk", "original_deadline", PROVINCE)
        return [Row(*row) for row in found]

    def _due(self, scope: Scope) -> QuerySet:
        plans = [plan for plan, _province, _day in recognised(scope.until)]
        return scope.limit(due(plans, scope.until), PROVINCE)


INDICATORS = (PlansRecognised(), ActionsOnTime())
