"""The outbox as a file, for when there is no signal for days: sealed by the phone, carried by anybody.

What opens with the key of that person on that phone was written there and is taken as that person's, whoever hands it
in. Nothing else is: an entry that was changed, forged or moved to another name does not open.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.utils import timezone

from gvp.accounts.models import User
from gvp.accounts.roles import LOG_ATTENDANCE
from gvp.sync import keys
from gvp.sync.endpoint import Refused
from gvp.sync.ledger import Hand
from gvp.sync.models import Seat
from gvp.sync.receipts import Receipt
from gvp.sync.taking import take
from gvp.sync.wire import Fields, Item, ahead, as_object, read_item, word

FORMAT = 1
MOST_BYTES = 8 * 1024**2
MOST_OPERATIONS = 5000
Box = tuple[str, list[Item]]  # an entry's id and what it holds


class Taken(NamedTuple):
    """What became of a file. `whole`: the ids of the entries of which nothing is left to do on the phone."""

    receipts: list[Receipt]
    whole: list[str]


class Outbox(NamedTuple):
    """A file as it was handed in; its entries still sealed."""

    device: UUID
    author: UUID
    entries: list[Any]


def read(raw: bytes) -> Outbox:
    """Raises Refused when this is no outbox."""
    said = as_object(raw)
    fields = Fields(said)
    device, author, entries = fields.key("device"), fields.key("author"), said.get("entries")
    if said.get("gvp_outbox") != FORMAT or not isinstance(entries, list):
        raise Refused(400, "broken")
    fields.check()
    return Outbox(device, author, entries)


def hand_in(*, outbox: Outbox, by: User | None) -> Taken:
    """Take what opens, as its author's. Raises Refused when nothing does.

    When the author no longer works here, or the phone was revoked, all of it waits for a coordinator.
    """
    seat = Seat.objects.select_related("device", "user").filter(device=outbox.device, user=outbox.author).first()
    boxes = _opened(seat, outbox.entries) if seat else []
    items = [item for _, held in boxes for item in held]
    if seat is None or not items:
        raise Refused(400, "sealed", receipts=[])
    if len(items) > MOST_OPERATIONS:
        raise Refused(413, "many", most=MOST_OPERATIONS)
    carrier = by if by and by != seat.user else None
    fast = ahead(dt.timedelta(seconds=seat.skew_seconds))
    hand = Hand(author=seat.user, device=seat.device, at=timezone.now(), carried_by=carrier, ahead=fast)
    distrusted = seat.device.revoked_at is not None or not seat.user.may(LOG_ATTENDANCE)
    receipts = take(items=items, hand=hand, quarantined=distrusted)
    return Taken(receipts, _whole(boxes, receipts))


def _whole(boxes: Sequence[Box], receipts: Sequence[Receipt]) -> list[str]:
    """Each entry whose operations were all received. Two that bear one id are received together or not at all."""
    held = [entry for entry, items in boxes for _ in items]
    partly = {entry for entry, receipt in zip(held, receipts, strict=True) if receipt.kept}
    return [entry for entry in dict.fromkeys(entry for entry, _ in boxes) if entry not in partly]


def _opened(seat: Seat, entries: Sequence[Any]) -> list[Box]:
    """All entries that open, in the order in which they were written down."""
    opened = [(str(entry["id"]), content) for entry in entries if (content := _content(seat, entry)) is not None]
    opened.sort(key=lambda box: word(box[1].get("at")))
    return [(entry, [read_item(operation) for operation in content["operations"]]) for entry, content in opened]


def _content(seat: Seat, entry: Any) -> dict[str, Any] | None:
    try:
        content = keys.opened(seat, str(entry["id"]), str(entry["iv"]), str(entry["sealed"]))
    except (keys.NotOpened, KeyError, TypeError, RecursionError):
        return None
    whole = isinstance(content, dict) and isinstance(content.get("operations"), list)
    return content if whole else None
