"""How enrolments, attendances and marks follow a person when two records become one."""

from typing import Any

from participants.merging import Mover
from workshops.claims import STRENGTH
from workshops.models import ActionLeader, Attendance, Enrolment, Mark, ReplicationLeader


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
    """Present, late or made up under either record means that the person came.

    Where two colleagues said otherwise of the two records, they disagree about the one person that it is.
    """
    changes: dict[str, Any] = {"recorded_at": min(kept.recorded_at, folded.recorded_at)}
    if STRENGTH[folded.state] > STRENGTH[kept.state]:
        changes |= {"state": folded.state, "mark": folded.mark_id, "recorded_by": folded.recorded_by_id}
    marked = kept.mark_id and folded.mark_id and kept.recorded_by_id != folded.recorded_by_id
    changes["disputed"] = kept.disputed or folded.disputed or bool(marked and kept.state != folded.state)
    return {field: value for field, value in changes.items() if kept.serializable_value(field) != value}


MOVERS = (
    Mover(Mark),
    Mover(Enrolment, unique_with=("cycle",), fold=unite_enrolments),
    Mover(Attendance, unique_with=("workshop",), fold=stronger_attendance),
    Mover(ActionLeader, unique_with=("action",)),
    Mover(ReplicationLeader, unique_with=("replication",)),
)
