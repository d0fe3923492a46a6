"""Where a phone sends what it holds."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gvp.accounts.permissions import UserRequest
from gvp.accounts.roles import LOG_ATTENDANCE
from gvp.base.bulk import insert_new
from gvp.sync.endpoint import Refused, answer, endpoint
from gvp.sync.ledger import Hand
from gvp.sync.models import Device
from gvp.sync.taking import take
from gvp.sync.wire import ahead, body, read_batch


@require_POST
@endpoint(LOG_ATTENDANCE)
def receive(request: UserRequest) -> HttpResponse:
    """Receipts in the order in which the operations came. From a revoked phone, everything waits in the tray."""
    batch, now = read_batch(body(request)), timezone.now()
    if batch.author != request.user.pk:
        raise Refused(409, "author")
    device = the_device(batch.device)
    hand = Hand(author=request.user, device=device, at=now, ahead=ahead((batch.sent_at or now) - now))
    taken = take(items=batch.items, hand=hand, quarantined=device.revoked_at is not None)
    return answer(now=now.isoformat(), receipts=[receipt.told() for receipt in taken])


def the_device(key: UUID) -> Device:
    """The phone; one that never greeted, or whose greeting a restored backup has forgotten, is written down now."""
    device = Device.objects.filter(pk=key).first()
    if device is None:
        now = timezone.now()
        insert_new(Device, ("id", "label", "app_version", "first_seen_at", "last_seen_at"), [(key, "", "", now, now)])
        device = Device.objects.get(pk=key)
    return device
