"""Reading what a phone sends: strictly, and item by item, so that one bad item blocks no other."""

import datetime as dt
import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils.translation import gettext as _

from gvp.sync.endpoint import Refused

MOST_BYTES = 2 * 1024**2  # unpacked
MOST = 500  # operations of one batch
# A phone whose battery died may believe that it is 1970; seconds from there to here fit into a column.
FIRST_YEAR, LAST_YEAR = 1969, 2089
CLOCK_TOLERANCE = dt.timedelta(minutes=10)
BIGGEST = 10**9
LONGEST_KIND = 30
LAST_VERSION = 1000
DEEPEST = 20  # lists in lists; what is deeper would exhaust the reading of it later
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
        return self.optional_key(name) or self.wrong(name, UUID(int=0))

    def optional_key(self, name: str) -> UUID | None:
        value = self.said.get(name)
        if value is None:
            return None
        try:
            return UUID(value)
        except (ValueError, AttributeError, TypeError):
            return self.wrong(name, None)

    def moment(self, name: str) -> dt.datetime | None:
        """A moment with its offset from UTC, or None when there is none."""
        value = self.said.get(name)
        if value is None:
            return None
        try:
            at = dt.datetime.fromisoformat(value)
        except (ValueError, TypeError):
            return self.wrong(name, None)
        if at.utcoffset() is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
            return self.wrong(name, None)
        return at

    def number(self, name: str) -> int:
        """A whole number from 0 on; 0 when it is left out."""
        value = self.said.get(name, 0)
        good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= BIGGEST
        return int(value) if good else self.wrong(name, 0)

    def text(self, name: str, longest: int) -> str:
        """Text, cut where it is too long; "" when it is left out."""
        value = self.said.get(name, "")
        good = isinstance(value, str) and _canonical(value) is not None
        return value[:longest] if good else self.wrong(name, "")

    def wrong(self, name: str, instead: Any = None) -> Any:
        self.errors.setdefault(name, [_("This did not arrive whole.")])
        return instead


def _canonical(value: Any) -> bytes | None:
    """In one order and without spaces; None where no database keeps what is in it, or nobody nests so deep."""
    if not _keepable(value):
        return None
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half of a character
        return None


def _keepable(value: Any, levels: int = DEEPEST) -> bool:
    if isinstance(value, dict):
        return levels > 0 and all(_keepable(name) and _keepable(inner, levels - 1) for name, inner in value.items())
    if isinstance(value, list):
        return levels > 0 and all(_keepable(inner, levels - 1) for inner in value)
    return not (isinstance(value, str) and "\0" in value)


# --- Batches ----------------------------------------------------------------------------------


class Sent(NamedTuple):
    """One operation as it was sent. `digest`: by which a resend is told from another fact under the same key."""

    id: UUID
    kind: str
    version: int
    base: UUID | None
    record: UUID
    captured_at: dt.datetime
    payload: dict[str, Any]
    digest: str


class Item(NamedTuple):
    """One place of a batch: what stood there, or why it cannot be read.

    `key`, `record` and `person` as the phone wrote them: also what cannot be read keeps its place in the order.
    """

    key: Any
    record: str = ""
    person: str = ""
    sent: Sent | None = None
    errors: Errors = {}


@dataclass(frozen=True)
class Batch:
    """`sent_at`: by the phone's clock, None when it does not say."""

    device: UUID
    author: UUID
    items: list[Item]
    sent_at: dt.datetime | None = None


def read_batch(said: dict[str, Any]) -> Batch:
    """Raises Refused when the envelope is broken or too full; a broken item is only broken itself."""
    fields = Fields(said)
    device, author = fields.key("device"), fields.key("author")
    operations: Any = said.get("operations")
    if not isinstance(operations, list):
        fields.errors["operations"] = [_("This did not arrive whole.")]
    fields.check()
    if len(operations) > MOST:
        raise Refused(413, "many", most=MOST)
    sent_at = fields.moment("sent_at")  # a broken one is as good as none
    return Batch(device, author, [read_item(one) for one in operations], sent_at)


def ahead(by: dt.timedelta) -> dt.timedelta:
    """How far a phone's clock is ahead; nothing while the way of what it sent explains it."""
    return by if abs(by) > CLOCK_TOLERANCE else dt.timedelta()


TOLD = ("kind", "version", "base", "record", "captured_at", "payload")


def read_item(said: Any) -> Item:
    if not isinstance(said, dict):
        return Item(None, errors={"": [_("This did not arrive whole.")]})
    fields = Fields(said)
    payload: Any = said.get("payload")
    kind: Any = said.get("kind")
    version: Any = said.get("version")
    content = _canonical([said.get(name) for name in TOLD])
    if content is None or not isinstance(payload, dict):
        fields.wrong("payload")
    if not isinstance(kind, str) or not 0 < len(kind) <= LONGEST_KIND:
        fields.wrong("kind")
    if type(version) is not int or not 0 < version < LAST_VERSION:
        fields.wrong("version")
    key, record, base = fields.key("id"), fields.key("record"), fields.optional_key("base")
    at = fields.moment("captured_at")
    if at is None:
        fields.wrong("captured_at")
    person = payload.get("person") if isinstance(payload, dict) else None
    place = word(said.get("id")) or None, word(said.get("record")), word(person)
    if fields.errors or content is None or at is None:
        return Item(*place, None, fields.errors)
    digest = hashlib.sha256(content).hexdigest()
    return Item(*place, Sent(key, kind, version, base, record, at, payload, digest))


def word(value: Any) -> str:
    """The text that stands there; "" for anything else."""
    return value if isinstance(value, str) else ""
