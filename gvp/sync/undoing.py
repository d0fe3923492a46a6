"""Taking back what a decision from the tray has applied: every row it wrote is as it was before.

A handler says which rows its decision may touch; what they were is kept with the operation, encrypted like its payload.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.sync.registry import Received
from participants.merging import pack, unpack

Trace = dict[str, Any]  # model, key, before (None: it was made), after (None: it is gone)
Rows = dict[tuple[str, str], dict[str, Any]]


@contextmanager
def traced(operation: Received, *rows: models.QuerySet) -> Iterator[list[Trace]]:
    """Notes what is done to these rows inside, when it is done by decision. Rows that others point to stand first."""
    traces: list[Trace] = []
    before = _photo(rows) if operation.decided_by else {}
    yield traces
    after = _photo(rows) if operation.decided_by else {}
    traces.extend(
        {"model": model, "key": key, "before": before.get((model, key)), "after": after.get((model, key))}
        for model, key in dict.fromkeys([*after, *before])
        if before.get((model, key)) != after.get((model, key))
    )


@transaction.atomic
def take_back(operation: Received, by: User) -> None:
    """As it was before the decision. Raises ValidationError, code "changed", when somebody has changed it since."""
    traces = operation.undo
    try:
        with transaction.atomic():
            for trace in reversed(traces):
                _restore(trace)
    except (IntegrityError, models.ProtectedError):
        raise _changed() from None


def _photo(rows: tuple[models.QuerySet, ...]) -> Rows:
    """In the order given. One query for each."""
    return {
        (row._meta.label_lower, str(row.pk)): pack(row, [field.name for field in row._meta.concrete_fields])
        for found in rows
        for row in found.all()
    }


def _restore(trace: Trace) -> None:
    model = apps.get_model(trace["model"])
    row = model._default_manager.select_for_update().filter(pk=trace["key"]).first()
    before, after = trace["before"], trace["after"]
    now = row and pack(row, [field.name for field in row._meta.concrete_fields])
    if now != after:
        raise _changed()
    if before is None and row:
        row.delete()
    elif after is None:
        model(**unpack(model, before)).save(force_insert=True)
    else:
        model._default_manager.filter(pk=trace["key"]).update(**unpack(model, before))


def _changed() -> ValidationError:
    return ValidationError(_("Somebody has changed this since: correct it on its page."), code="changed")
