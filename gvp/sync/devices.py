"""Phones as their coordinators see them; a lost one is revoked with everybody's key on it, and can be restored."""

from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from gvp.accounts.models import User
from gvp.audit import log
from gvp.sync.models import Device, Seat

NAG_HOURS = 24  # unsent for longer is worth a call


def seen_by(user: User) -> QuerySet[Device]:
    """With `shown`: the seats of people this user answers for. In use and with something unsent first; two queries."""
    seats = Seat.objects.visible_to(user).select_related("user").order_by("user__username")
    owing = Exists(Seat.objects.filter(device=OuterRef("pk"), unsent__gt=0))
    rows = Device.objects.visible_to(user).select_related("revoked_by").annotate(owing=owing)
    in_use = F("revoked_at").asc(nulls_first=True)
    rows = rows.prefetch_related(Prefetch("seats", seats, to_attr="shown"))
    return rows.order_by(in_use, "-owing", "-last_seen_at", "id")


@transaction.atomic
def revoke(*, by: User, device: UUID) -> bool:
    """Nobody's key is released to it any more, and what still arrives from it waits in the tray. False: it was so.

    The logins that spoke from it end in the same moment; restoring it does not bring them back.
    Raises Device.DoesNotExist for a phone that `by` may not see.
    """
    stored = _locked(by, device)
    if stored.revoked_at:
        return False
    stored.revoked_at, stored.revoked_by = timezone.now(), by
    _store(stored, by, revoked=True)
    seats = stored.seats.exclude(session_key="")
    Session.objects.filter(pk__in=list(seats.values_list("session_key", flat=True))).delete()
    seats.update(session_key="")
    return True


@transaction.atomic
def restore(*, by: User, device: UUID) -> bool:
    """It was found: whoever logs in on it gets his or her key again. False when it is not revoked."""
    stored = _locked(by, device)
    if stored.revoked_at is None:
        return False
    stored.revoked_at = stored.revoked_by = None
    _store(stored, by, revoked=False)
    return True


def _locked(by: User, device: UUID) -> Device:
    return Device.objects.select_for_update().filter(pk__in=Device.objects.visible_to(by).values("pk")).get(pk=device)


def _store(stored: Device, by: User, **detail: Any) -> None:
    stored.save(update_fields=["revoked_at", "revoked_by"])
    log.record(by=by, verb=log.Verb.CHANGED, target=stored, **detail)
