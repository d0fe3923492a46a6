"""Cycles and sessions, and what sensitised men and school leaders do afterwards in their communities and schools."""

from workshops.models.decisions import Decision
from workshops.models.outreach import ActionLeader, NetworkAction, Replication, ReplicationLeader
from workshops.models.sessions import (
    ATTENDED,
    Attendance,
    AttendanceState,
    Cycle,
    Enrolment,
    Evidence,
    Mark,
    Module,
    Workshop,
)

__all__ = [
    "ATTENDED",
    "ActionLeader",
    "Attendance",
    "AttendanceState",
    "Cycle",
    "Decision",
    "Enrolment",
    "Evidence",
    "Mark",
    "Module",
    "NetworkAction",
    "Replication",
    "ReplicationLeader",
    "Workshop",
]
