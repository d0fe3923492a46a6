"""The private address of somebody's calendar: made once, shown once, revoked at will. Atomic, audited."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from gvp.accounts.models import User
from gvp.accounts.roles import SEE_RECORDS
from gvp.audit import log
from plans.models import CalendarToken

BYTES = 32


@transaction.atomic
def make(*, by: User) -> str:
    """A new address; the one before it opens nothing any more. The token is returned here and kept nowhere."""
    _revoke(by)
    token = secrets.token_urlsafe(BYTES)
    made = CalendarToken.objects.create(user=by, token_hash=_hash(token), recorded_by=by)
    log.record(by=by, verb=log.Verb.CREATED, target=made)
    return token


@transaction.atomic
def revoke(*, by: User) -> bool:
    """False when there was no address."""
    return _revoke(by)


def holder(token: str) -> User | None:
    """Whose calendar this is; None when it was revoked, never existed, or its user may no longer see records.

    The token is looked for by its hash: what the database compares tells nothing of the token.
    """
    live = CalendarToken.objects.live().select_related("user")
    found = live.filter(token_hash=_hash(token)).first()
    return found.user if found and found.user.may(SEE_RECORDS) else None


def _revoke(by: User) -> bool:
    User.objects.select_for_update().get(pk=by.pk)
    found = CalendarToken.objects.live().filter(user=by).first()
    if found is None:
        return False
    found.revoked_at = timezone.now()
    found.save(update_fields=["revoked_at"])
    log.record(by=by, verb=log.Verb.CHANGED, target=found, fields=["revoked_at"])
    return True


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
