"""What each colleague last said of one person at one session: the words that a dispute is made of."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from workshops.models import Mark


def last_words(marks: Iterable[Mark], *, mark: UUID | None, since: dt.datetime) -> list[Mark]:
    """Of the marks of one person, each colleague's last one, oldest first.

    Only what was said `since` all was settled, or since the `mark` that stands. What somebody saw and replaced is no
    word any more. What arrived together is told apart by when it was written.
    """
    marks = sorted(marks, key=_arrived)
    since = min([since, *(one.recorded_at for one in marks if one.pk == mark)])
    said = [one for one in marks if one.recorded_at >= since]
    replaced = {one.base for one in said}
    latest: dict[Any, Mark] = {}
    for one in said:
        before = latest.get(one.recorded_by_id)
        if one.pk not in replaced and (before is None or written_at(before) <= written_at(one)):
            latest[one.recorded_by_id] = one
    return sorted(latest.values(), key=_arrived)


def written_at(mark: Mark) -> dt.datetime:
    """When it was ticked, as far as anybody knows."""
    return mark.captured_at or mark.recorded_at


def _arrived(mark: Mark) -> tuple[dt.datetime, dt.datetime, UUID]:
    return mark.recorded_at, written_at(mark), mark.pk
