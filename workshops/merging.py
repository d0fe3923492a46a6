"""How enrolments, attendances and marks follow a person when two records become one."""

from typing import Any

from participants.merging import Mover
from workshops.models import ActionLeader, Attendance, AttendanceState, Enrolment, Mark, ReplicationLeader

# What somebody saw outweighs what somebody did not see.
STRENGTH = {
    AttendanceState.PRESENT: 5,
    AttendanceState.LATE: 4,
    AttendanceState.MADE_UP: 3,
    AttendanceState.EXCUSED: 2,
    AttendanceState.ABSENT: 1,
}


def unite_enrolments(kept: Enrolment, folded: Enrolment) -> dict[str, Any]:
    """Enrolled from the earlier day, with the earlier practice; withdrawn only if both were."""
    withdrawals = [day for day in (kept.withdrawn_on, folded.withdrawn_on) if day]
    practices = [day for day in (kept.practice_on, folded.practice_on) if day]
    united = {
        "enrolled_on": min(kept.enrolled_on, folded.enrolled_on),
        "withdrawn_on": max(withdrawals) if len(withdrawals) == 2 else None,
        "practice_on": min(practices, default=None),
    }
    return {field: value for field, value in united.items() if getattr(kept, field) != value}


def stronger_attendance(kept: Attendance, folded: Attendance) -> dict[str, Any]:
    """Present, late or made up under either record means that the person came."""
    changes: dict[str, Any] = {}
    if STRENGTH[AttendanceState(folded.state)] > STRENGTH[AttendanceState(kept.state)]:
        changes = {"state": folded.state, "mark": folded.mark_id}
    if folded.disputed and not kept.disputed:
        changes["disputed"] = True
    return changes


MOVERS = (
    Mover(Mark),
    Mover(Enrolment, unique_with=("cycle",), fold=unite_enrolments),
    Mover(Attendance, unique_with=("workshop",), fold=stronger_attendance),
    Mover(ActionLeader, unique_with=("action",)),
    Mover(ReplicationLeader, unique_with=("replication",)),
)
