"""Questions asked of phones and of what they sent."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.utils import timezone

from gvp.accounts.models import User


def colleagues(user: Any) -> models.QuerySet:
    """Whoever works in a province of this user's; for roles without provinces of their own, everybody."""
    return user.limit(User.objects.all(), "provinces").values("pk")


class DeviceQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Phones that somebody of the same provinces has used."""
        from gvp.sync.models import Seat

        return self.filter(pk__in=Seat.objects.visible_to(user).values("device"))


class SeatQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(user=user) if user.role_.own_cycles_only else self.filter(user__in=colleagues(user))


class OperationQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """What concerns the user's provinces, or has no place and comes from a colleague. Field staff: their own."""
        if user.role_.own_cycles_only:
            return self.filter(author=user)
        unplaced = self.filter(province__isnull=True, author__in=colleagues(user))
        return user.limit(self, "province") | unplaced

    def in_review(self) -> Self:
        return self.filter(status="review")

    def arrived_on(self, day: dt.date) -> Self:
        """Received that day, in Lima's calendar."""
        start = timezone.make_aware(dt.datetime.combine(day, dt.time()))
        return self.filter(received_at__gte=start, received_at__lt=start + dt.timedelta(days=1))
