"""Whoever was erased is a number: once in each session, however many marks and phones speak of him."""

from uuid import UUID

from django.db.models import Sum

from gvp.base.crypto import fingerprint
from gvp.sync.models import Operation
from gvp.sync.registry import Received
from workshops import walking_in


def count(operation: Received, person: UUID, *, came: bool, before: bool = False) -> None:
    """`before`: whether he was shown as having come; then the number knew him already.

    Taken away is only what another operation has added. The session is locked by whoever calls it.
    """
    who = fingerprint(f"{operation.record}|{person}")
    said = Operation.objects.filter(counted=who, status=Operation.Status.APPLIED)
    known = said.aggregate(sum=Sum("added"))["sum"] or 0
    added = int(came) - known if known or not before else 0
    if added:
        by, seen_by = operation.author, operation.decided_by
        walking_in.count_more(by=by, workshop=operation.record, n=added, seen_by=seen_by)
    Operation.objects.filter(pk=operation.id).update(counted=who, added=added)
