"""The ledger's statements: few, whatever the size of a batch. The database decides what is new (stack.md, 12)."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gvp.accounts.models import User
from gvp.base.bulk import insert_new_keys, upsert
from gvp.sync.models import Device, Operation
from gvp.sync.registry import KINDS
from gvp.sync.wire import CLOCK_TOLERANCE, Sent

ENTERED = (
    "id", "kind", "version", "base", "record", "captured_at", "received_at", "author", "device", "carried_by",
    "digest", "province",
)  # fmt: skip
SETTLED = (*ENTERED, "status", "reason", "payload", "undo", "next_url")
Status = Operation.Status


@dataclass(frozen=True)
class Hand:
    """Whose operations these are, from which phone, who handed them in when he or she did not send them, and when.

    `ahead`: how far the phone's clock is ahead of ours.
    """

    author: User
    device: Device | None
    at: dt.datetime
    carried_by: User | None = None
    ahead: dt.timedelta = dt.timedelta()

    def by_our_clock(self, moment: dt.datetime) -> dt.datetime:
        """Of a moment by the phone's. What arrived was written before, also where the clock was set right since."""
        return min(moment - self.ahead, self.at)

    def misdates(self, moment: dt.datetime) -> bool:
        """Whether the clock was another then: nobody can say when it was written."""
        return moment - self.ahead > self.at + CLOCK_TOLERANCE


@dataclass(frozen=True)
class Settled:
    """How an operation ended that is kept otherwise than as plainly applied."""

    sent: Sent
    province: str = ""
    reason: str = ""
    next: str = ""


def enter(operations: Iterable[Sent], hand: Hand, provinces: Mapping[UUID, str]) -> set[UUID]:
    """Write them down as applied; returns the keys of those that were not there before.

    Another transaction with one of the same keys waits here until this one has ended.
    """
    rows = [_row(sent, hand, provinces.get(sent.record)) for sent in sorted(operations, key=_key)]
    return insert_new_keys(Operation, ENTERED, rows)


def stored(keys: Collection[UUID]) -> dict[UUID, Operation]:
    names = ("kind", "record", "digest", "author", "received_at", "reason", "next_url")
    return Operation.objects.only(*names).in_bulk(keys) if keys else {}


def settle(ended: Sequence[Settled], hand: Hand, provinces: Mapping[UUID, str]) -> None:
    """Keep what waits for a decision with its payload, and what has its own next page or province."""
    rows = [
        (
            *_row(one.sent, hand, one.province or provinces.get(one.sent.record)),
            Status.REVIEW if one.reason else Status.APPLIED,
            one.reason,
            one.sent.payload if one.reason else None,
            None,
            one.next,
        )
        for one in sorted(ended, key=lambda one: _key(one.sent))
    ]
    upsert(Operation, SETTLED, rows, unique=["id"])


def strike(keys: Collection[UUID]) -> None:
    """What was not taken was never here."""
    if keys:
        Operation.objects.filter(pk__in=keys).delete()


def provinces_of(operations: Iterable[Sent]) -> dict[UUID, str]:
    """The province of each record that exists already. One query for each family of kinds."""
    asked: dict[Any, set[UUID]] = {}
    for sent in operations:
        asked.setdefault(KINDS[sent.kind].provinces, set()).add(sent.record)
    return {record: code for look_up, records in asked.items() for record, code in look_up(records).items()}


def _key(sent: Sent) -> int:
    """Sorted by it, two batches never wait for each other in a circle."""
    return sent.id.int


def _row(sent: Sent, hand: Hand, province: str | None) -> tuple[Any, ...]:
    return (
        sent.id, sent.kind, sent.version, sent.base, sent.record, hand.by_our_clock(sent.captured_at), hand.at,
        hand.author.pk, hand.device and hand.device.pk, hand.carried_by and hand.carried_by.pk, sent.digest, province,
    )  # fmt: skip
