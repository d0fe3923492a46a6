"""Taking a batch: each operation once, whatever arrives how often, and none held up by another.

One transaction for all; a savepoint for each that is not stored together with others of its family. What cannot be
taken stays on the phone, and is struck from the ledger as if it had never arrived.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, transaction

from gvp.sync import handlers, ledger, mishaps, receipts
from gvp.sync.ledger import Hand, Settled
from gvp.sync.models import Operation
from gvp.sync.receipts import Receipt
from gvp.sync.registry import KINDS, ForReview, Outcome, Received, Together, understood, upgraded
from gvp.sync.wire import Item, Sent

__all__ = ["handlers", "take"]  # handlers: importing them has registered every kind
Line = tuple[str, str]


def take(*, items: Sequence[Item], hand: Hand, quarantined: bool = False) -> list[Receipt]:
    """The receipts, in the order of the items. `quarantined`: nothing is applied before somebody has seen it.

    Raises OperationalError or InterfaceError when the database fails: then nothing of the batch is stored.
    """
    try:
        return _batch(items, hand, quarantined, set())
    except (IntegrityError, DataError) as error:  # what databases only find at the end, when all is undone
        mishaps.log("batch", error)
    blocked: set[Line] = set()
    return [_alone(item, hand, quarantined, blocked) for item in items]


def _alone(item: Item, hand: Hand, quarantined: bool, blocked: set[Line]) -> Receipt:
    """A batch of its own for each, so that the one that spoils it is found."""
    try:
        return _batch([item], hand, quarantined, blocked)[0]
    except (IntegrityError, DataError) as error:
        mishaps.log("alone", error)
        blocked |= _holds_up(item)
        return receipts.unstored(item)


@transaction.atomic
def _batch(items: Sequence[Item], hand: Hand, quarantined: bool, blocked: set[Line]) -> list[Receipt]:
    first: dict[UUID, Sent] = {}
    for item in items:
        if item.sent and understood(item.sent.kind, item.sent.version):
            first.setdefault(item.sent.id, item.sent)
    provinces = ledger.provinces_of(first.values())
    new = ledger.enter(first.values(), hand, provinces)
    known = ledger.stored(first.keys() - new)
    taking = _Taking(hand, quarantined, blocked)
    for item in items:
        if (receipt := _at_once(item, first, known, hand)) is not None:
            if receipt.kept:  # it holds up nothing that came before
                taking.store()
            taking.answer(item, receipt)
        else:
            taking.add(item)
    taking.store()
    ledger.settle(taking.settled, hand, provinces)
    ledger.strike([key for key, receipt in taking.by_key.items() if receipt.kept])
    return [taking.receipts[id(item)] for item in items]


def _at_once(item: Item, first: Mapping[UUID, Sent], known: Mapping[UUID, Operation], hand: Hand) -> Receipt | None:
    """The receipt of what needs no handler; None for what is new."""
    sent = item.sent
    if sent is None:
        return receipts.unread(item)
    if sent.id not in first:
        return receipts.held(sent, "version")
    if sent.id in known:
        return receipts.again(sent, known[sent.id], hand.author)
    if first[sent.id] is not sent and first[sent.id].digest != sent.digest:
        return receipts.reused(sent)
    return None


class _Taking:
    """One batch on its way, in order. Neighbours of one family wait in `run` until they can be stored together."""

    def __init__(self, hand: Hand, quarantined: bool, blocked: set[Line]) -> None:
        self.hand, self.quarantined, self.blocked = hand, quarantined, blocked
        self.receipts: dict[int, Receipt] = {}
        self.by_key: dict[UUID, Receipt] = {}
        self.settled: list[Settled] = []
        self.run: list[Item] = []

    def answer(self, item: Item, receipt: Receipt) -> None:
        self.receipts[id(item)] = receipt
        if receipt.kept:
            self.blocked |= _holds_up(item)

    def add(self, item: Item) -> None:
        if self.run and _family(self.run[0]) != _family(item):
            self.store()
        self.run.append(item)

    def store(self) -> None:
        """Everything in the run: together what can be, the rest one by one."""
        run, self.run = self.run, []
        store = _family(run[0]) if run else None
        done = self._together(store, run) if store and not self.quarantined else {}
        for item in run:
            sent = item.sent
            assert sent  # noqa: S101 - only what could be read is in a run
            if sent.id not in self.by_key:
                self.by_key[sent.id] = self._applied(sent, done[sent.id]) if sent.id in done else self._one(item, sent)
            self.answer(item, self.by_key[sent.id])

    def _together(self, store: Together, run: Sequence[Item]) -> Mapping[UUID, Outcome]:
        """What goes wrong here goes wrong again one by one, where it is told whose fault it was."""
        free = self._free(run)
        try:
            with transaction.atomic():
                return store([self._received(sent) for sent in free]) if free else {}
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            mishaps.log("many", error)
            return {}

    def _free(self, run: Sequence[Item]) -> Collection[Sent]:
        """Each operation of the run that waits for nothing, once."""
        return {item.sent.id: item.sent for item in run if item.sent and not self._is_blocked(item)}.values()

    def _one(self, item: Item, sent: Sent) -> Receipt:
        if self._is_blocked(item):
            return receipts.held(sent, "order")
        if self.quarantined:
            return self._waiting(sent, ForReview(Operation.Reason.QUARANTINE))
        try:
            with transaction.atomic():
                return self._applied(sent, KINDS[sent.kind].handle(self._received(sent)))
        except ForReview as asked:
            return self._waiting(sent, asked)
        except ValidationError as problem:
            return receipts.refused(sent, problem)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            mishaps.log(sent.kind, error)
            return receipts.held(sent, "error")

    def _applied(self, sent: Sent, outcome: Outcome) -> Receipt:
        if outcome.next or outcome.province:
            self.settled.append(Settled(sent, outcome.province, next=outcome.next))
        return receipts.applied(sent, self.hand.at, outcome.next)

    def _waiting(self, sent: Sent, asked: ForReview) -> Receipt:
        self.settled.append(Settled(sent, asked.province, asked.reason))
        return receipts.waiting(sent, self.hand.at, asked.reason)

    def _received(self, sent: Sent) -> Received:
        payload = upgraded(sent.kind, sent.version, sent.payload)
        return Received(
            id=sent.id, kind=sent.kind, base=sent.base, record=sent.record,
            captured_at=self.hand.by_our_clock(sent.captured_at), misdated=self.hand.misdates(sent.captured_at),
            payload=payload, author=self.hand.author,
        )  # fmt: skip

    def _is_blocked(self, item: Item) -> bool:
        return not self.blocked.isdisjoint(_depends_on(item))


def _family(item: Item) -> Together | None:
    return KINDS[item.sent.kind].together if item.sent else None


def _depends_on(item: Item) -> set[Line]:
    """What has to be there first: earlier facts of the same record and person, and the person."""
    return {(item.record, item.person), ("", item.person)} if item.person else {(item.record, "")}


def _holds_up(item: Item) -> set[Line]:
    """What must not come before it: later facts of the same record and person, or about what it was to make."""
    lines = {(item.record, item.person)}
    makes = KINDS[item.sent.kind].makes if item.sent and item.sent.kind in KINDS else ""
    if item.sent and makes:
        lines.add(("", str(item.sent.payload.get(makes, ""))))
    return lines
