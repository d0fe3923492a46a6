"""What a plan promises: goals by strand, and actions with deadline, responsible institution and budget."""

import datetime as dt
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gvp.base.models import Record, ScopedQuerySet
from gvp.documents.fields import DocumentField
from gvp.partners.models import Institution
from plans.models.plan import OfPlanQuerySet, Plan


class ActionEvidenceQuerySet(ScopedQuerySet):
    scope_path = "action__plan__board__province"


class PlanActionQuerySet(OfPlanQuerySet):
    def open(self, day: dt.date) -> Self:
        """Neither done by this day nor cancelled: what is partly done is still owed."""
        done = Q(state=PlanAction.State.DONE, done_on__lte=day)
        return self.exclude(done | Q(state=PlanAction.State.CANCELLED))

    def overdue(self, day: dt.date) -> Self:
        """Open, and the current deadline is over (indicators.md, P18). Derived, never stored."""
        return self.open(day).filter(deadline__lt=day)


class PlanGoal(Record):
    """A strategic objective of a plan, in one of its strands."""

    class Strand(models.TextChoices):
        CULTURE = "culture", _("sociocultural change")
        SERVICES = "services", _("better and wider services")
        GOVERNANCE = "governance", _("governance")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals", verbose_name=_("plan"))
    code = models.CharField(_("code"), max_length=20)
    text = models.CharField(_("strategic objective"), max_length=400, blank=True)
    strand = models.CharField(_("strand"), max_length=20, choices=Strand, blank=True)

    objects = OfPlanQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("strategic objective")
        verbose_name_plural = _("strategic objectives")
        ordering = ["plan", "code"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="goal_once_in_plan")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip()


class PlanAction(Record):
    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("action", "planned")
        RUNNING = "running", _("in progress")
        DONE = "done", _("done")
        PARTLY_DONE = "partly_done", _("partly done")
        RESCHEDULED = "rescheduled", _("rescheduled")
        CANCELLED = "cancelled", _("cancelled")

    class Source(models.TextChoices):
        PIA = "pia", _("PIA (opening budget)")
        POI = "poi", _("POI (operating plan)")
        DONOR = "donor", _("donor")
        NONE = "none", _("no budget")

    code = models.CharField(_("code"), max_length=40, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions", verbose_name=_("plan"))
    goal = models.ForeignKey(
        PlanGoal, on_delete=models.PROTECT, related_name="actions", verbose_name=_("strategic objective")
    )
    text = models.CharField(_("action"), max_length=400)
    target = models.DecimalField(_("target"), max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    original_deadline = models.DateField(_("original deadline"))
    deadline = models.DateField(_("current deadline"))
    responsible = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="+", verbose_name=_("responsible institution")
    )
    co_responsible = models.ManyToManyField(
        Institution, blank=True, related_name="+", verbose_name=_("co-responsible institutions")
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.PLANNED)
    progress = models.PositiveSmallIntegerField(_("progress (%)"), default=0, validators=[MaxValueValidator(100)])
    done_on = models.DateField(_("done on"), null=True, blank=True)
    cancellation_act = models.CharField(_("board act of the cancellation"), max_length=120, blank=True)
    rescheduling_act = models.CharField(_("board act of the new deadline"), max_length=120, blank=True, editable=False)
    rescheduled_reason = models.CharField(_("why it was rescheduled"), max_length=200, blank=True, editable=False)
    budget = models.DecimalField(_("budget (S/)"), max_digits=12, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("source of the budget"), max_length=10, choices=Source, blank=True)

    objects = PlanActionQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("plan action")
        verbose_name_plural = _("plan actions")
        ordering = ["plan", "goal__code", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False), name="action_done_has_a_date"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(deadline__gte=F("starts_on")), name="action_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(progress__lte=100), name="action_progress_up_to_100"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    def is_open(self, day: dt.date) -> bool:
        """As PlanActionQuerySet.open says it of many."""
        if self.state == self.State.DONE:
            return self.done_on is None or self.done_on > day
        return self.state != self.State.CANCELLED

    def is_overdue(self, day: dt.date) -> bool:
        return self.is_open(day) and self.deadline < day


class ActionEvidence(Record):
    action = models.ForeignKey(
        PlanAction, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("plan action")
    )
    date = models.DateField(_("date"))
    label = models.CharField(_("what it shows"), max_length=160)
    file = DocumentField(_("document (scan or photo)"))

    objects = ActionEvidenceQuerySet.as_manager()
    data_class: ClassVar[int] = 1

    class Meta:
        verbose_name = _("evidence of an action")
        verbose_name_plural = _("evidence of actions")
        ordering = ["action", "date"]

    def __str__(self) -> str:
        return self.label
