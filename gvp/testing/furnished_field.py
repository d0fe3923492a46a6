"""A phone, what arrived late from it, and two people who disagree: records of the coordinators' side of the field."""

import datetime as dt
import uuid
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from gvp.accounts.models import User
from gvp.sync.models import Device, Operation, Seat
from participants.models import Participant
from workshops.models import Attendance, AttendanceState, Decision, Mark, Workshop

PRESENT, ABSENT = AttendanceState.PRESENT, AttendanceState.ABSENT


def of_field(place: SimpleNamespace, session: Workshop, facilitator: User, coordinator: User) -> dict[str, Any]:
    """`session` is held; its second man comes into dispute, and the third was in one until the coordinator decided."""
    device = a_phone(facilitator)
    disputed, decided = place.men[1], place.men[2]
    base = _mark(session, decided, PRESENT, facilitator)
    mark = _mark(session, decided, ABSENT, coordinator, base=base.pk)
    Attendance.objects.create(
        workshop=session, participant=decided, state=mark.state, mark=mark, recorded_by=coordinator
    )
    return {
        "device": device,
        "dispute": a_dispute(session, disputed, facilitator, coordinator),
        "decision": Decision.objects.create(mark=mark, recorded_by=coordinator),
        "operation": late_mark(session, disputed, facilitator, device, province=place.province),
    }


def a_phone(user: User, **facts: Any) -> Device:
    """With one seat, as a greeting makes it."""
    device = Device.objects.create(id=uuid.uuid4(), label="Android, Chrome", app_version="1")
    Seat.objects.create(device=device, user=user, wrapped_key="x", expires_at=timezone.now(), **facts)
    return device


def a_dispute(session: Workshop, person: Participant, one: User, other: User) -> Attendance:
    """`one` marked the person present, which stands, and `other` absent."""
    first = _mark(session, person, PRESENT, one)
    _mark(session, person, ABSENT, other)
    return Attendance.objects.create(
        workshop=session, participant=person, state=PRESENT, mark=first, disputed=True, recorded_by=one
    )


def late_mark(session: Workshop, person: Participant, author: User, device: Device | None, **facts: Any) -> Operation:
    """A mark that waits in the tray because the session was suspended meanwhile."""
    payload = {"person": str(person.pk), "state": str(ABSENT), "shown": ""}
    return Operation.objects.create(
        **{
            "kind": "mark", "record": session.pk, "captured_at": timezone.now() - dt.timedelta(days=2),
            "author": author, "device": device, "digest": "", "status": Operation.Status.REVIEW,
            "reason": Operation.Reason.CANCELLED, "payload": payload,
        }
        | facts
    )  # fmt: skip


def _mark(session: Workshop, person: Participant, state: str, by: User, **facts: Any) -> Mark:
    return Mark.objects.create(workshop=session, participant=person, state=state, recorded_by=by, **facts)
