"""Planning, changing, cancelling and moving sessions. Transactions with their audit line, safe to repeat."""

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from gvp.base import versions
from workshops.models import Cycle, Workshop

PLANNED, HELD, CANCELLED = Workshop.Status.PLANNED, Workshop.Status.HELD, Workshop.Status.CANCELLED


@transaction.atomic
def plan(*, by: User, cycle: Cycle, key: UUID, facts: Mapping[str, Any]) -> Workshop:
    """One planned session under the cycle's next code. A resend finds it by its key.

    `facts`: module, date, starts_at, minutes, community, facilitator. Raises ValidationError for
    a day before the cycle starts, or a module of another cycle.
    """
    _lock(cycle)
    if known := cycle.workshops.filter(pk=key).first():
        return known
    _check(cycle, facts)
    session = Workshop.objects.create(**facts, pk=key, cycle=cycle, code=next(_codes(cycle)), recorded_by=by)
    _record(by, log.Verb.CREATED, session, code=session.code)
    return session


@transaction.atomic
def plan_series(
    *, by: User, cycle: Cycle, first_on: dt.date, every: dt.timedelta, facts: Mapping[str, Any]
) -> list[Workshop]:
    """A session for each module that has none yet, in the curriculum's order, `every` so often from `first_on`.

    A resend finds no module left and plans nothing. `facts`: starts_at, minutes, community, facilitator.
    """
    _lock(cycle)
    _check(cycle, {"date": first_on})
    codes = _codes(cycle)
    sessions = [
        Workshop(**facts, cycle=cycle, module=module, date=first_on + n * every, code=next(codes), recorded_by=by)
        for n, module in enumerate(without_session(cycle))
    ]
    Workshop.objects.bulk_create(sessions)
    if sessions:
        detail = {"sessions": [session.code for session in sessions]}
        log.record(by=by, verb=log.Verb.CHANGED, target=cycle, province=_province(cycle), **detail)
    return sessions


def without_session(cycle: Cycle) -> QuerySet:
    """Modules of which no session is planned or was held."""
    taken = Workshop.objects.standing().filter(module=OuterRef("pk"))
    return cycle.modules.filter(~Exists(taken)).order_by("order", "code")


@transaction.atomic
def change(*, by: User, workshop: Workshop, facts: Mapping[str, Any], seen: str = "") -> list[str]:
    """Store corrected facts; returns the names of the fields that changed.

    `seen` is the version on screen (gvp/base/versions.py): what somebody else changed meanwhile stays.

    The date of a planned session moves by `reschedule`, with its reason. Raises ValidationError by field.
    """
    session = _locked(workshop)
    changed = sorted(field for field, value in facts.items() if getattr(session, field) != value)
    if not changed:
        return []
    versions.check(session, seen)
    _check(session.cycle, facts)
    if "date" in changed:
        _check_typed_date(session, facts["date"])
    for field in changed:
        setattr(session, field, facts[field])
    session.save(update_fields=changed)
    _record(by, log.Verb.CHANGED, session, fields=changed)
    return changed


def _check_typed_date(session: Workshop, date: dt.date) -> None:
    if session.status != HELD:
        raise ValidationError({"date": _("A planned session is moved with a reason: reschedule it.")})
    if date > timezone.localdate():
        raise ValidationError({"date": _("A session that was held cannot lie in the future.")})


@transaction.atomic
def cancel(*, by: User, workshop: Workshop, reason: str) -> bool:
    """Cancel a planned session; False when it is cancelled for this reason already.

    Raises ValidationError when the session was held or people are marked on its list.
    """
    session = _locked(workshop)
    if session.status == CANCELLED and session.cancelled_reason == reason:
        return False
    _refuse_attended(session, _("People are marked on the list of this session: it stays."))
    session.status, session.cancelled_reason = CANCELLED, reason
    session.save(update_fields=["status", "cancelled_reason"])
    _record(by, log.Verb.CHANGED, session, status=CANCELLED)
    return True


@transaction.atomic
def restore(*, by: User, workshop: Workshop) -> bool:
    """Undo a cancellation: planned again, for the same day. False when it is not cancelled."""
    session = _locked(workshop)
    if session.status != CANCELLED:
        return False
    session.status, session.cancelled_reason = PLANNED, ""
    session.save(update_fields=["status", "cancelled_reason"])
    _record(by, log.Verb.CHANGED, session, status=PLANNED)
    return True


@transaction.atomic
def reschedule(*, by: User, workshop: Workshop, date: dt.date, reason: str) -> bool:
    """Move a planned session to another day; False when it stands there already.

    The first date stays on record, however often it moves. Raises ValidationError unless the
    session is planned, and for a day before the cycle starts.
    """
    session = _locked(workshop)
    if session.date == date:
        return False
    if session.status != PLANNED:
        raise ValidationError(_("Only a planned session can be rescheduled."), code="status")
    _check(session.cycle, {"date": date})
    session.original_date = session.original_date or session.date
    before, session.date, session.rescheduled_reason = session.date, date, reason
    session.save(update_fields=["date", "original_date", "rescheduled_reason"])
    _record(by, log.Verb.CHANGED, session, date=[before.isoformat(), date.isoformat()])
    return True


@transaction.atomic
def delete(*, by: User, workshop: Workshop) -> None:
    """Take back a session planned by mistake. Raises ValidationError once anything hangs on it."""
    session = _locked(workshop)
    if session.status != PLANNED:
        raise ValidationError(_("Only a planned session can be deleted."), code="status")
    _refuse_attended(session, _("People are marked on the list of this session: it stays."))
    if session.evidence.exists():
        raise ValidationError(_("A photo of the list belongs to this session: it stays."), code="evidence")
    _record(by, log.Verb.DELETED, session, code=session.code)
    session.delete()


def _lock(cycle: Cycle) -> None:
    """Whoever plans sessions of this cycle at the same time waits, and gets the codes after these."""
    Cycle.objects.select_for_update().get(pk=cycle.pk)


def _locked(workshop: Workshop) -> Workshop:
    sessions = Workshop.objects.select_for_update(of=("self",)).select_related("cycle__community__district")
    return sessions.get(pk=workshop.pk)


def _codes(cycle: Cycle) -> Iterator[str]:
    """ "JAU-S03-01", "JAU-S03-02" … after the highest number that any session of this name has."""
    start = f"{cycle.code}-"
    used = Workshop.objects.filter(code__startswith=start).values_list("code", flat=True)
    ends = [code.removeprefix(start) for code in used]
    last = max((int(end) for end in ends if end.isdecimal()), default=0)
    return (f"{start}{n:02}" for n in count(last + 1))


def _check(cycle: Cycle, facts: Mapping[str, Any]) -> None:
    if "date" in facts and facts["date"] < cycle.starts_on:
        raise ValidationError({"date": _("That day comes before the cycle starts.")})
    if "module" in facts and facts["module"].cycle_id != cycle.pk:
        raise ValidationError({"module": _("This module belongs to another cycle.")})


def _refuse_attended(session: Workshop, why: str) -> None:
    if session.status == HELD or session.attendances.exists() or session.marks.exists():
        raise ValidationError(why, code="attended")


def _province(cycle: Cycle) -> str:
    return cycle.community.district.province_id


def _record(by: User, verb: str, session: Workshop, **detail: Any) -> None:
    log.record(by=by, verb=verb, target=session, province=_province(session.cycle), **detail)
