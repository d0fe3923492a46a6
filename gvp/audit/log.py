"""The one way to write to the audit log."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction

from gvp.audit.models import Entry

Verb = Entry.Verb


def record(*, by: Any, verb: str, target: models.Model | None = None, province: str = "", **detail: Any) -> Entry:
    """Add an entry inside the caller's transaction, so that change and entry stand or fall together.

    `detail` holds field names, states, counts: never a name, document or phone (domain.md, R09).
    Raises RuntimeError outside a transaction.
    """
    return record_many(by=by, verb=verb, lines=[(target, province, detail)])[0]


Line = tuple[models.Model | None, str, Mapping[str, Any]]


def record_many(*, by: Any, verb: str, lines: Iterable[Line]) -> list[Entry]:
    """The same for several things done at once, in one statement: target, province and detail of each."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("record() belongs inside the action's transaction.")
    author = by if by is not None and by.is_authenticated else None
    return Entry.objects.bulk_create(
        Entry(
            by=author,
            verb=verb,
            target_type=target._meta.label_lower if target is not None else "",
            target_id=str(target.pk) if target is not None else "",
            province=province,
            detail=detail,
        )
        for target, province, detail in lines
    )
