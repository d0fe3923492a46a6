"""A new deadline for an action, with the act and the reason; the original deadline stays. Atomic, audited."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from plans.models import PlanAction


@transaction.atomic
def reschedule(*, by: User, plan_action: PlanAction, deadline: dt.date, act: str, reason: str) -> bool:
    """Move the current deadline; False when it stands there already. Raises ValidationError by field.

    The latest act and reason are kept with the action, the earlier ones in the audit log.
    """
    rows = PlanAction.objects.select_for_update(of=("self",)).select_related("plan__board")
    row = rows.get(pk=plan_action.pk)
    if row.deadline == deadline:
        return False
    if not row.is_open(timezone.localdate()):
        raise ValidationError(_("An action that is done or cancelled has no new deadline."), code="closed")
    if deadline < row.deadline:
        raise ValidationError({"deadline": _("A new deadline comes after the one it replaces.")})
    if row.starts_on and deadline < row.starts_on:
        raise ValidationError({"deadline": _("That day comes before the action starts.")})
    before, row.deadline = row.deadline, deadline
    row.state, row.rescheduling_act, row.rescheduled_reason = PlanAction.State.RESCHEDULED, act, reason
    row.save(update_fields=["deadline", "state", "rescheduling_act", "rescheduled_reason"])
    log.record(
        by=by, verb=log.Verb.CHANGED, target=row, province=row.plan.board.province_id,
        status=row.state, date=[before.isoformat(), deadline.isoformat()], act=act, reason=reason,
    )  # fmt: skip
    return True
