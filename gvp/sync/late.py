"""What became of sessions, people and records while somebody was without signal.

What was right when it was written and is not any more goes to the review tray: never refused for what others did
meanwhile, never applied over it. A decision from the tray (`decided_by`) goes over what a person may go over (`ask`);
of what nobody can go over whoever decides is told in words (reviewing.py).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit.models import Entry
from gvp.sync.models import Operation
from gvp.sync.registry import ForReview, Reason, Received
from participants.models import Participant
from workshops import planning
from workshops.models import Workshop

PLACE = frozenset(("date", "module", "community"))  # what makes a session another one
CHAIN = 20  # merges of merges; a longer chain would be a mistake in the data


# --- To the tray ----------------------------------------------------------------------------


def reader(operation: Received) -> User:
    """Whose eyes decide what may be touched: the coordinator's, once one decided."""
    return operation.decided_by or operation.author


def ask(operation: Received, reason: str, province: str, message: str) -> None:
    """To the tray, unless a coordinator has seen it there and goes over it."""
    if operation.decided_by is None:
        raise ForReview(reason, province, message)


def require_sight(operation: Received, row: models.Model, province: str) -> None:
    """The author has left the province, or the cycle, since: somebody who works there decides."""
    if not type(row).objects.visible_to(reader(operation)).filter(pk=row.pk).exists():  # type: ignore[attr-defined]
        raise ForReview(Reason.QUARANTINE, province, _("Whoever wrote this does not work here any more."))


def require_past(operation: Received, date: dt.date | None, province: str) -> None:
    if date and date > timezone.localdate():
        raise ForReview(Reason.FUTURE, province, _("Its date lies in the future."))


# --- What the audit log knows ---------------------------------------------------------------


def changes(operation: Received, *rows: models.Model) -> Any:
    """What others than its author did to these rows, of one model, after the operation was written on the phone."""
    found = Entry.objects.filter(target_type=rows[0]._meta.label_lower, target_id__in=[str(row.pk) for row in rows])
    return found.filter(at__gt=operation.knew_until).exclude(by=operation.author)


def province_once(model: type[models.Model], key: UUID) -> str:
    """The code of the province of a record that is not there any more; "" when nobody knows."""
    lines = Entry.objects.filter(target_type=model._meta.label_lower, target_id=str(key)).exclude(province="")
    return lines.values_list("province", flat=True).first() or ""


def was_deleted(model: type[models.Model], key: UUID) -> bool:
    gone = Entry.objects.filter(target_type=model._meta.label_lower, target_id=str(key), verb=Entry.Verb.DELETED)
    return gone.exists()


def erased(keys: Iterable[UUID]) -> set[UUID]:
    """Of these keys without a record, those of people who were deleted: whoever erases somebody writes that line.

    The others were never here: a new man whose registration still waits on the phone is nobody erased.
    """
    texts = {str(key): key for key in keys}
    lines = Entry.objects.filter(target_type=Participant._meta.label_lower, verb=Entry.Verb.DELETED)
    lines = lines.filter(target_id__in=texts)
    return {texts[text] for text in lines.values_list("target_id", flat=True).distinct()}


def overtaken(operation: Received) -> bool:
    """Whether a later version of the same record, from the same person, was stored before this one arrived.

    What comes in the same batch is not meant: there the order of the phone holds. Nor is what came before its base,
    whatever the phone's clock says by now.
    """
    rows = Operation.objects.filter(pk__in=[key for key in (operation.id, operation.base) if key])
    times = {row.pk: row for row in rows.only("captured_at", "received_at")}
    this, base = times[operation.id], times.get(operation.base) if operation.base else None
    later = Operation.objects.filter(record=operation.record, kind=operation.kind, author=operation.author)
    later = later.filter(captured_at__gt=this.captured_at, status=Operation.Status.APPLIED)
    if base:
        later = later.filter(received_at__gt=base.received_at)
    if operation.decided_by is None:
        later = later.filter(received_at__lt=this.received_at)
    return later.exists()


# --- People ---------------------------------------------------------------------------------


def survivors(keys: Iterable[UUID]) -> dict[UUID, Participant | None]:
    """By key, the record that stands for that person now; None where there is none.

    One query, and one more for each generation of merges.
    """
    trail: dict[UUID, UUID] = {key: key for key in keys}
    found: dict[UUID, Participant | None] = {}
    people = Participant.objects.select_related("community__district")
    for _generation in range(CHAIN):
        rows = people.in_bulk(set(trail.values())) if trail else {}
        steps = {asked: rows.get(here) for asked, here in trail.items()}
        trail = {asked: row.merged_into_id for asked, row in steps.items() if row and row.merged_into_id}
        found |= {asked: row for asked, row in steps.items() if asked not in trail}
    return found


def the_person(operation: Received, key: UUID, province: str) -> Participant | None:
    """Whoever that record stands for now; None when he was erased, and then he is only counted.

    Somebody nobody here knows goes to the tray. Whoever decides there says that he is to be counted, unless his
    registration waits there as well.
    """
    person = survivors([key])[key]
    if person is None and key not in erased([key]):
        if awaited(key, province):
            raise ForReview(Reason.DELETED, province, _("His registration waits too: decide that first."))
        ask(operation, Reason.DELETED, province, _("This person is not registered here."))
    return person


def awaited(key: UUID, province: str) -> bool:
    """Whether the registration of that person is in the tray of that province, or of nobody's."""
    waiting = Operation.objects.in_review().filter(models.Q(province=province) | models.Q(province=None))
    waiting = waiting.filter(kind="walk_in_new")
    return any((row.payload or {}).get("person") == str(key) for row in waiting.only("payload"))


# --- Sessions -------------------------------------------------------------------------------


def the_session(operation: Received) -> Workshop:
    """The session it is about, locked and open for marks. A decision restores one that was cancelled."""
    session = _locked(operation.record)
    if session is None:
        province = province_once(Workshop, operation.record)
        raise ForReview(Reason.DELETED, province, _("This session was deleted."))
    province = province_of(session)
    require_sight(operation, session, province)
    if session.status == Workshop.Status.CANCELLED:
        ask(operation, Reason.CANCELLED, province, _("This session was cancelled."))
        planning.restore(by=reader(operation), workshop=session)
        session = _locked(operation.record) or session
    require_past(operation, session.date, province)
    if moved(operation, session):
        text = _("This session has got another day, module or community meanwhile.")
        ask(operation, Reason.STALE, province, text)
    return session


def moved(operation: Received, session: Workshop) -> bool:
    """Whether somebody else has made another session of it since: the phone meant the one it showed."""
    return any(moves(detail) for detail in changes(operation, session).values_list("detail", flat=True))


def moves(detail: Mapping[str, Any]) -> bool:
    """Whether a line of the log about a session tells of another day, module or community."""
    return "date" in detail or not PLACE.isdisjoint(detail.get("fields", ()))


def province_of(session: Workshop) -> str:
    return session.cycle.community.district.province_id


def _locked(key: UUID) -> Workshop | None:
    rows = Workshop.objects.select_for_update(of=("self",)).filter(pk=key)
    return rows.select_related("module", "community__district", "cycle__community__district").first()
