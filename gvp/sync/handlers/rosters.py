"""Everything that is right about many sessions at once: a field trip comes home in as many queries as one roster."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.core.exceptions import ValidationError

from gvp.audit.models import Entry
from gvp.sync import late
from gvp.sync.handlers import counts, marks
from gvp.sync.registry import Outcome, Received, together
from workshops.marking import Sheet, save_many
from workshops.models import Workshop


@together("mark", "counts")
def rosters(operations: Sequence[Received]) -> Mapping[UUID, Outcome]:
    """Marks and counts of sessions as they were; what is left out (late, broken, contradicted) goes one by one."""
    moved = _moved(operations)
    sheets: dict[UUID, Sheet] = {}
    left: set[UUID] = set()
    broken: set[tuple[UUID, str]] = set()
    for operation in operations:
        line = operation.record, str(operation.payload.get("person"))
        if operation.record in moved or line in broken:
            left.add(operation.id)
            continue
        try:
            _note(sheets.setdefault(operation.record, Sheet(operation.record)), operation)
        except ValidationError:
            left.add(operation.id)
            broken.add(line)
    left |= save_many(by=operations[0].author, sheets=sheets.values()) if sheets else set()
    return {operation.id: Outcome() for operation in operations if operation.id not in left}


def _note(sheet: Sheet, operation: Received) -> None:
    if operation.kind == "mark":
        sheet.claims.append(marks.claim_of(operation))
    else:
        sheet.counts[operation.id] = counts.changes_of(operation)


def _moved(operations: Sequence[Received]) -> Collection[UUID]:
    """Sessions that somebody else may have moved since the first of these was written. One query."""
    texts = {str(operation.record): operation.record for operation in operations}
    changes = Entry.objects.filter(target_type=Workshop._meta.label_lower, target_id__in=texts)
    changes = changes.filter(at__gt=min(operation.knew_until for operation in operations))
    rows = changes.exclude(by=operations[0].author).values_list("target_id", "detail")
    return {texts[target] for target, detail in rows if late.moves(detail)}
