"""What was decided by hand, the latest first: arrivals, as one tap decided them, and people marked differently."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, UUIDField, Value
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.sync import telling
from gvp.sync.known import Known
from gvp.sync.models import Operation
from gvp.sync.tray import NOBODY
from gvp.sync.words import facts
from workshops.models import Decision


class Tap(NamedTuple):
    """One decision. `dispute`: its key where two people had marked somebody differently; NOBODY: it was arrivals."""

    at: dt.datetime
    by: UUID
    dispute: UUID


@dataclass(frozen=True)
class Decided:
    """A decision as it is shown. `undo`: where it is taken back; "" once what had arrived was removed."""

    title: str
    verdict: str
    stands: bool  # what arrived was taken, or one of two marks holds
    says: str
    by: User
    at: dt.datetime
    undo: str


class Taps(Sequence[Tap]):
    """All of them, as a paginator takes them: one query to count, one for each page."""

    def __init__(self, user: User) -> None:
        arrived = (
            _decided(user)
            .order_by()
            .annotate(at=F("decided_at"), by=F("decided_by"), dispute=Value(NOBODY, UUIDField()))
        )
        marked = _disputes(user).order_by().annotate(at=F("recorded_at"), by=F("recorded_by"), dispute=F("pk"))
        names = Tap._fields
        self.rows: Any = arrived.values_list(*names).distinct().union(marked.values_list(*names), all=True)

    def __len__(self) -> int:
        return int(self.rows.count())

    def __getitem__(self, part: Any) -> Any:
        return [Tap(*row) for row in self.rows.order_by("-at", "by", "dispute")[part]]


def decisions(user: User, taps: Iterable[Tap]) -> list[Decided]:
    """In their order; what was undone since is left out. As many queries for 1 as for 20."""
    taps = list(taps)
    disputes = _read_disputes(user, [tap.dispute for tap in taps if tap.dispute != NOBODY])
    arrived = _read_arrived(user, [tap.at for tap in taps if tap.dispute == NOBODY])
    known = Known([row for rows in arrived.values() for row in rows])
    return [
        _of_arrived(arrived[tap.at, tap.by], known, user)
        if tap.dispute == NOBODY
        else _of_dispute(disputes[tap.dispute], user)
        for tap in taps
        if (tap.at, tap.by) in arrived or tap.dispute in disputes
    ]


def _decided(user: User) -> Any:
    return Operation.objects.visible_to(user).filter(decided_at__isnull=False)


def _disputes(user: User) -> Any:
    return Decision.objects.visible_to(user).standing()


def _read_disputes(user: User, wanted: list[UUID]) -> dict[UUID, Decision]:
    related = ("recorded_by", "mark__participant", "mark__workshop__module", "mark__workshop__community__district")
    return _disputes(user).select_related(*related).in_bulk(wanted) if wanted else {}


def _read_arrived(user: User, moments: list[dt.datetime]) -> dict[tuple[dt.datetime, UUID], list[Operation]]:
    found: dict[tuple[dt.datetime, UUID], list[Operation]] = defaultdict(list)
    rows = _decided(user).filter(decided_at__in=moments).select_related("author", "decided_by")
    for row in rows.order_by("captured_at", "id") if moments else ():
        found[row.decided_at, row.decided_by_id].append(row)
    return found


def _of_arrived(rows: list[Operation], known: Known, user: User) -> Decided:
    first: Any = rows[0]
    taken = first.status == Operation.Status.APPLIED
    return Decided(
        title=telling.about(first, known, user) or capfirst(first.get_reason_display()),
        verdict=_("taken") if taken else _("left aside"),
        stands=taken,
        says=f"{facts(row.kind for row in rows)} · {first.author}",
        by=first.decided_by,
        at=first.decided_at,
        undo="" if first.payload is None else reverse("sync:undecide", args=[first.pk]),
    )


def _of_dispute(decision: Any, user: User) -> Decided:
    mark = decision.mark
    return Decided(
        title=telling.name(mark.participant, user),
        verdict=telling.state_words(mark.state),
        stands=True,
        says=telling.session_words(mark.workshop),
        by=decision.recorded_by,
        at=decision.recorded_at,
        undo=reverse("sync:undecide_dispute", args=[decision.pk]),
    )
