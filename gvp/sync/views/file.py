"""Where the file of an outbox is handed in: by its author, a colleague, a coordinator, also without a login."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from gvp.accounts.permissions import UserRequest
from gvp.sync import files
from gvp.sync.endpoint import Refused, answer, endpoint
from gvp.sync.receipts import Receipt

SEALED = gettext_noop("Handed in sealed. Received: {n}. Still on this phone: {m}.")  # the phone counts


@require_POST
@endpoint()
def file(request: UserRequest) -> HttpResponse:
    """The author reads the receipts as they are; whoever only carries it reads how many were taken.

    A phone that hands its outbox in still sealed forgets the `entries`, and nothing else.
    """
    sent = request.FILES.get("file")
    if sent is None:
        raise Refused(400, "broken")
    if (sent.size or 0) > files.MOST_BYTES:
        raise Refused(413, "big")
    outbox = files.read(sent.read())
    user = request.user if request.user.is_authenticated else None
    taken = files.hand_in(outbox=outbox, by=user)
    own = user is not None and user.pk == outbox.author
    told = [receipt.told() if own else _outside(receipt) for receipt in taken.receipts]
    return answer(now=timezone.now().isoformat(), receipts=told, entries=taken.whole, message=_(SEALED))


def _outside(receipt: Receipt) -> dict[str, object]:
    """Messages may quote what somebody else wrote."""
    return {"id": receipt.key, "status": receipt.status, "reason": receipt.reason}
