"""What was decided long ago is emptied: who sent it, about what, and who decided stays; what was in it goes."""

import datetime as dt

from django.db import transaction

from gvp.audit import log
from gvp.sync.models import Operation
from gvp.sync.parameters import DECIDED_DAYS


@transaction.atomic
def forget_decided(*, now: dt.datetime) -> int:
    """How many decisions cannot be undone any more, from now on: those older than `decided_days`. Safe to repeat.

    Nothing that waits is touched, however old, nor any record that a decision has made.
    """
    until = now - dt.timedelta(days=max(0, int(DECIDED_DAYS.value())))
    over = Operation.objects.filter(decided_at__lt=until, payload__isnull=False).select_for_update()
    rows = list(over.only("province").order_by("pk"))
    Operation.objects.filter(pk__in=[row.pk for row in rows]).update(payload=None, undo=None)
    log.record_many(
        by=None, verb=log.Verb.CHANGED, lines=[(row, row.province_id or "", {"emptied": True}) for row in rows]
    )
    return len(rows)
