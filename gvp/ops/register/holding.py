"""A file between preview and confirmation: on the server's disk, bound to one session and one user.

Nothing about it is in a URL or a form. It is removed when it is imported or discarded, and after an hour.
"""

import hashlib
import secrets
import time
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from gvp.accounts.models import User

SESSION_KEY = "register_file"
SECONDS = 3600


def keep(content: bytes, session: SessionBase, user: User) -> None:
    """Hold the file for this session, in place of the one held before."""
    discard(session)
    _sweep()
    token = secrets.token_hex(16)
    path = _folder() / token
    path.touch(mode=0o600)
    path.write_bytes(content)
    session[SESSION_KEY] = {"token": token, "sha256": hashlib.sha256(content).hexdigest(), "user": str(user.pk)}


def held(session: SessionBase, user: User) -> bytes | None:
    """The file this user previewed in this session; None when it is gone or not the same any more."""
    note = session.get(SESSION_KEY)
    if not note or note["user"] != str(user.pk):
        return None
    path = _folder() / note["token"]
    if not path.is_file() or path.stat().st_mtime < time.time() - SECONDS:
        return None
    content = path.read_bytes()
    return content if hashlib.sha256(content).hexdigest() == note["sha256"] else None


def discard(session: SessionBase) -> None:
    note = session.pop(SESSION_KEY, None)
    if note:
        (_folder() / note["token"]).unlink(missing_ok=True)


def _folder() -> Path:
    folder = Path(settings.VAR_DIR) / "register-held"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _sweep() -> None:
    """Files of sessions that ended without a word."""
    for path in _folder().iterdir():
        if path.stat().st_mtime < time.time() - SECONDS:
            path.unlink(missing_ok=True)
