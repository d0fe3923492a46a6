"""The private address of somebody's calendar of deadlines."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gvp.base.models import Record, ScopedQuerySet


class CalendarTokenQuerySet(ScopedQuerySet):
    def visible_to(self, user: Any) -> "CalendarTokenQuerySet":
        """One's own only."""
        return self.filter(user=user.pk)

    def live(self) -> "CalendarTokenQuerySet":
        return self.filter(revoked_at__isnull=True)


class CalendarToken(Record):
    """Whoever holds the address reads what this user may see, without login, until it is revoked.

    Only the hash is kept, as of a password: a stolen database opens no calendar.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("user")
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)

    objects = CalendarTokenQuerySet.as_manager()
    data_class: ClassVar[int] = 2

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="one_live_calendar_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.recorded_at:%d/%m/%Y}"
