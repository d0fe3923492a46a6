"""Process indicators: what is passed on, what is owed, and how complete the records are (indicators.md, section 5)."""

import datetime as dt
from typing import Any, ClassVar

from django.db.models import Sum
from django.utils.translation import gettext_lazy

from gvp.reporting import rules
from gvp.reporting.base import Estimate, Indicator, OfTheDay, Row, Scope
from gvp.reporting.consents import consented
from gvp.reporting.indicators.wording import BY_COMMUNITY, OF_THE_BOARD, OF_THE_SCHOOL
from gvp.reporting.people import PROVINCE, PeopleShare, Step, registered
from plans.counting import overdue
from plans.models import BoardMeeting
from workshops.models import NetworkAction, Replication

DAY = dt.timedelta(days=1)


class OfTheProcess(Indicator):
    contribution = 0
    level = "process"


class MessagesPromoted(OfTheProcess):
    code = "P11"
    record = "action"
    title = gettext_lazy("Messages promoted")
    definition = gettext_lazy(
        "Actions of the networks, validated or not. The people they reached are an estimate, printed apart and never "
        "added to people counted by name."
    )
    unit = gettext_lazy("actions")
    dated_on = gettext_lazy("The date of the action.")
    placed_in = gettext_lazy("The province where the action took place.")
    disaggregations: ClassVar[Any] = ("province", "district", "action_kind")
    PLACE = "community__district__province"

    def find(self, scope: Scope) -> list[Row]:
        found = self._actions(scope).order_by("date", "code").values_list("pk", "date", self.PLACE)
        return [Row(*row) for row in found]

    def beside(self, scope: Scope) -> list[Estimate]:
        until, actions = scope.until, self._actions(scope)
        recent = actions.filter(date__range=(scope.since, until)) if scope.since else actions
        return [Estimate(gettext_lazy("people reached (estimate)"), _audience(recent), _audience(actions))]

    def _actions(self, scope: Scope) -> Any:
        return scope.limit(NetworkAction.objects.by(scope.until), self.PLACE)


def _audience(actions: Any) -> int:
    return sum(actions.aggregate(*(Sum(group, default=0) for group in ("women", "men", "adolescents"))).values())


class BoardMeetings(OfTheProcess):
    code = "P15"
    record = "meeting"
    title = gettext_lazy("Board meetings")
    definition = gettext_lazy("Meetings of the multisectoral boards.")
    unit = gettext_lazy("meetings")
    dated_on = gettext_lazy("The date of the meeting.")
    placed_in = OF_THE_BOARD
    disaggregations: ClassVar[Any] = ("province",)

    def find(self, scope: Scope) -> list[Row]:
        found = scope.limit(BoardMeeting.objects.filter(date__lte=scope.until), "board__province")
        return [Row(*row) for row in found.order_by("date", "pk").values_list("pk", "date", "board__province")]


class ActionsOverdue(OfTheDay, OfTheProcess):
    code = "P18"
    record = "plan_action"
    title = gettext_lazy("Plan actions overdue")
    definition = gettext_lazy(
        "Actions of plans that on the last day are neither done nor cancelled although their current deadline is over."
    )
    unit = gettext_lazy("actions")
    dated_on = gettext_lazy("The day after the current deadline.")
    placed_in = OF_THE_BOARD
    disaggregations: ClassVar[Any] = ("province",)
    PLACE = "plan__board__province"

    def find(self, scope: Scope) -> list[Row]:
        found = scope.limit(overdue(scope.until), self.PLACE).order_by("deadline", "code")
        return [
            Row(key, deadline + DAY, province)
            for key, deadline, province in found.values_list("pk", "deadline", self.PLACE)
        ]


class ValidReplications(OfTheProcess):
    code = "P19"
    record = "replication"
    title = gettext_lazy("Valid replications")
    definition = gettext_lazy(
        "Replications led by school leaders with at least 30 minutes and at least five peers, girls and boys together."
    )
    unit = gettext_lazy("replications")
    dated_on = gettext_lazy("The date of the replication.")
    placed_in = OF_THE_SCHOOL
    disaggregations: ClassVar[Any] = ("province", "district")
    PLACE = "school__district__province"

    def find(self, scope: Scope) -> list[Row]:
        found = scope.limit(Replication.objects.valid().by(scope.until), self.PLACE).order_by("date", "code")
        return [Row(*row) for row in found.values_list("pk", "date", self.PLACE)]


class CompleteConsents(OfTheProcess, PeopleShare):
    code = "P20"
    title = gettext_lazy("People with complete consents")
    definition = gettext_lazy(
        "Of the people registered, those with all the consents their group needs, given and not revoked: to be "
        "registered; for school leaders, the guardian's consent and the own assent as well."
    )
    unit = "%"
    dated_on = gettext_lazy("The day of registration, or of the last of the consents needed if later.")
    placed_in = BY_COMMUNITY
    steps = (
        Step(
            "consent",
            rules.CONSENTED_AS_GROUP.text,
            found=consented,
            reason=lambda person, scope: rules.CONSENTED_AS_GROUP.reason(person, scope.until),
        ),
    )

    def whole(self, scope: Scope) -> list[Row]:
        people = registered(scope).order_by("enrolled_on", "code").values_list("pk", "enrolled_on", PROVINCE)
        return [Row(*row) for row in people]


INDICATORS = (MessagesPromoted(), BoardMeetings(), ActionsOverdue(), ValidReplications(), CompleteConsents())
