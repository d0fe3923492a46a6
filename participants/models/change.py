"""What men answered, and the threshold from which a difference counts as change (indicators.md, section 3)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gvp.accounts.roles import MANAGE_PEOPLE
from gvp.base.models import Record, ScopedQuerySet
from participants.models.instruments import Domain, Instrument
from participants.models.people import Consent, Participant

NOT_APPLICABLE = "NA"
Answers = dict[str, Any]  # by code of the statement: a value, or NOT_APPLICABLE; what was not answered is not there


class AssessmentQuerySet(ScopedQuerySet):
    scope_path = "participant__community__district__province"

    def open_to(self, user: Any) -> "AssessmentQuerySet":
        """Those this user may fill in or has just finished: field staff, what they began themselves."""
        mine = self.visible_to(user).filter(participant__merged_into__isnull=True)
        return mine if user.may(MANAGE_PEOPLE) else mine.filter(recorded_by=user)

    def unfinished(self) -> "AssessmentQuerySet":
        return self.filter(finished_at__isnull=True)


class Assessment(Record):
    """One man's answers in one round. It stands on an evaluation consent in force on its date: a trigger in the
    database refuses it otherwise (domain.md, R02), whoever writes.
    """

    class Round(models.TextChoices):
        BASELINE = "baseline", _("baseline")
        ENDLINE = "endline", _("endline")
        FOLLOW_UP = "follow_up", _("follow-up")

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("participant")
    )
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("evaluation consent")
    )
    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("instrument")
    )
    round = models.CharField(_("round"), max_length=10, choices=Round)
    date = models.DateField(_("date"))
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True, editable=False)

    objects = AssessmentQuerySet.as_manager()
    data_class: ClassVar[int] = 3

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["date", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "instrument", "round", "date"], name="assessment_once_a_day_and_round"
            )
        ]
        indexes = [models.Index(fields=["round", "date"], name="assessment_of_a_round")]

    def __str__(self) -> str:
        return f"{self.participant} · {self.get_round_display()}"

    @property
    def stands(self) -> bool:
        """Its consent was not revoked, later, from its own date or an earlier one."""
        return self.consent.revoked_on is None or self.consent.revoked_on > self.date


class ChangeThreshold(Record):
    """The threshold of one domain, frozen when the coordinator closed the baseline, with its evidence.

    From `frozen_on` on, figures use it; figures of earlier days do not. A lifted one no longer holds for any day.
    """

    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="thresholds", verbose_name=_("domain"))
    value = models.DecimalField(_("threshold"), max_digits=12, decimal_places=9)
    n = models.PositiveIntegerField(_("baselines"))
    sd = models.DecimalField(_("standard deviation"), max_digits=12, decimal_places=9, null=True, blank=True)
    frozen_on = models.DateField(_("frozen on"))
    note = models.CharField(_("note"), max_length=400, blank=True)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True, editable=False)
    lifted_reason = models.CharField(_("why it was lifted"), max_length=200, blank=True)

    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("change threshold")
        verbose_name_plural = _("change thresholds")
        ordering = ["domain", "-frozen_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["domain"], condition=Q(lifted_at__isnull=True), name="threshold_frozen_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.domain}: {self.value}"
