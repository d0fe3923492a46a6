"""Reading what a phone sends: strictly, and item by item, so that one bad item blocks no other."""

import datetime as dt
import hashlib
import json
import zlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils.translation import gettext as _

from gvp.sync.endpoint import Refused

MOST_BYTES = 2 * 1024**2  # unpacked
MOST = 500  # operations of one batch
FIRST_YEAR, LAST_YEAR = 2020, 2100
BIGGEST = 10**9
Errors = dict[str, list[str]]


def body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent, perhaps packed by gzip. Raises Refused: 413 when too big, 400 when broken."""
    try:
        raw = request.body
    except RequestDataTooBig as big:
        raise Refused(413, "big") from big
    except (RawPostDataException, UnreadablePostError) as broken:
        raise Refused(400, "broken") from broken
    return as_object(unpacked(raw) if request.headers.get("Content-Encoding") == "gzip" else raw)


def unpacked(raw: bytes) -> bytes:
    """Never more than MOST_BYTES are unpacked, however small the parcel is."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        clear = unpacker.decompress(raw, MOST_BYTES)
    except zlib.error as broken:
        raise Refused(400, "broken") from broken
    if unpacker.unconsumed_tail:
        raise Refused(413, "big")
    if not unpacker.eof:
        raise Refused(400, "broken")
    return clear


def as_object(raw: bytes) -> dict[str, Any]:
    try:
        said = json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError) as broken:
        raise Refused(400, "broken") from broken
    if not isinstance(said, dict):
        raise Refused(400, "broken")
    return said


def _no_number(name: str) -> Any:
    raise ValueError(name)


class Fields:
    """The values of one object, each checked; what is wrong is collected by name in `errors`."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.said = said
        self.errors: Errors = {}

    def check(self) -> None:
        """Raises Refused when something was wrong."""
        if self.errors:
            raise Refused(400, "fields", errors=self.errors)

    def key(self, name: str) -> UUID:
        """A key that has to be there."""
        return self.optional_key(name) or self._wrong(name, UUID(int=0))

    def optional_key(self, name: str) -> UUID | None:
        value = self.said.get(name)
        if value is None:
            return None
        try:
            return UUID(value)
        except (ValueError, AttributeError, TypeError):
            return self._wrong(name, None)

    def moment(self, name: str) -> dt.datetime | None:
        """A moment with its offset from UTC, or None when there is none."""
        value = self.said.get(name)
        if value is None:
            return None
        try:
            at = dt.datetime.fromisoformat(value)
        except (ValueError, TypeError):
            return self._wrong(name, None)
        if at.utcoffset() is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
            return self._wrong(name, None)
        return at

    def number(self, name: str) -> int:
        """A whole number from 0 on; 0 when it is left out."""
        value = self.said.get(name, 0)
        good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= BIGGEST
        return int(value) if good else self._wrong(name, 0)

    def text(self, name: str, longest: int) -> str:
        """Text, cut where it is too long; "" when it is left out."""
        value = self.said.get(name, "")
        good = isinstance(value, str) and writable(value)
        return value[:longest] if good else self._wrong(name, "")

    def _wrong(self, name: str, instead: Any) -> Any:
        self.errors.setdefault(name, [_("This did not arrive whole.")])
        return instead


def writable(value: Any) -> bool:
    """Whether every database can keep it: no NUL, no half of a character, however deep inside."""
    if isinstance(value, dict):
        return all(writable(name) and writable(inner) for name, inner in value.items())
    if isinstance(value, list):
        return all(map(writable, value))
    return not isinstance(value, str) or ("\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value))


# --- Batches ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sent:
    """One operation as it was sent. `digest`: by which a resend is told from another fact under the same key."""

    id: UUID
    kind: str
    version: int
    base: UUID | None
    record: UUID
    captured_at: dt.datetime
    payload: dict[str, Any]
    digest: str


@dataclass(frozen=True)
class Item:
    """One place of a batch: what stood there, or why it cannot be read.

    `key`, `record` and `person` as the phone wrote them: also what cannot be read keeps its place in the order.
    """

    key: Any
    record: str = ""
    person: str = ""
    sent: Sent | None = None
    errors: Errors = field(default_factory=dict)


@dataclass(frozen=True)
class Batch:
    device: UUID
    author: UUID
    items: list[Item]


def read_batch(said: dict[str, Any]) -> Batch:
    """Raises Refused when the envelope is broken or too full; a broken item is only broken itself."""
    fields = Fields(said)
    device, author = fields.key("device"), fields.key("author")
    operations = said.get("operations")
    if not isinstance(operations, list):
        fields.errors["operations"] = [_("This did not arrive whole.")]
    fields.check()
    if len(operations) > MOST:
        raise Refused(413, "many", most=MOST)
    return Batch(device, author, [read_item(one) for one in operations])


def read_item(said: Any) -> Item:
    if not isinstance(said, dict):
        return Item(None, errors={"": [_("This did not arrive whole.")]})
    fields = Fields(said)
    payload, kind, version = said.get("payload"), said.get("kind"), said.get("version")
    sent = Sent(
        fields.key("id"),
        kind if isinstance(kind, str) and 0 < len(kind) <= 30 and writable(kind) else fields._wrong("kind", ""),
        version if type(version) is int and 0 < version < 1000 else fields._wrong("version", 0),
        fields.optional_key("base"),
        fields.key("record"),
        fields.moment("captured_at") or fields._wrong("captured_at", dt.datetime.max),
        payload if isinstance(payload, dict) and writable(payload) else fields._wrong("payload", {}),
        "" if fields.errors else digest(said),
    )
    person = payload.get("person", "") if isinstance(payload, dict) else ""
    return Item(said.get("id"), str(said.get("record")), str(person), None if fields.errors else sent, fields.errors)


TOLD = ("kind", "version", "base", "record", "captured_at", "payload")


def digest(said: dict[str, Any]) -> str:
    """SHA-256 of what was said, in one order and without spaces. 64 hex digits."""
    canonical = json.dumps([said.get(name) for name in TOLD], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
