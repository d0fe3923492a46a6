"""The one way to write to the audit log."""

from typing import Any

from django.db import models, transaction

from gvp.audit.models import Entry

Verb = Entry.Verb


def record(*, by: Any, verb: str, target: models.Model | None = None, province: str = "", **detail: Any) -> Entry:
    """Add an entry inside the caller's transaction, so that change and entry stand or fall together.

    `detail` holds field names, states, counts: never a name, document or phone (domain.md, R09).
    Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs inside the action's transaction.")
    return Entry.objects.create(
        by=by if by is not None and by.is_authenticated else None,
        verb=verb,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        province=province,
        detail=detail,
    )
