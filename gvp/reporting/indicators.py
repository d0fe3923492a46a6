"""The results framework, declared once (indicators.md, sections 2 and 5). Everything loops over INDICATORS."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.reporting import rules, sessions
from gvp.reporting.base import Indicator, Ratio, Row, Rule, Scope
from gvp.reporting.people import PROVINCE, People, PeopleShare, registered, rows_of
from participants.counting import NEEDED
from participants.models import Consent, Participant
from workshops.completed import completed
from workshops.models import Attendance, Cycle, Workshop

BY_COMMUNITY = gettext_lazy("The province of the community at enrolment; a later move does not change it.")
WHERE_HELD = gettext_lazy("The province where the session was held.")
DAY_OF_SESSION = gettext_lazy("The date of the session.")
FIRST_SESSIONS = 3  # of a cycle: whoever came to one of them had begun


class CompletedCycle(People):
    """People who completed a cycle of one kind."""

    cycle_kind: ClassVar[Cycle.Kind]

    def reached(self, people: QuerySet, until: dt.date) -> Iterable[tuple[UUID, str, dt.date]]:
        return completed(self.cycle_kind, until, people, PROVINCE)

    def lacking(self, person: Participant, until: dt.date) -> str:
        return rules.cycle_lacking(person, self.cycle_kind, until)


class MenSensitised(CompletedCycle):
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
    placed_in = BY_COMMUNITY
    disaggregations = ("province", "district", "age", "language")
    group = Participant.Group.MAN
    cycle_kind = Cycle.Kind.SENSITISATION
    conditions = (rules.IS_RURAL_MAN, rules.IS_MALE, rules.IS_ADULT, rules.IS_RURAL, rules.CONSENTED)
    last = Rule(
        "cycle",
        gettext_lazy(
            "Attended in one sensitisation cycle the modules that are asked for: the share of its curriculum, "
            "every core module, and the least number of modules"
        ),
    )


class SchoolLeadersTrained(CompletedCycle):
    code = "C5"
    contribution = 5
    level = "output"
    title = gettext_lazy("School leaders trained")
    definition = gettext_lazy(
        "School leaders, with their own assent and their guardian's consent, who attended in one Wiñay cycle at least "
        "three quarters of its modules, every core module among them, and no fewer than five, and who did the closing "
        "practice. Each counts once."
    )
    unit = gettext_lazy("school leaders")
    dated_on = gettext_lazy("The date of the session that completed the modules, or of the practice if later.")
    placed_in = BY_COMMUNITY
    disaggregations = ("province", "district", "sex", "age", "language")
    group = Participant.Group.SCHOOL_LEADER
    cycle_kind = Cycle.Kind.WINAY
    conditions = (rules.IS_SCHOOL_LEADER, rules.CONSENTED_WITH_GUARDIAN)
    last = Rule(
        "cycle",
        gettext_lazy(
            "Attended in one Wiñay cycle the modules that are asked for, every core module among them, "
            "and did the closing practice"
        ),
    )


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

    def numerator(self, scope: Scope) -> list[Row]:
        return sessions.held(scope)

    def denominator(self, scope: Scope) -> list[Row]:
        return sessions.planned(scope)


class TrainingHours(OfSessions):
    code = "P02"
    title = gettext_lazy("Training hours")
    definition = gettext_lazy("The minutes of the sessions held, divided by 60.")
    unit = gettext_lazy("hours")
    kind = "sum"
    disaggregations = ("province", "district")

    def rows(self, scope: Scope) -> list[Row]:
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

    def rows(self, scope: Scope) -> list[Row]:
        return sessions.person_hours(scope)


class MeanAttendance(OfSessions, Ratio):
    code = "P04"
    title = gettext_lazy("Mean attendance per session")
    definition = gettext_lazy("The attendances on record at sessions held, divided by the sessions held.")
    unit = gettext_lazy("people per session")

    def numerator(self, scope: Scope) -> list[Row]:
        return sessions.attendances(scope)

    def denominator(self, scope: Scope) -> list[Row]:
        return sessions.held(scope)


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
    conditions = (
        rules.CONSENTED_AS_GROUP,
        rules.Condition(
            "began",
            gettext_lazy("Came to one of the first three sessions held of a sensitisation cycle"),
            holds=lambda until: Q(pk__in=_beginnings(until).values("participant")),
            reason=lambda person, until: _("Came to none of the first three sessions held of a sensitisation cycle."),
        ),
    )
    last = Rule("sensitised", gettext_lazy("Is a sensitised man"))

    def reached(self, people: QuerySet, until: dt.date) -> Iterable[tuple[UUID, str, dt.date]]:
        men = INDICATORS["C1a"]
        return men.reached(people.filter(rules.all_hold(men.conditions, until)), until)

    def lacking(self, person: Participant, until: dt.date) -> str:
        return INDICATORS["C1a"].why(person, until).reason

    def denominator(self, scope: Scope) -> list[Row]:
        began = _beginnings(scope.until).filter(participant__in=self.eligible(scope).values("pk")).order_by()
        first = began.values_list("participant", f"participant__{PROVINCE}").annotate(first=Min("workshop__date"))
        return rows_of(first.order_by("first", "participant"))


ALL_NEEDED = tuple(dict.fromkeys(kind for kinds in NEEDED.values() for kind in kinds))


def _given(kind: Consent.Kind, until: dt.date) -> Subquery:
    """The first day of a person's consent of this kind that is in force."""
    there = Consent.objects.in_force(until).filter(kind=kind, participant=OuterRef("pk"))
    return Subquery(there.order_by("given_on").values("given_on")[:1])


def _beginnings(until: dt.date) -> QuerySet[Attendance]:
    """Attendances at one of the first sessions held of each sensitisation cycle."""
    first = Workshop.objects.filter(cycle__kind=Cycle.Kind.SENSITISATION).first_held(until, FIRST_SESSIONS)
    return Attendance.objects.attended().filter(workshop__in=first.values("pk"))


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

    def rows(self, scope: Scope) -> list[Row]:
        return sessions.districts(scope)


class CompleteConsents(PeopleShare):
    code = "P20"
    contribution = 0
    level = "process"
    title = gettext_lazy("People with complete consents")
    definition = gettext_lazy(
        "Of the people registered, those with all the consents their group needs, given and not revoked: to be "
        "registered; for school leaders, the guardian's consent and the own assent as well."
    )
    unit = "%"
    dated_on = gettext_lazy("The day of registration, or of the last of the consents needed if later.")
    placed_in = BY_COMMUNITY
    last = Rule("consent", rules.CONSENTED_AS_GROUP.text)

    def reached(self, people: QuerySet, until: dt.date) -> Iterable[tuple[UUID, str, dt.date]]:
        complete = people.filter(rules.CONSENTED_AS_GROUP.holds(until)).values_list(
            "pk", PROVINCE, "group", "enrolled_on", *(_given(kind, until) for kind in ALL_NEEDED)
        )
        found = []
        for key, province, group, enrolled_on, *given in complete:
            needed = [day for kind, day in zip(ALL_NEEDED, given, strict=True) if kind in NEEDED[group]]
            found.append((key, province, max(enrolled_on, *needed)))
        return sorted(found, key=lambda reached: reached[2])

    def lacking(self, person: Participant, until: dt.date) -> str:
        return rules.CONSENTED_AS_GROUP.reason(person, until)

    def denominator(self, scope: Scope) -> list[Row]:
        return rows_of(registered(scope).order_by("enrolled_on", "code").values_list("pk", PROVINCE, "enrolled_on"))


INDICATORS: dict[str, Any] = {
    indicator.code: indicator
    for indicator in (
        MenSensitised(), SchoolLeadersTrained(), SessionsHeld(), TrainingHours(), PersonHours(), MeanAttendance(),
        Retention(), DistrictsReached(), CompleteConsents(),
    )
}  # fmt: skip
