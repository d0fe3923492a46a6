"""The key of one person on one phone: made here, wrapped in the database, released at login, and opened with again.

AES-256-GCM. The phone seals each entry of its outbox with `device|author|entry` as associated data, so that an entry
that was changed, forged, or moved to another phone or person does not open (docs/adr/0015).
"""

import base64
import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gvp.base.crypto import decrypt, encrypt
from gvp.sync.models import Seat

BYTES = 32
IV_BYTES = 12


class NotOpened(Exception):  # noqa: N818 - says what happened
    """Not sealed with this key, or changed since."""


def make() -> str:
    """A new key, wrapped."""
    return encrypt(base64.b64encode(secrets.token_bytes(BYTES)).decode())


def released(seat: Seat) -> str | None:
    """The key as the phone takes it, in base64; None when no configured DATA_KEYS opens it any more."""
    return decrypt(seat.wrapped_key) or None


def seal(seat: Seat, entry: str, content: Any) -> dict[str, str]:
    """An entry as a phone writes it."""
    iv = secrets.token_bytes(IV_BYTES)
    sealed = _cipher(seat).encrypt(iv, json.dumps(content).encode(), _bound_to(seat, entry))
    return {"id": entry, "iv": base64.b64encode(iv).decode(), "sealed": base64.b64encode(sealed).decode()}


def opened(seat: Seat, entry: str, iv: str, sealed: str) -> Any:
    """What the entry says. Raises NotOpened."""
    try:
        clear = _cipher(seat).decrypt(
            base64.b64decode(iv, validate=True), base64.b64decode(sealed, validate=True), _bound_to(seat, entry)
        )
        return json.loads(clear)
    except (InvalidTag, ValueError, OverflowError, RecursionError) as broken:
        raise NotOpened from broken


def _cipher(seat: Seat) -> AESGCM:
    key = released(seat)
    if key is None:
        raise NotOpened
    return AESGCM(base64.b64decode(key))


def _bound_to(seat: Seat, entry: str) -> bytes:
    return f"{seat.device_id}|{seat.user_id}|{entry}".encode()
