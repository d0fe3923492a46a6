"""Questions asked of many cycles, sessions or attendances."""

from typing import Any, Self

from gvp.base.models import ScopedQuerySet

ATTENDED = ("present", "late", "made_up")


class OwnCyclesQuerySet(ScopedQuerySet):
    """Rows of a cycle: field staff see those of the cycles they facilitate, in their provinces."""

    cycle_path = ""  # lookup from the model to its cycle; "" when the model is the cycle

    def visible_to(self, user: Any) -> Self:
        rows = super().visible_to(user)
        if user.is_authenticated and user.role_.own_cycles_only:
            rows = rows.filter(**{f"{self.cycle_path or 'pk'}__in": user.cycles.values("pk")})
        return rows


class CycleQuerySet(OwnCyclesQuerySet):
    scope_path = "community__district__province"


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


class OfWorkshopQuerySet(OwnCyclesQuerySet):
    scope_path = "workshop__cycle__community__district__province"
    cycle_path = "workshop__cycle"


class AttendanceQuerySet(OfWorkshopQuerySet):
    def attended(self) -> "AttendanceQuerySet":
        """Present, late or made up, at a session held (indicators.md, section 2)."""
        return self.filter(state__in=ATTENDED, workshop__status="held")


class MarkQuerySet(OfWorkshopQuerySet):
    pass


class EvidenceQuerySet(OfWorkshopQuerySet):
    pass
