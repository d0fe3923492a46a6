"""What waits for a coordinator: people marked differently by two, and what arrived too late to be simply stored.

What one person sent from one phone about one record, and waits for one reason, is one thing to decide.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, F, Min, UUIDField, Value
from django.db.models.functions import Coalesce

from gvp.accounts.models import User
from gvp.sync.models import Operation
from workshops.models import Attendance

DISPUTE = "dispute"
NOBODY = UUID(int=0)  # where no phone is known: NULL would not compare


class Key(NamedTuple):
    """What one decision is about. A dispute: `about` is the session, `whose` the attendance."""

    about: UUID
    reason: str
    whose: UUID
    phone: UUID


@dataclass(frozen=True)
class Asked:
    """What of the tray somebody wants to see: one reason, one session; "" and None for all."""

    user: User
    reason: str = ""
    session: UUID | None = None


class Waiting(Sequence[Key]):
    """The whole tray, oldest first, as a paginator takes it: one query to count, one for each page.

    What arrived together is ordered by when it was written, and then by its key: nothing stands on two pages.
    """

    def __init__(self, asked: Asked) -> None:
        self.rows = _operations(asked).union(_disputes(asked), all=True)

    def __len__(self) -> int:
        return int(self.rows.count())

    def __getitem__(self, part: Any) -> Any:
        return [Key(*row[: len(Key._fields)]) for row in self.rows.order_by("since", "written", *Key._fields)[part]]


def waiting(user: User) -> int:
    """How many decisions wait for this user. One query."""
    return len(Waiting(Asked(user)))


def reasons(user: User) -> list[str]:
    """Those for which something waits, in the order of their words. Two queries."""
    found = set(Operation.objects.visible_to(user).in_review().order_by().values_list("reason", flat=True).distinct())
    if Attendance.objects.visible_to(user).in_dispute().exists():
        found.add(DISPUTE)
    return [reason for reason in (DISPUTE, *Operation.Reason.values) if reason in found]


def operations_of(user: User, keys: Iterable[Key]) -> dict[Key, list[Operation]]:
    """In the order in which they were written on the phone. One query or none."""
    wanted = {key for key in keys if key.reason != DISPUTE}
    found: dict[Key, list[Operation]] = defaultdict(list)
    if not wanted:
        return found
    rows = Operation.objects.visible_to(user).in_review().filter(record__in={key.about for key in wanted})
    for row in rows.select_related("author", "device", "carried_by").order_by("captured_at", "id"):
        key = Key(row.record, row.reason, row.author_id, row.device_id or NOBODY)
        if key in wanted:
            found[key].append(row)
    return found


def disputes_of(user: User, keys: Iterable[Key]) -> dict[UUID, Attendance]:
    """By key of the attendance. One query or none."""
    wanted = [key.whose for key in keys if key.reason == DISPUTE]
    if not wanted:
        return {}
    rows = Attendance.objects.visible_to(user).in_dispute().select_related("participant", "mark", "recorded_by")
    return rows.in_bulk(wanted)


def _operations(asked: Asked) -> Any:
    rows = Operation.objects.visible_to(asked.user).in_review().order_by()
    if asked.reason:
        rows = rows.filter(reason=asked.reason)
    if asked.session:
        rows = rows.filter(record=asked.session)
    phone = Coalesce("device", Value(NOBODY, UUIDField()), output_field=UUIDField())
    rows = rows.annotate(about=F("record"), whose=F("author"), phone=phone)
    groups = rows.values_list("about", "reason", "whose", "phone")
    return groups.annotate(since=Min("received_at"), written=Min("captured_at"))


def _disputes(asked: Asked) -> Any:
    rows = Attendance.objects.visible_to(asked.user).in_dispute().order_by()
    if asked.reason not in ("", DISPUTE):
        rows = rows.none()
    if asked.session:
        rows = rows.filter(workshop=asked.session)
    reason, nobody = Value(DISPUTE, CharField()), Value(NOBODY, UUIDField())
    rows = rows.annotate(about=F("workshop"), reason=reason, whose=F("pk"), phone=nobody, since=F("recorded_at"))
    rows = rows.annotate(written=Coalesce("mark__captured_at", "recorded_at"))
    return rows.values_list("about", "reason", "whose", "phone", "since", "written")
