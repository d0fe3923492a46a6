"""What waiting operations speak of, read at once: as many queries for one operation as for three hundred."""

from collections.abc import Callable, Collection, Iterable
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from gvp.audit.models import Entry
from gvp.partners.models import Institution
from gvp.places.models import Community
from gvp.sync import late
from gvp.sync.fields import keys
from gvp.sync.models import Operation
from gvp.sync.words import OF_SESSION
from participants.models import Assessment, Instrument, Network, Participant
from workshops.models import Attendance, NetworkAction, Replication, Workshop

# What is stored under the key that the phone minted, with all that is told of it.
RECORDS: dict[str, Callable[[], QuerySet[Any]]] = {
    "assessment": lambda: Assessment.objects.select_related("recorded_by", "participant"),
    "action": lambda: NetworkAction.objects.select_related("recorded_by", "community__district").prefetch_related(
        "leaders"
    ),
    "replication": lambda: Replication.objects.select_related("recorded_by").prefetch_related("leaders"),
}


class Known:
    """Each kind of record is read when it is first asked for: one query, or none where nobody speaks of it."""

    def __init__(
        self, operations: Iterable[Operation], sessions: Iterable[UUID] = (), marks: Iterable[UUID] = ()
    ) -> None:
        """`sessions`, `marks`: of what is shown besides."""
        self.operations = list(operations)
        self.more_sessions, self.more_marks = list(sessions), list(marks)

    @cached_property
    def sessions(self) -> dict[UUID, Workshop]:
        wanted = {row.record for row in self.operations if row.kind in OF_SESSION} | set(self.more_sessions)
        rows = Workshop.objects.select_related("cycle", "module", "community__district")
        return rows.in_bulk(wanted) if wanted else {}

    @cached_property
    def people(self) -> dict[UUID, Participant | None]:
        """By key as it was sent: the record that stands for that person now; None for nobody."""
        return late.survivors({*self._keys("person"), *self._in_fields("leaders")})

    @cached_property
    def attendances(self) -> dict[tuple[UUID, UUID], Attendance]:
        people = {self.person(row).pk for row in self.operations if self.person(row)}  # type: ignore[union-attr]
        rows = Attendance.objects.filter(workshop__in=self.sessions, participant__in=people)
        found = rows.select_related("recorded_by") if people and self.sessions else ()
        return {(row.workshop_id, row.participant_id): row for row in found}

    @cached_property
    def records(self) -> dict[UUID, Any]:
        """Stored assessments, actions and replications, by the key that was sent."""
        found: dict[UUID, Any] = {}
        for kind, rows in RECORDS.items():
            wanted = {row.record for row in self.operations if row.kind == kind}
            found |= rows().in_bulk(wanted) if wanted else {}
        return found | self._of_colleagues(found)

    def _of_colleagues(self, found: Collection[UUID]) -> dict[UUID, Assessment]:
        """By the key that was sent, the application that somebody else has of that man, round and day."""
        others = [row for row in self.operations if row.kind == "assessment" and row.record not in found]
        people = {self.person(row).pk for row in others if self.person(row)}  # type: ignore[union-attr]
        if not people:
            return {}
        rows = RECORDS["assessment"]().filter(participant__in=people)
        stored = {(row.participant_id, str(row.instrument_id), row.round, row.date.isoformat()): row for row in rows}
        said = {row.record: self._place_said(row) for row in others}
        return {record: stored[place] for record, place in said.items() if place in stored}

    def _place_said(self, operation: Operation) -> tuple[UUID | None, str, str, str]:
        person, payload = self.person(operation), operation.payload or {}
        instrument, round_, date = (str(payload.get(name, "")) for name in ("instrument", "round", "date"))
        return person.pk if person else None, instrument, round_, date

    @cached_property
    def communities(self) -> dict[UUID, Community]:
        return _bulk(Community.objects.select_related("district"), self._in_fields("community"))

    @cached_property
    def networks(self) -> dict[UUID, Network]:
        return _bulk(Network.objects.all(), self._keys("network"))

    @cached_property
    def schools(self) -> dict[UUID, Institution]:
        return _bulk(Institution.objects.all(), self._keys("school"))

    @cached_property
    def instruments(self) -> dict[UUID, Instrument]:
        return _bulk(Instrument.objects.all(), self._keys("instrument"))

    @cached_property
    def changes(self) -> dict[str, Entry]:
        """By key of the record, what was last done to it by somebody: who suspended, deleted or corrected it."""
        about = Entry.objects.filter(target_id__in={str(row.record) for row in self.operations}).order_by()
        latest = about.values("target_id").annotate(latest=Max("pk")).values("latest")
        rows = Entry.objects.filter(pk__in=latest).select_related("by") if self.operations else ()
        return {entry.target_id: entry for entry in rows}

    @cached_property
    def brought(self) -> dict[UUID, Operation]:
        """By key of the mark or of the record that is stored, the operation that wrote it last, if a phone did."""
        marks = {*self.more_marks, *(row.mark_id for row in self.attendances.values() if row.mark_id)}
        records = {row.pk for row in self.records.values()}
        either = Q(pk__in=marks) | Q(record__in=records, status=Operation.Status.APPLIED)
        rows = Operation.objects.filter(either).select_related("device", "carried_by") if marks or records else ()
        ordered = sorted(rows, key=lambda row: row.received_at)
        return {row.pk if row.pk in marks else row.record: row for row in ordered}

    def place(self, operation: Operation) -> tuple[bool, str]:
        """Where it stands in a list of people, as on the roster; what is about nobody comes last."""
        person = self.person(operation)
        return (False, person.sort_name) if person else (True, "")

    def person(self, operation: Operation) -> Participant | None:
        found = keys([(operation.payload or {}).get("person")])
        return self.people.get(found[0]) if found else None

    def attendance(self, operation: Operation) -> Attendance | None:
        person = self.person(operation)
        return self.attendances.get((operation.record, person.pk)) if person else None

    def _keys(self, name: str) -> set[UUID]:
        return set(keys((row.payload or {}).get(name) for row in self.operations))

    def _in_fields(self, name: str) -> set[UUID]:
        return {key for row in self.operations for key in keys(fields_of(row).get(name, ()))}


def _bulk(rows: QuerySet[Any], wanted: set[UUID]) -> dict[UUID, Any]:
    return rows.in_bulk(wanted) if wanted else {}


def fields_of(operation: Operation) -> dict[str, list[Any]]:
    """The fields of the page's form as they were sent; of counts, which are single values, as lists too."""
    sent = (operation.payload or {}).get("fields")
    if not isinstance(sent, dict):
        return {}
    return {name: value if isinstance(value, list) else [value] for name, value in sent.items()}
