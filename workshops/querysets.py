"""Questions asked of many cycles, sessions or attendances."""

import datetime as dt
from typing import Any, Self

from django.db.models import Case, Count, F, FloatField, OuterRef, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import Cast, Coalesce, NullIf, RowNumber

from gvp.base.models import ScopedQuerySet

ATTENDED = ("present", "late", "made_up")


def counted(rows: QuerySet, by: str) -> Coalesce:
    """How many of these rows belong to each outer row; a subquery, so that several do not multiply."""
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n")), 0)


class OwnCyclesQuerySet(ScopedQuerySet):
    """Rows of a cycle: field staff see those of the cycles they facilitate, in their provinces."""

    cycle_path = ""  # lookup from the model to its cycle; "" when the model is the cycle

    def visible_to(self, user: Any) -> Self:
        rows = super().visible_to(user)
        if user.is_authenticated and user.role_.own_cycles_only:
            own = user.cycles.through.objects.filter(user=user.pk)
            rows = rows.filter(**{f"{self.cycle_path or 'pk'}__in": own.values("cycle")})
        return rows


class CycleQuerySet(OwnCyclesQuerySet):
    scope_path = "community__district__province"

    def running(self, today: dt.date) -> "CycleQuerySet":
        """Not closed before today."""
        return self.exclude(closes_on__lt=today)

    def running_first(self, today: dt.date) -> "CycleQuerySet":
        """With `finished`; the running ones first, then the latest."""
        finished = Case(When(closes_on__lt=today, then=Value(True)), default=Value(False))
        return self.annotate(finished=finished).order_by("finished", "-starts_on", "code")

    def with_counts(self, today: dt.date) -> "CycleQuerySet":
        """With people enrolled now, sessions held and standing, mean attendance, and the next session's date.

        `mean` is None before the first session; P04 is the figure for reports.
        """
        from workshops.models import Attendance, Enrolment, Workshop

        sessions = Workshop.objects.filter(cycle=OuterRef("pk"))
        attended = Attendance.objects.attended().filter(workshop__cycle=OuterRef("pk"))
        return self.annotate(
            enrolled=counted(Enrolment.objects.active().filter(cycle=OuterRef("pk")), "cycle"),
            held=counted(sessions.held(), "cycle"),
            sessions=counted(sessions.standing(), "cycle"),
            attended=counted(attended, "workshop__cycle"),
            next_on=Subquery(sessions.planned().filter(date__gte=today).order_by("date").values("date")[:1]),
        ).annotate(mean=Cast(F("attended"), FloatField()) / NullIf(F("held"), 0))


class ModuleQuerySet(OwnCyclesQuerySet):
    scope_path = "cycle__community__district__province"
    cycle_path = "cycle"


class EnrolmentQuerySet(OwnCyclesQuerySet):
    scope_path = "cycle__community__district__province"
    cycle_path = "cycle"

    def active(self) -> "EnrolmentQuerySet":
        return self.filter(withdrawn_on__isnull=True)


class WorkshopQuerySet(OwnCyclesQuerySet):
    scope_path = "cycle__community__district__province"
    cycle_path = "cycle"

    def held(self) -> "WorkshopQuerySet":
        return self.filter(status="held")

    def planned(self) -> "WorkshopQuerySet":
        return self.filter(status="planned")

    def by(self, until: dt.date) -> "WorkshopQuerySet":
        """Held or to be held on or before the date."""
        return self.filter(date__lte=until)

    def first_held(self, until: dt.date, count: int) -> "WorkshopQuerySet":
        """The first so many sessions held of each cycle, as known on `until`."""
        in_order = [F("date").asc(), F("starts_at").asc(nulls_last=True), F("code").asc()]
        place = Window(RowNumber(), partition_by="cycle", order_by=in_order)
        return self.held().by(until).annotate(place=place).filter(place__lte=count)

    def with_attended(self) -> "WorkshopQuerySet":
        """With how many people attended."""
        return self.annotate(attended=Count("attendances", filter=Q(attendances__state__in=ATTENDED)))

    def standing(self) -> "WorkshopQuerySet":
        """Planned or held: not cancelled."""
        return self.exclude(status="cancelled")


class OfWorkshopQuerySet(OwnCyclesQuerySet):
    scope_path = "workshop__cycle__community__district__province"
    cycle_path = "workshop__cycle"


class AttendanceQuerySet(OfWorkshopQuerySet):
    def attended(self) -> "AttendanceQuerySet":
        """Present, late or made up, at a session held (indicators.md, section 2)."""
        return self.filter(state__in=ATTENDED, workshop__status="held")

    def in_dispute(self) -> "AttendanceQuerySet":
        """Two people disagree, at a session that was not cancelled afterwards."""
        return self.filter(disputed=True).exclude(workshop__status="cancelled")


class MarkQuerySet(OfWorkshopQuerySet):
    def standing(self) -> "MarkQuerySet":
        """Without the decisions that were taken back."""
        return self.exclude(decision__undone_at__isnull=False)


class DecisionQuerySet(OwnCyclesQuerySet):
    scope_path = "mark__workshop__cycle__community__district__province"
    cycle_path = "mark__workshop__cycle"

    def standing(self) -> "DecisionQuerySet":
        return self.filter(undone_at__isnull=True)


class EvidenceQuerySet(OfWorkshopQuerySet):
    pass
