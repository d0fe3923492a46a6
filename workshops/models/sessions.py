"""Cycles of workshops: what is taught, who is enrolled, what was held, who came."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gvp.base.models import Record
from gvp.places.models import Community
from participants.models import Participant
from workshops.querysets import (
    AttendanceQuerySet,
    CycleQuerySet,
    EnrolmentQuerySet,
    EvidenceQuerySet,
    MarkQuerySet,
    ModuleQuerySet,
    WorkshopQuerySet,
)


class AttendanceState(models.TextChoices):
    PRESENT = "present", _("present")
    LATE = "late", _("late")
    MADE_UP = "made_up", _("make-up session")
    EXCUSED = "excused", _("excused absence")
    ABSENT = "absent", _("absent")


ATTENDED = (AttendanceState.PRESENT, AttendanceState.LATE, AttendanceState.MADE_UP)


class Cycle(Record):
    class Kind(models.TextChoices):
        SENSITISATION = "sensitisation", _("sensitisation workshops")
        WINAY = "winay", _("Wiñay: leadership and empowerment to grow")

    code = models.CharField(_("code"), max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.SENSITISATION)
    name = models.CharField(_("name"), max_length=120)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, verbose_name=_("community"), related_name="+")
    starts_on = models.DateField(_("starts on"))
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="cycles", verbose_name=_("facilitators")
    )

    objects = CycleQuerySet.as_manager()
    data_class: ClassVar[int] = 1

    class Meta:
        verbose_name = _("cycle")
        verbose_name_plural = _("cycles")
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("starts_on")), name="cycle_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Module(Record):
    """One subject of a cycle's curriculum."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="modules", verbose_name=_("cycle"))
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("title"), max_length=160)
    core = models.BooleanField(_("core module"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    objects = ModuleQuerySet.as_manager()
    data_class: ClassVar[int] = 0

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["cycle", "order", "code"]
        constraints = [models.UniqueConstraint(fields=["cycle", "code"], name="module_code_once_in_cycle")]

    def __str__(self) -> str:
        return f"{self.order}. {self.title}"


class Enrolment(Record):
    class Reason(models.TextChoices):
        """Why people are lost to a programme (domain.md, section 1). Nothing about a case is asked."""

        MOVED = "moved", _("moved away")
        WORK = "work", _("work or migration")
        REFUSED = "refused", _("does not want to go on")
        UNREACHABLE = "unreachable", _("cannot be reached")
        DIED = "died", _("died")
        OTHER = "other", _("another reason")

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("cycle"))
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="enrolments", verbose_name=_("participant")
    )
    enrolled_on = models.DateField(_("enrolled on"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_reason = models.CharField(_("why he or she left"), max_length=20, choices=Reason, blank=True)
    practice_on = models.DateField(_("closing practice on"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()
    data_class: ClassVar[int] = 2

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["cycle", "participant"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "participant"], name="enrolled_once_in_cycle"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("enrolled_on")),
                name="enrolment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} · {self.cycle}"


class Workshop(Record):
    """One session of a cycle: planned, held or cancelled. "Session" on screen."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned session")
        HELD = "held", _("session held")
        CANCELLED = "cancelled", _("session cancelled")

    code = models.CharField(_("code"), max_length=40, unique=True)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="workshops", verbose_name=_("cycle"))
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="workshops", verbose_name=_("module"))
    date = models.DateField(_("date"))  # typed by a person in Lima's calendar, never taken from a clock
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=120)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, verbose_name=_("community"), related_name="+")
    facilitator = models.CharField(_("facilitator"), max_length=120, blank=True)
    status = models.CharField(_("state"), max_length=20, choices=Status, default=Status.PLANNED)
    cancelled_reason = models.CharField(_("reason of the cancellation"), max_length=200, blank=True)
    original_date = models.DateField(_("date before it was rescheduled"), null=True, blank=True)
    rescheduled_reason = models.CharField(_("reason of the new date"), max_length=200, blank=True)
    head_count = models.PositiveSmallIntegerField(_("head count"), null=True, blank=True)
    signatures = models.PositiveSmallIntegerField(_("signatures"), null=True, blank=True)
    unregistered = models.PositiveSmallIntegerField(
        _("unregistered attendees"),
        default=0,
        help_text=_("People who came and gave no consent to be registered: only counted."),
    )
    note = models.CharField(_("note"), max_length=400, blank=True, help_text=_("Do not write names or cases."))

    objects = WorkshopQuerySet.as_manager()
    data_class: ClassVar[int] = 1

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["date", "starts_at", "code"]
        indexes = [models.Index(fields=["status", "date"])]

    def __str__(self) -> str:
        return f"{self.code} · {self.date:%d/%m/%Y}"


class Mark(Record):
    """One claim that a person was present, late, absent … The key is minted by the phone.

    Append-only: the history of a roster. `base` is the mark the phone believed current, so that
    two people saving the same session can be told apart from one person correcting himself.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="marks", verbose_name=_("session"))
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="+", verbose_name=_("participant")
    )
    state = models.CharField(_("state"), max_length=20, choices=AttendanceState)
    base = models.UUIDField(null=True, blank=True, editable=False)
    captured_at = models.DateTimeField(_("captured at"), null=True, blank=True)

    objects = MarkQuerySet.as_manager()
    data_class: ClassVar[int] = 2

    class Meta:
        verbose_name = _("attendance mark")
        verbose_name_plural = _("attendance marks")
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.workshop_id} {self.get_state_display()}"


class Attendance(Record):
    """What holds for one person at one session: the outcome of its marks."""

    workshop = models.ForeignKey(
        Workshop, on_delete=models.PROTECT, related_name="attendances", verbose_name=_("session")
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="attendances", verbose_name=_("participant")
    )
    state = models.CharField(_("state"), max_length=20, choices=AttendanceState)
    # The mark that decided; null when the row came from a register file.
    mark = models.ForeignKey(
        Mark, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("mark")
    )
    disputed = models.BooleanField(_("two people disagree"), default=False, editable=False)

    objects = AttendanceQuerySet.as_manager()
    data_class: ClassVar[int] = 2

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["workshop", "participant"]
        constraints = [models.UniqueConstraint(fields=["workshop", "participant"], name="attendance_once_a_session")]
        # With the state, figures are answered from the index alone (workshops/completed.py).
        indexes = [
            models.Index(fields=["participant", "workshop", "state"], name="attendance_of_a_person"),
            models.Index(fields=["workshop"], name="attendance_in_dispute", condition=Q(disputed=True)),
        ]

    def __str__(self) -> str:
        return f"{self.participant} · {self.workshop}"


class Evidence(Record):
    """A photo or scan of the signed sheet, re-encoded without metadata."""

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("session"))
    file = models.FileField(_("photo or scan"), upload_to="evidence/%Y/%m")
    pages = models.PositiveSmallIntegerField(_("pages"), default=1)

    objects = EvidenceQuerySet.as_manager()
    data_class: ClassVar[int] = 2

    class Meta:
        verbose_name = _("attendance sheet")
        verbose_name_plural = _("attendance sheets")
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return f"{self.workshop}"

    @property
    def is_picture(self) -> bool:
        return str(self.file.name).endswith(".jpg")
