"""Phones as their coordinators see them; a lost one is revoked with everybody's key on it, and can be restored."""

from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from gvp.accounts.models import User
from gvp.audit import log
from gvp.sync.models import Device, Seat

NAG_HOURS = 24  # unsent for longer is worth a call
DESK = ("Windows", "Macintosh", "Linux")  # how a browser on a desk calls itself; phones say Android, iPhone, iPad


def seen_by(user: User) -> QuerySet[Device]:
    """With `shown`: the seats of people this user answers for; and `desk`: whether it is a computer. Two queries.

    Phones before computers; in use, and with something unsent, first.
    """
    seats = Seat.objects.visible_to(user).select_related("user").order_by("user__username")
    owing = Exists(Seat.objects.filter(device=OuterRef("pk"), unsent__gt=0))
    desk = Q(*(("label__startswith", name) for name in DESK), _connector=Q.OR)
    rows = Device.objects.visible_to(user).select_related("revoked_by").annotate(owing=owing, desk=desk)
    in_use = F("revoked_at").asc(nulls_first=True)
    rows = rows.prefetch_related(Prefetch("seats", seats, to_attr="shown"))
    return rows.order_by("desk", in_use, "-owing", "-last_seen_at", "id")


def revoke(*, by: User, device: UUID) -> bool:
    """Nobody's key is released to it any more, and what still arrives from it waits in the tray. False: it was so.

    The logins that spoke from it end in the same moment; restoring it does not bring them back.
    Raises Device.DoesNotExist for a phone that `by` may not see.
    """
    return _set(by, device, revoked=True)


def restore(*, by: User, device: UUID) -> bool:
    """It was found: whoever logs in on it gets a key again. False when it is not revoked. Raises as `revoke`."""
    return _set(by, device, revoked=False)


@transaction.atomic
def _set(by: User, device: UUID, *, revoked: bool) -> bool:
    visible = Device.objects.visible_to(by).values("pk")
    stored = Device.objects.select_for_update().filter(pk__in=visible).get(pk=device)
    if (stored.revoked_at is not None) == revoked:
        return False
    stored.revoked_at, stored.revoked_by = (timezone.now(), by) if revoked else (None, None)
    stored.save(update_fields=["revoked_at", "revoked_by"])
    log.record(by=by, verb=log.Verb.CHANGED, target=stored, revoked=revoked)
    if revoked:
        _log_out(stored)
    return True


def _log_out(device: Device) -> None:
    """Every login that spoke from it."""
    seats = device.seats.exclude(session_key="")
    Session.objects.filter(pk__in=list(seats.values_list("session_key", flat=True))).delete()
    seats.update(session_key="")
