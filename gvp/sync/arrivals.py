"""What arrived on one day: by author and record, how much, and how long it had been on the phone."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Min, Q
from django.urls import reverse

from gvp.accounts.models import User
from gvp.sync.models import Operation
from gvp.sync.telling import session_words
from gvp.sync.words import OF_SESSION, counted
from participants.models import Assessment
from workshops.models import NetworkAction, Replication, Workshop

DIRECT = dt.timedelta(minutes=10)  # written and received within: it had signal


@dataclass(frozen=True)
class Arrival:
    """What one person sent about one record that day."""

    record: UUID
    says: str  # "25 attendance marks · 1 new man"
    title: str
    url: str
    late: int  # of them, written more than ten minutes before
    review: int
    written_from: dt.datetime


@dataclass(frozen=True)
class Author:
    who: User
    arrivals: list[Arrival]
    facts: int
    late: int


def arrivals(user: User, day: dt.date) -> list[Author]:
    """By author, the latest first; what came together in the order it was written. Six queries at most."""
    rows = list(_rows(user, day))
    titles = _titles(user, rows)
    people = User.objects.in_bulk({row["author"] for row in rows})
    grouped: dict[UUID, dict[UUID, list[dict[str, Any]]]] = {}
    for row in rows:
        grouped.setdefault(row["author"], {}).setdefault(row["record"], []).append(row)
    return [
        Author(
            people[author],
            [_arrival(found, titles.get(record, ("", ""))) for record, found in records.items()],
            sum(row["n"] for found in records.values() for row in found),
            sum(row["late"] for found in records.values() for row in found),
        )
        for author, records in grouped.items()
    ]


def _rows(user: User, day: dt.date) -> Any:
    late = Q(received_at__gt=F("captured_at") + DIRECT)
    found = Operation.objects.visible_to(user).arrived_on(day).order_by()
    return (
        found.values("author", "record", "kind")
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=late),
            review=Count("pk", filter=Q(status=Operation.Status.REVIEW)),
            written_from=Min("captured_at"),
            latest=Max("received_at"),
        )
        .order_by("-latest", "author__username", "written_from", "record", "kind")
    )


def _arrival(rows: list[dict[str, Any]], title: tuple[str, str]) -> Arrival:
    kinds = sorted((row["kind"], row["n"]) for row in rows)
    return Arrival(
        record=rows[0]["record"],
        says=" · ".join(counted(kind, n) for kind, n in kinds),
        title=title[0],
        url=title[1],
        late=sum(row["late"] for row in rows),
        review=sum(row["review"] for row in rows),
        written_from=min(row["written_from"] for row in rows),
    )


def _titles(user: User, rows: Iterable[dict[str, Any]]) -> dict[UUID, tuple[str, str]]:
    """By key of the record that this user may open: what it is called, and its page. At most four queries."""
    wanted: dict[str, set[UUID]] = {}
    for row in rows:
        family = "session" if row["kind"] in OF_SESSION else row["kind"]
        wanted.setdefault(family, set()).add(row["record"])
    found: dict[UUID, tuple[str, str]] = {}
    for family, keys in wanted.items():
        if family in FAMILIES:
            model, relations, words, page = FAMILIES[family]
            for record in model.objects.visible_to(user).select_related(*relations).filter(pk__in=keys):
                found[record.pk] = (words(record), page(record))
    return found


FAMILIES: dict[str, Any] = {
    "session": (
        Workshop, ("module", "community__district"), session_words,
        lambda row: reverse("workshops:report", args=[row.pk]),
    ),
    "assessment": (
        Assessment, ("participant",), str,
        lambda row: reverse("participants:assessments", args=[row.participant_id]),
    ),
    "action": (NetworkAction, (), str, lambda row: reverse("workshops:action", args=[row.pk])),
    "replication": (Replication, (), str, lambda row: reverse("workshops:replication", args=[row.pk])),
}  # fmt: skip
