"""Plans and the acts that carry them from the first call to the end (domain.md, section 2)."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gvp.base.models import Record, ScopedQuerySet
from gvp.documents.fields import DocumentField
from plans.models.boards import Board, OfBoardQuerySet


class OfPlanQuerySet(ScopedQuerySet):
    scope_path = "plan__board__province"


class MilestoneQuerySet(OfPlanQuerySet):
    def standing(self) -> "MilestoneQuerySet":
        """Not undone."""
        return self.filter(undone_at__isnull=True)

    def documented(self) -> "MilestoneQuerySet":
        """Standing, with kind and number of the document; the others are only declared and never count."""
        return self.standing().exclude(Q(document="") | Q(number=""))


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

    objects = OfBoardQuerySet.as_manager()
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
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} · {self.date:%d/%m/%Y}"

    @property
    def documented(self) -> bool:
        return bool(self.document and self.number)
