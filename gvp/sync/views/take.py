"""Where a phone sends what it holds."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST

from gvp.accounts.permissions import UserRequest
from gvp.accounts.roles import LOG_ATTENDANCE
from gvp.sync.endpoint import Refused, answer, endpoint
from gvp.sync.greeting import Greeting, seat_of
from gvp.sync.ledger import Hand
from gvp.sync.taking import take
from gvp.sync.wire import ahead, body, read_batch


@require_POST
@gzip_page
@endpoint(LOG_ATTENDANCE)
def receive(request: UserRequest) -> HttpResponse:
    """Receipts in the order in which the operations came. From a revoked phone, everything waits in the tray.

    Packed: at 20 kbit/s those of a full batch would not arrive before the phone gives up.
    """
    batch, now = read_batch(body(request)), timezone.now()
    if batch.author != request.user.pk:
        raise Refused(409, "author")
    said = Greeting(batch.device, session=request.session.session_key or "")
    device = seat_of(user=request.user, said=said, now=now).device  # nobody writes under a phone he has no seat on
    hand = Hand(author=request.user, device=device, at=now, ahead=ahead((batch.sent_at or now) - now))
    taken = take(items=batch.items, hand=hand, quarantined=device.revoked_at is not None)
    return answer(now=now.isoformat(), receipts=[receipt.told() for receipt in taken])
