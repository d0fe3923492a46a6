"""The work done: sessions, hours, who came and who stayed (indicators.md, section 5)."""

import datetime as dt
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.reporting import rules, sessions
from gvp.reporting.base import Indicator, Ratio, Row, Scope
from gvp.reporting.consents import consented
from gvp.reporting.cycles import OF_A_SENSITISED_MAN, sensitised
from gvp.reporting.indicators.sensitised import CYCLE
from gvp.reporting.indicators.wording import BY_COMMUNITY, DAY_OF_SESSION, WHERE_HELD
from gvp.reporting.people import Found, PeopleShare, Step, in_order, registered
from participants.models import Participant
from workshops.models import Attendance, Cycle, Workshop

FIRST_SESSIONS = 3  # of a cycle: whoever came to one of them had begun


class OfSessions(Indicator):
    """Figures of the work done: where and when sessions were held."""

    contribution = 0
    level = "process"
    record = "workshop"
    dated_on = DAY_OF_SESSION
    placed_in = WHERE_HELD


class SessionsHeld(OfSessions, Ratio):
    code = "P01"
    title = gettext_lazy("Sessions held of those planned")
    definition = gettext_lazy(
        "Sessions held, divided by all sessions with a date up to the last day: held, cancelled or still planned."
    )
    unit = "%"
    rest = gettext_lazy("not held")

    def find(self, scope: Scope) -> list[Row]:
        return sessions.held(scope)

    def whole(self, scope: Scope) -> list[Row]:
        return sessions.planned(scope)


class TrainingHours(OfSessions):
    code = "P02"
    title = gettext_lazy("Training hours")
    definition = gettext_lazy("The minutes of the sessions held, divided by 60.")
    unit = gettext_lazy("hours")
    kind = "sum"
    disaggregations = ("province", "district")

    def find(self, scope: Scope) -> list[Row]:
        return sessions.hours(scope)


class PersonHours(OfSessions):
    code = "P03"
    title = gettext_lazy("Person-hours of training")
    definition = gettext_lazy(
        "For each session held, the people who attended it times its minutes, divided by 60. It measures the work "
        "done: every attendance on record counts, whatever became of the person's consent; people who were only "
        "counted by head do not."
    )
    unit = gettext_lazy("person-hours")
    kind = "sum"
    disaggregations = ("province", "district")

    def find(self, scope: Scope) -> list[Row]:
        return sessions.person_hours(scope)


class MeanAttendance(OfSessions, Ratio):
    code = "P04"
    title = gettext_lazy("Mean attendance per session")
    definition = gettext_lazy("The attendances on record at sessions held, divided by the sessions held.")
    unit = gettext_lazy("people per session")

    def find(self, scope: Scope) -> list[Row]:
        return sessions.attendances(scope)

    def whole(self, scope: Scope) -> list[Row]:
        return sessions.held(scope)


def _beginnings(until: dt.date) -> QuerySet[Attendance]:
    """Attendances at one of the first sessions held of each sensitisation cycle."""
    first = Workshop.objects.filter(cycle__kind=Cycle.Kind.SENSITISATION).first_held(until, FIRST_SESSIONS)
    return Attendance.objects.attended().filter(workshop__in=first.values("pk"))


BEGAN = (
    rules.CONSENTED_AS_GROUP,
    rules.Condition(
        "began",
        gettext_lazy("Came to one of the first three sessions held of a sensitisation cycle"),
        holds=lambda until: Q(pk__in=_beginnings(until).values("participant")),
        reason=lambda person, until: _("Came to none of the first three sessions held of a sensitisation cycle."),
    ),
)


def _beginners(scope: Scope) -> list[Row]:
    """People with consent who came to one of those sessions, since the first. Two queries, matched here: asked to do
    it, databases look up each attendance for each person.
    """
    began = _beginnings(scope.until).order_by().values_list("participant")
    first: dict[UUID, dt.date] = dict(began.annotate(first=Min("workshop__date")))
    return in_order(row._replace(reached_on=first[key]) for key, row in consented(scope).items() if key in first)


def _stayed(scope: Scope) -> Found:
    began = {row.key for row in scope.once("beginners", _beginners)}
    return {key: row for key, row in sensitised(scope).items() if key in began}


def _did_not_stay(person: Participant, scope: Scope) -> str:
    """The first rule of a sensitised man that fails."""
    failing = registered(scope).values_list(rules.first_failing(OF_A_SENSITISED_MAN, scope.until), flat=True).first()
    rule = next((rule for rule in OF_A_SENSITISED_MAN if rule.key == failing), None)
    return rule.reason(person, scope.until) if rule else CYCLE.reason(person, scope)


class Retention(PeopleShare):
    code = "P05"
    contribution = 0
    level = "process"
    title = gettext_lazy("Retention")
    definition = gettext_lazy(
        "Of the people with consent who came to at least one of the first three sessions held of a sensitisation "
        "cycle, those who are sensitised men. Each person counts once, in whichever cycle he was sensitised."
    )
    unit = "%"
    dated_on = gettext_lazy("The date on which the man was sensitised; before that, his first session.")
    placed_in = BY_COMMUNITY
    conditions = BEGAN
    steps = (Step("sensitised", gettext_lazy("Is a sensitised man"), found=_stayed, reason=_did_not_stay),)

    def whole(self, scope: Scope) -> list[Row]:
        return scope.once("beginners", _beginners)


class DistrictsReached(Indicator):
    code = "P07"
    contribution = 0
    level = "process"
    record = "district"
    title = gettext_lazy("Districts reached")
    definition = gettext_lazy("Districts in which at least one session was held.")
    unit = gettext_lazy("districts")
    dated_on = gettext_lazy("The date of the first session held in the district.")
    placed_in = gettext_lazy("The province of the district.")
    disaggregations = ("province",)

    def find(self, scope: Scope) -> list[Row]:
        return sessions.districts(scope)


INDICATORS = (
    SessionsHeld(), TrainingHours(), PersonHours(), MeanAttendance(), Retention(), DistrictsReached(),
)  # fmt: skip
