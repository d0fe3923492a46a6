"""A new version of an instrument: the only way to change one that somebody has answered."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone

from gvp.accounts.models import User
from gvp.audit import log
from participants.models import Instrument


@transaction.atomic
def new_version(*, by: User, instrument: Instrument) -> Instrument:
    """A copy with the next free number, unlocked, not yet offered and deciding nothing."""
    copy = _copy(
        instrument,
        by,
        version=_next(instrument),
        in_use=False,
        counts_for_change=False,
        locked_at=None,
        content_hash="",
    )
    for row in (*instrument.options.all(), *instrument.bands.all()):
        _copy(row, by, instrument=copy)
    for domain in instrument.domains.prefetch_related("items"):
        copied = _copy(domain, by, instrument=copy)
        for item in domain.items.all():
            _copy(item, by, domain=copied)
    log.record(by=by, verb=log.Verb.CREATED, target=copy, title=str(copy))
    return copy


def _next(instrument: Instrument) -> str:
    taken = set(Instrument.objects.filter(code=instrument.code).values_list("version", flat=True))
    return next(str(number) for number in range(len(taken) + 1, len(taken) + 1000) if str(number) not in taken)


def _copy(row: Any, by: User, **changes: Any) -> Any:
    """The same facts in a new row."""
    model: type[models.Model] = type(row)
    own = {"id", "recorded_at", "recorded_by"}
    facts = {field.name: getattr(row, field.name) for field in model._meta.concrete_fields if field.name not in own}
    return model._default_manager.create(**facts | changes, recorded_by=by, recorded_at=timezone.now())
