"""What a phone may send, and who takes it. Handlers register themselves here (handlers/).

A handler gets one `Received` and stores its fact with the same form and the same action as the page. It returns an
`Outcome`, raises `ForReview` when a coordinator has to decide, or ValidationError when the author has to correct it.
It runs inside a savepoint: what it raises undoes what it wrote.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from gvp.accounts.models import User
from gvp.sync.models import Operation

Reason = Operation.Reason
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Received:
    """One operation, its payload raised to the latest version, `captured_at` by our clock.

    `misdated`: by a clock set right since, so that it may have been written long before. `decided_by`: a coordinator
    applies it from the tray; `undo`: what it needs to be taken back.
    """

    id: UUID
    kind: str
    base: UUID | None
    record: UUID
    captured_at: dt.datetime
    payload: dict[str, Any]
    author: User
    misdated: bool = False
    decided_by: User | None = None
    undo: Sequence[Mapping[str, Any]] = ()

    @property
    def knew_until(self) -> dt.datetime:
        """What others did after this moment, the phone cannot have shown."""
        return LONG_AGO if self.misdated else self.captured_at


class Outcome(NamedTuple):
    """Stored. `next`: path of the page that comes next; `province`: its code. "" is what the kind says by itself.

    `undo`: what a decision changed, as JSON; kept with the payload.
    """

    next: str = ""
    province: str = ""
    undo: Sequence[Mapping[str, Any]] = ()


class ForReview(Exception):  # noqa: N818 - no error: it is kept, and somebody decides
    """Into the tray instead of applied. `province`: the code of whose coordinator decides, "" when unknown."""

    def __init__(self, reason: str, province: str = "", message: str = "") -> None:
        super().__init__(reason)
        self.reason, self.province, self.message = reason, province, message


Handler = Callable[[Received], Outcome]
# Stores what it can of many, in few statements; what its answer leaves out is handled one by one.
Together = Callable[[Sequence[Received]], Mapping[UUID, Outcome]]
Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
Undo = Callable[[Received, User], None]


@dataclass
class Kind:
    """One kind of operation. `makes`: the payload's field with the key of a record that later ones may need."""

    name: str
    version: int
    handle: Handler
    makes: str = ""
    next: Callable[[UUID], str] = lambda record: ""
    provinces: Callable[[Collection[UUID]], Mapping[UUID, str]] = lambda records: {}
    together: Together | None = None
    upgrades: dict[int, Upgrade] = field(default_factory=dict)
    undo: Undo | None = None


KINDS: dict[str, Kind] = {}


def handles(name: str, *, version: int = 1, **more: Any) -> Callable[[Handler], Handler]:
    """Register the handler of a kind. `more`: `makes`, `next` and `provinces` as in Kind."""

    def register(handle: Handler) -> Handler:
        KINDS[name] = Kind(name, version, handle, **more)
        return handle

    return register


def upgrades(name: str, from_version: int) -> Callable[[Upgrade], Upgrade]:
    """Register the step that makes a payload of the next version out of one of this version."""

    def register(step: Upgrade) -> Upgrade:
        KINDS[name].upgrades[from_version] = step
        return step

    return register


def undoes(name: str) -> Callable[[Undo], Undo]:
    """Register how an operation that was applied by decision is taken back."""

    def register(undo: Undo) -> Undo:
        KINDS[name].undo = undo
        return undo

    return register


def together(*names: str) -> Callable[[Together], Together]:
    """Register one function for runs of these kinds."""

    def register(store: Together) -> Together:
        for name in names:
            KINDS[name].together = store
        return store

    return register


def understood(name: str, version: int) -> bool:
    """Whether payloads of this version can still, or already, be read."""
    kind = KINDS.get(name)
    return kind is not None and (version == kind.version or version in kind.upgrades)


def upgraded(name: str, version: int, payload: dict[str, Any]) -> dict[str, Any]:
    """The payload as its latest version has it."""
    kind = KINDS[name]
    for step in range(version, kind.version):
        payload = kind.upgrades[step](payload)
    return payload
