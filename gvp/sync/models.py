"""Phones, whose they are, and the ledger of everything they sent."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gvp.base.crypto import EncryptedJSONField
from gvp.places.models import Province
from gvp.sync.querysets import DeviceQuerySet, OperationQuerySet, SeatQuerySet
from gvp.sync.words import counted

TOLD_MINUTES = 10


def person(label: Any, **options: Any) -> models.ForeignKey:
    """Somebody of the team. Not indexed: rows are found by day or by what waits, never by person alone."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=label,
        **options,
    )


class Device(models.Model):
    """A phone, or a browser, that asked for a key. It names itself once, with a key of its own."""

    id = models.UUIDField(primary_key=True, editable=False)
    label = models.CharField(_("what it calls itself"), max_length=80, blank=True)
    app_version = models.CharField(_("version of the app"), max_length=40, blank=True)
    first_seen_at = models.DateTimeField(_("first seen"), default=timezone.now, editable=False)
    last_seen_at = models.DateTimeField(_("last seen"), default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = person(_("revoked by"), null=True, blank=True)

    objects = DeviceQuerySet.as_manager()
    data_class: ClassVar[int] = 1
    field_classes: ClassVar[dict[str, int]] = {}

    class Meta:
        verbose_name = _("phone")
        verbose_name_plural = _("phones")
        ordering = ["-last_seen_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="device_revoked_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.label or str(self.pk)[:8]


class Seat(models.Model):
    """One person's place on one phone: the key that seals what he or she keeps there, and how the phone is doing."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="seats", verbose_name=_("phone"))
    user = person(_("user"))
    wrapped_key = models.TextField(editable=False)  # opened by keys.py alone
    released_at = models.DateTimeField(_("key given at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("key expires at"), editable=False)
    unsent = models.PositiveIntegerField(_("unsent"), default=0)
    oldest_unsent_at = models.DateTimeField(_("oldest unsent"), null=True, blank=True)
    skew_seconds = models.IntegerField(_("seconds its clock is ahead"), default=0)
    lost = models.PositiveIntegerField(_("lost on the phone"), default=0)
    # The login that last spoke from here, so that revoking the phone ends it.
    session_key = models.CharField(max_length=40, blank=True, default="", db_default="", editable=False)

    objects = SeatQuerySet.as_manager()
    data_class: ClassVar[int] = 1
    field_classes: ClassVar[dict[str, int]] = {"wrapped_key": 3, "session_key": 3}

    class Meta:
        verbose_name = _("person on a phone")
        verbose_name_plural = _("people on phones")
        ordering = ["device", "user"]
        constraints = [models.UniqueConstraint(fields=["device", "user"], name="seat_once_on_device")]

    def __str__(self) -> str:
        return f"{self.device} · {self.user}"

    @property
    def skew_minutes(self) -> int:
        """Whole minutes by which its clock is wrong; 0 up to ten, which nobody needs to know."""
        minutes = abs(self.skew_seconds) // 60
        return minutes if minutes > TOLD_MINUTES else 0


class Operation(models.Model):
    """One fact as a phone sent it. The key is the phone's: sent again, it is the same row and the same receipt.

    Stored in the transaction of the fact itself. What was refused is not here: it stays on the phone.
    """

    class Status(models.TextChoices):
        APPLIED = "applied", _("received")
        REVIEW = "review", _("to be reviewed")
        DISCARDED = "discarded", _("discarded")

    class Reason(models.TextChoices):
        CONFLICT = "conflict", _("two people say different things")
        CANCELLED = "cancelled", _("what it is about was cancelled")
        DELETED = "deleted", _("what it is about was deleted")
        OUTSIDER = "outsider", _("the person does not take part")
        QUARANTINE = "quarantine", _("whoever wrote it no longer works there")
        FUTURE = "future", _("its date has not come yet")
        CONSENT = "consent", _("the consent was taken back")
        STALE = "stale", _("somebody else wrote another number")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=30)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    base = models.UUIDField(null=True, blank=True, editable=False)
    record = models.UUIDField(_("what it is about"), editable=False)
    captured_at = models.DateTimeField(_("written on the phone"))
    received_at = models.DateTimeField(_("received"), default=timezone.now, editable=False)
    author = person(_("written by"))
    device = models.ForeignKey(
        Device, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name=_("phone")
    )
    carried_by = person(_("handed in by"), null=True, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    status = models.CharField(_("state"), max_length=10, choices=Status, default=Status.APPLIED, db_default="applied")
    reason = models.CharField(_("why it waits"), max_length=12, choices=Reason, blank=True, default="", db_default="")
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("province"),
    )  # fmt: skip
    # Kept only of what waits or was decided by hand, so that it can be decided, and undone.
    payload: Any = EncryptedJSONField(editable=False)
    undo: Any = EncryptedJSONField(editable=False)
    # About somebody erased, who is only counted: which person in which session, unreadable, and how many it added.
    counted = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    added = models.SmallIntegerField(default=0, db_default=0, editable=False)
    next_url = models.CharField(max_length=200, blank=True, default="", db_default="", editable=False)
    decided_by = person(_("decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=20, blank=True, default="", db_default="")

    objects = OperationQuerySet.as_manager()
    data_class: ClassVar[int] = 1
    field_classes: ClassVar[dict[str, int]] = {"payload": 3, "undo": 3, "counted": 3}

    class Meta:
        verbose_name = _("arrival from a phone")
        verbose_name_plural = _("arrivals from phones")
        ordering = ["-received_at", "id"]
        indexes = [
            models.Index(fields=["received_at"], name="operation_of_a_day"),
            models.Index(fields=["province"], name="operation_to_review", condition=Q(status="review")),
            models.Index(fields=["counted"], name="operation_of_somebody_erased", condition=~Q(counted="")),
            models.Index(fields=["decided_at"], name="operation_decided", condition=Q(decided_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="operation_decided_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(status="review") | ~Q(reason=""), name="operation_waits_for_a_reason"),
        ]

    def __str__(self) -> str:
        return counted(self.kind, 1)
