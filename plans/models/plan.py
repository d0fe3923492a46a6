"""Plans and the acts that carry them from the first call to the end (domain.md, section 2)."""

import datetime as dt
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from gvp.base.models import Record, ScopedQuerySet
from gvp.documents.fields import DocumentField
from plans.lifecycle import IN_FORCE, RATIFIABLE, RATIFIED
from plans.models.boards import Board, MayoralTerm, OfBoardQuerySet


class OfPlanQuerySet(ScopedQuerySet):
    scope_path = "plan__board__province"


class MilestoneQuerySet(OfPlanQuerySet):
    def standing(self) -> "MilestoneQuerySet":
        """Not undone."""
        return self.filter(undone_at__isnull=True)

    def documented(self) -> "MilestoneQuerySet":
        """Standing, with kind and number of the document; the others are only declared and never count."""
        return self.standing().exclude(Q(document="") | Q(number=""))

    def declared(self) -> "MilestoneQuerySet":
        """Standing, and waiting for a document. A plan is archived by a note, which is no document."""
        return self.standing().filter(Q(document="") | Q(number="")).exclude(state="archived")


class PlanQuerySet(OfBoardQuerySet):
    def with_position(self) -> Self:
        """Each with `position`, the state it is in: that of its last standing act which is no ratification."""
        acts = Milestone.objects.standing().filter(plan=OuterRef("pk")).exclude(state=RATIFIED)
        return self.annotate(position=Subquery(acts.order_by("-date", "-recorded_at").values("state")[:1]))

    def in_force(self) -> Self:
        return self.with_position().filter(position__in=IN_FORCE)

    def waiting_for_document(self) -> Self:
        """With an act that is only declared."""
        return self.filter(Exists(Milestone.objects.declared().filter(plan=OuterRef("pk"))))

    def awaiting_ratification(self, day: dt.date) -> Self:
        """Recognised under a mayor whose successor is in office on this day and has not ratified it."""
        standing = Milestone.objects.standing().filter(plan=OuterRef("pk"))
        recognised = standing.filter(state="recognised").order_by("-date").values("date")[:1]
        ratified = Milestone.objects.documented().filter(
            plan=OuterRef(OuterRef("pk")), state=RATIFIED, date__gte=OuterRef("since")
        )
        terms = MayoralTerm.objects.filter(province=OuterRef("board__province"), since__lte=day)
        changed = terms.filter(since__gt=OuterRef("recognised_on"))
        return (
            self.with_position()
            .filter(position__in=RATIFIABLE)
            .annotate(recognised_on=Subquery(recognised))
            .filter(Exists(changed.filter(~Exists(ratified), _latest(day))))
        )


def _latest(day: dt.date) -> Q:
    """The term in office on this day: no later one of its province has begun."""
    later = MayoralTerm.objects.filter(province=OuterRef("province"), since__gt=OuterRef("since"), since__lte=day)
    return ~Q(Exists(later))


class Plan(Record):
    code = models.CharField(_("code"), max_length=30, unique=True)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="plans", verbose_name=_("board"))
    title = models.CharField(_("title"), max_length=240)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    replaces = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces the plan"),
    )

    objects = PlanQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["board", "since"]
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="plan_ends_after_start")]

    def __str__(self) -> str:
        return self.title


class Milestone(Record):
    """A plan reached a state by an act. The date is that of the act, not of the entry. Undone ones stay as history."""

    class State(models.TextChoices):
        CONVENED = "convened", _("convened")
        DIAGNOSIS = "diagnosis", _("diagnosis")
        DRAFTING = "drafting", _("in drafting")
        VALIDATED = "validated", _("validated by the board")
        SUBMITTED = "submitted", _("submitted")
        UNDER_REVIEW = "under_review", _("under technical and legal review")
        RETURNED = "returned", _("returned with observations")
        WITH_OPINION = "with_opinion", _("with committee opinion")
        APPROVED = "approved", _("approved")
        NOT_APPROVED = "not_approved", _("not approved")
        PUBLISHED = "published", _("published")
        RECOGNISED = "recognised", _("recognised")
        IMPLEMENTING = "implementing", _("in implementation")
        EVALUATING = "evaluating", _("under evaluation")
        COMPLETED = "completed", _("completed")
        SUPERSEDED = "superseded", _("superseded")
        REPEALED = "repealed", _("repealed")
        ARCHIVED = "archived", _("archived")
        RATIFIED = "ratified", _("ratified (new authorities)")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="milestones", verbose_name=_("plan"))
    state = models.CharField(_("state"), max_length=20, choices=State)
    date = models.DateField(_("date of the act"))
    document = models.CharField(_("kind of document"), max_length=80, blank=True)
    number = models.CharField(_("number of the document"), max_length=120, blank=True)
    file = DocumentField(_("document (scan)"))
    note = models.CharField(_("note"), max_length=400, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True, editable=False)
    undone_reason = models.CharField(_("why it was undone"), max_length=200, blank=True, editable=False)

    objects = MilestoneQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["plan", "date", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "state", "date"], condition=Q(undone_at__isnull=True), name="milestone_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_reason="")
                | (Q(undone_at__isnull=False) & ~Q(undone_reason="")),
                name="milestone_undone_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} · {self.date:%d/%m/%Y}"

    @property
    def documented(self) -> bool:
        return bool(self.document and self.number)
