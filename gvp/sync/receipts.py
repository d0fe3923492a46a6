"""What the phone is told of each operation. The same operation has the same receipt, however often it comes."""

import datetime as dt
from typing import Any, NamedTuple

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.sync.models import Operation
from gvp.sync.registry import KINDS
from gvp.sync.wire import Errors, Item, Sent

APPLIED, REVIEW = "applied", "review"  # the server has it: the phone may forget it
REFUSED, REUSED, HELD = "refused", "reused", "held"  # the phone keeps it


class Receipt(NamedTuple):
    """`key`: the id as the phone wrote it. Held: nobody has to change anything, it is sent again."""

    key: Any
    status: str
    reason: str = ""
    message: str = ""
    errors: Errors = {}
    next: str = ""
    received_at: dt.datetime | None = None

    @property
    def kept(self) -> bool:
        """Whether it stays on the phone."""
        return self.status not in (APPLIED, REVIEW)

    def told(self) -> dict[str, Any]:
        return {
            "id": self.key,
            "status": self.status,
            "received_at": self.received_at and self.received_at.isoformat(),
            "reason": self.reason,
            "message": self.message,
            "errors": self.errors,
            "next": self.next,
        }


def applied(sent: Sent, at: dt.datetime, next_: str = "") -> Receipt:
    return Receipt(str(sent.id), APPLIED, next=next_ or KINDS[sent.kind].next(sent.record), received_at=at)


def waiting(sent: Sent, at: dt.datetime, reason: str) -> Receipt:
    """In the tray. Also what was decided since: the phone had been told so."""
    label = str(Operation.Reason(reason).label)
    return Receipt(str(sent.id), REVIEW, reason, label, {}, KINDS[sent.kind].next(sent.record), at)


def again(sent: Sent, row: Operation, author: User) -> Receipt:
    """It came before. With another content, or from somebody else, it is another fact under a used key."""
    if (row.digest, row.author_id) != (sent.digest, author.pk):
        return reused(sent)
    return waiting(sent, row.received_at, row.reason) if row.reason else applied(sent, row.received_at, row.next_url)


def reused(sent: Sent) -> Receipt:
    text = _("This was sent before with another content. Look at what is stored, and write it again.")
    return Receipt(str(sent.id), REUSED, "reused", text)


def unread(item: Item) -> Receipt:
    return Receipt(item.key, REFUSED, "broken", _("This did not arrive whole."), item.errors)


def refused(sent: Sent, problem: ValidationError) -> Receipt:
    """What has to be corrected, field by field; "" stands for the whole."""
    fields = problem.message_dict if hasattr(problem, "error_dict") else {NON_FIELD_ERRORS: problem.messages}
    errors = {"" if name == NON_FIELD_ERRORS else name: texts for name, texts in fields.items()}
    return Receipt(str(sent.id), REFUSED, "invalid", errors=errors)


def unstored(item: Item) -> Receipt:
    return held(item.sent, "error") if item.sent else unread(item)


def held(sent: Sent, reason: str) -> Receipt:
    """ "order": after one that was refused; "version": of a program of another time; "error": a mistake of ours."""
    text = {
        "order": _("Waits for what comes before it."),
        "version": _("This phone and the server have different versions. Open the app with signal, and send again."),
        "error": _("This could not be stored. It stays on the phone and is sent again."),
    }[reason]
    return Receipt(str(sent.id), HELD, reason, text)
