"""Encryption of the two identifiers that could harm somebody if leaked: document and phone."""

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


def _key(secret: str, purpose: str) -> bytes:
    return hashlib.blake2b(purpose.encode(), key=hashlib.sha256(secret.encode()).digest(), digest_size=32).digest()


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_key(k, "encrypt"))) for k in settings.DATA_KEYS])


def encrypt(text: str) -> str:
    return _fernet().encrypt(text.encode()).decode() if text else ""


def decrypt(token: str) -> str:
    """The clear text, or "" when no configured key opens it (a restore with the wrong DATA_KEYS)."""
    if not token:
        return ""
    try:
        return _fernet().decrypt(token.encode()).decode()
    except InvalidToken:
        return ""


def fingerprint(text: str) -> str:
    """Keyed hash by which equal values can be found without being readable. 64 hex digits or ""."""
    return hmac.new(_key(settings.DATA_KEYS[-1], "search"), text.encode(), "sha256").hexdigest() if text else ""


class EncryptedTextField(models.TextField):
    """Text that is clear in Python and unreadable in the database and its backups."""

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(value) if value else ""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return decrypt(value)


class EncryptedJSONField(EncryptedTextField):
    """Objects and lists, clear in Python and unreadable in the database. None when there is nothing."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"null": True, "blank": True} | options)

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else encrypt(json.dumps(value))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        clear = decrypt(value) if value else ""
        return json.loads(clear) if clear else None
