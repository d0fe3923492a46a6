"""Phones of the demonstration, what they brought today, and what waits for a coordinator."""

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from gvp import __version__
from gvp.accounts.models import User
from gvp.ops.demo.keys import key
from gvp.sync import keys
from gvp.sync.models import Device, Operation, Seat
from participants.models import Assessment, Participant
from workshops.models import Enrolment, Workshop

Reason = Operation.Reason


def make(team: dict[str, User]) -> None:
    now = timezone.now()
    field, other = team["campo"], team["campo-tayacaja"]
    phone = _phone("Android 12, Chrome", now - dt.timedelta(hours=1), field)
    _phone("Android 9, Chrome", now - dt.timedelta(days=2), other, unsent=31, since=now - dt.timedelta(days=3))
    _phone("Android 11, Chrome", now - dt.timedelta(days=20), field, by=team["administracion"], skew=1500)
    _brought_today(field, phone, now)
    _waiting(field, phone, now)


def _phone(
    label: str, seen: dt.datetime, user: User, *, unsent: int = 0, since: dt.datetime | None = None,
    skew: int = 12, by: User | None = None,
) -> Device:  # fmt: skip
    """`by`: who revoked it."""
    device = Device.objects.create(
        id=key(label), label=label, app_version=__version__, last_seen_at=seen, revoked_by=by,
        revoked_at=seen if by else None, first_seen_at=seen - dt.timedelta(days=60),
    )  # fmt: skip
    Seat.objects.create(
        device=device, user=user, wrapped_key=keys.make(), expires_at=seen + dt.timedelta(hours=72),
        released_at=seen, unsent=unsent, oldest_unsent_at=since, skew_seconds=skew,
    )  # fmt: skip
    return device


def _brought_today(author: User, phone: Device, now: dt.datetime) -> None:
    """The latest session, written without signal five hours ago, and whoever came without register, sent at once."""
    session = Workshop.objects.held().filter(cycle__facilitators=author).latest("date", "code")
    marks = session.marks.order_by("participant__code", "recorded_at").values_list("pk", flat=True)
    written = now - dt.timedelta(hours=5)
    rows = [
        _arrival(author, phone, "mark", session.pk, written, now, id=mark, status=Operation.Status.APPLIED)
        for mark in marks
    ]
    for kind, hours in (("counts", 5), ("walk_in_count", 0)):
        at = now - dt.timedelta(hours=hours)
        rows.append(_arrival(author, phone, kind, session.pk, at, now, status=Operation.Status.APPLIED))
    Operation.objects.bulk_create(rows)


def _waiting(author: User, phone: Device, now: dt.datetime) -> None:
    """Marks for a session that was suspended, a head count that somebody else wrote, answers of a colleague's day."""
    suspended = Workshop.objects.filter(cycle__facilitators=author, status=Workshop.Status.CANCELLED).first()
    held = Workshop.objects.held().filter(cycle__facilitators=author).exclude(head_count=None).latest("date", "code")
    man = Assessment.objects.filter(participant__community=held.community).order_by("date", "participant__code").first()
    written = now - dt.timedelta(days=2)
    rows = [
        _arrival(author, phone, "counts", held.pk, written, now, reason=Reason.STALE,
                 payload={"fields": {"head_count": (held.head_count or 0) + 2}, "shown": {"head_count": None}}),
    ]  # fmt: skip
    if suspended:
        for n, person in enumerate(_people(suspended)[:5]):
            payload = {"person": str(person.pk), "state": "absent" if n == 3 else "present", "shown": ""}
            at = written + dt.timedelta(seconds=20 * n)
            facts = {"id": key("suspended", person.code), "reason": Reason.CANCELLED, "payload": payload}
            rows.append(_arrival(author, phone, "mark", suspended.pk, at, now, **facts))
    if man:
        answers: dict[str, Any] = {
            "person": str(man.participant_id), "instrument": str(man.instrument_id), "round": man.round,
            "date": man.date.isoformat(), "answers": _otherwise(man.answers), "routes": {}, "finished": True,
        }  # fmt: skip
        rows.append(
            _arrival(author, phone, "assessment", man.pk, written, now, reason=Reason.CONFLICT, payload=answers)
        )
    Operation.objects.bulk_create(rows)


def _otherwise(answers: dict[str, Any]) -> dict[str, Any]:
    """The first two statements answered one step lower, or higher where there is no lower one."""
    two = [code for code in sorted(answers) if isinstance(answers[code], int)][:2]
    return answers | {code: answers[code] - 1 if answers[code] > 1 else answers[code] + 1 for code in two}


def _people(session: Workshop) -> list[Participant]:
    stays = Enrolment.objects.filter(cycle=session.cycle_id).select_related("participant")
    return [stay.participant for stay in stays.order_by("participant__code")]


def _arrival(
    author: User, phone: Device, kind: str, record: uuid.UUID, written: dt.datetime, now: dt.datetime, **facts: Any
) -> Operation:
    province = author.provinces.first()
    status = Operation.Status.REVIEW if "reason" in facts else Operation.Status.APPLIED
    named = key(kind, facts.get("reason", ""))  # one of each kind and reason; of more, the caller names the key
    fixed = {"id": named, "status": status, "received_at": now, "province": province, "digest": "-"}
    return Operation(
        **fixed | {"kind": kind, "record": record, "captured_at": written, "author": author, "device": phone} | facts
    )
