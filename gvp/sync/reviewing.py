"""What waits in the tray: applied, discarded, or put back there. Each decision with its audit line, safe to repeat."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from gvp.sync import handlers, mishaps
from gvp.sync.handlers.sessions import provinces
from gvp.sync.models import Operation
from gvp.sync.registry import KINDS, ForReview, Outcome, Received, understood, upgraded
from gvp.sync.words import OF_SESSION

assert handlers  # noqa: S101 - imported so that every kind is registered
APPLIED, DISCARDED, REVIEW = Operation.Status.APPLIED, Operation.Status.DISCARDED, Operation.Status.REVIEW


@transaction.atomic
def apply(*, by: User, operation: UUID, at: dt.datetime | None = None, record: UUID | None = None) -> bool:
    """What arrived holds, over what was in the way. False when it was applied before.

    `at`: the moment of the decision, one for all that is decided together. `record`: the session where it belongs now
    that its own was deleted. Raises Operation.DoesNotExist for what `by` may not see, ValidationError, code "decided",
    when somebody has decided otherwise, "elsewhere", when it cannot go into another session, and as the handlers do.
    """
    stored = _locked(by, operation)
    if _settled(stored, APPLIED):
        return False
    place = {"record": str(stored.record), "province": stored.province_id}
    if record and record != stored.record:
        _move(stored, record)
    stored.undo = {"place": place, "rows": list(_handled(stored, by).undo)}
    _decide(stored, by, APPLIED, at)
    return True


@transaction.atomic
def discard(*, by: User, operation: UUID, at: dt.datetime | None = None) -> bool:
    """What arrived is put aside, and what holds stays. False when it was discarded before. Raises as `apply`."""
    stored = _locked(by, operation)
    if _settled(stored, DISCARDED):
        return False
    _decide(stored, by, DISCARDED, at)
    return True


@transaction.atomic
def undo(*, by: User, operation: UUID) -> bool:
    """It waits in the tray again, and what it changed is as it was. False when it waits already.

    Raises ValidationError when it never waited, when it was decided so long ago that what had arrived was removed, or
    when somebody has changed since what it wrote.
    """
    stored = _locked(by, operation)
    if stored.status == REVIEW:
        return False
    if stored.decided_at is None:
        raise ValidationError(_("This did not wait for a decision: correct it on its page."), code="direct")
    if stored.payload is None:
        text = _("What had arrived was removed meanwhile: it was decided too long ago to be undone.")
        raise ValidationError(text, code="emptied")
    if stored.status == APPLIED:
        _take_back(stored, by)
        stored.record, stored.province_id = UUID(stored.undo["place"]["record"]), stored.undo["place"]["province"]
    stored.undo = None
    stored.decided_by = stored.decided_at = None
    _store(stored, by, REVIEW)
    return True


def decided_with(operation: Operation) -> list[UUID]:
    """This one and those that one tap decided along with it, the latest written first. One query or none."""
    if operation.decided_at is None:
        return [operation.pk]
    rows = Operation.objects.filter(decided_at=operation.decided_at, decided_by=operation.decided_by_id)
    return list(rows.order_by("-captured_at", "-id").values_list("pk", flat=True))


def _locked(by: User, key: UUID) -> Operation:
    """Who decides at the same time waits, and then sees what was decided."""
    found = Operation.objects.visible_to(by).values("pk")
    return Operation.objects.select_for_update().filter(pk__in=found).get(pk=key)


def _settled(stored: Operation, status: str) -> bool:
    if stored.status != REVIEW and stored.status != status:
        raise ValidationError(_("Somebody else has decided this meanwhile."), code="decided")
    return stored.status == status


def _move(stored: Operation, session: UUID) -> None:
    """Into another session, which has to be there: only what was written for one that was deleted."""
    province = provinces([session]).get(session)
    if stored.kind not in OF_SESSION or stored.reason != Operation.Reason.DELETED or province is None:
        raise ValidationError(_("This cannot go into another session."), code="elsewhere")
    stored.record, stored.province_id = session, province


def _handled(stored: Operation, by: User) -> Outcome:
    if not understood(stored.kind, stored.version):
        raise ValidationError(_("This version of the program no longer understands it."), code="version")
    try:
        with _mistakes_told(stored.kind):
            return KINDS[stored.kind].handle(received(stored, decided_by=by))
    except ForReview as obstacle:
        raise ValidationError(obstacle.message or _("This cannot be taken as it is."), code=obstacle.reason) from None


def _take_back(stored: Operation, by: User) -> None:
    kind = KINDS.get(stored.kind)
    if kind is None or kind.undo is None:
        raise ValidationError(_("This cannot be undone here: correct it on its page."), code="kind")
    with _mistakes_told(stored.kind):
        kind.undo(received(stored, decided_by=by), by)


@contextmanager
def _mistakes_told(kind: str) -> Iterator[None]:
    """What waits was not always read by its handler before: a mistake of ours in one keeps none of the others."""
    try:
        yield
    except (ForReview, ValidationError, OperationalError, InterfaceError):
        raise
    except Exception as error:
        mishaps.log(kind, error)
        text = _("Something of this could not be stored: it waits as before.")
        raise ValidationError(text, code="mistake") from error


def received(stored: Operation, decided_by: User | None = None) -> Received:
    """The operation as its handler takes it."""
    payload = upgraded(stored.kind, stored.version, stored.payload or {})
    return Received(
        id=stored.pk, kind=stored.kind, base=stored.base, record=stored.record, captured_at=stored.captured_at,
        payload=payload, author=stored.author, decided_by=decided_by, undo=(stored.undo or {}).get("rows", []),
    )  # fmt: skip


def _decide(stored: Operation, by: User, status: Any, at: dt.datetime | None) -> None:
    stored.decided_by, stored.decided_at = by, at or timezone.now()
    _store(stored, by, status)


def _store(stored: Operation, by: User, status: Any) -> None:
    stored.status, stored.decision = status, "" if status == REVIEW else status.value
    stored.save(update_fields=["status", "decision", "decided_by", "decided_at", "record", "province", "undo"])
    province = stored.province_id or ""
    log.record(by=by, verb=log.Verb.CHANGED, target=stored, province=province, status=status.value)
