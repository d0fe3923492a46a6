"""What would make more plans count: the documents of their acts."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvp.accounts.roles import ADMINISTER, SEE_RECORDS
from gvp.reporting.worklist.base import Asked, Step, Task
from plans.counting import NEEDED
from plans.models import Milestone
from plans.waiting import declared, undocumented

PROVINCE = "plan__board__province"


def undocumented_milestones(asked: Asked) -> list[Task]:
    """Acts without kind or number of the document: declared, never counted. One plan counts per province."""
    found = list(undocumented(asked.mine(Milestone.objects.all(), PROVINCE), asked.today))
    if not found:
        return []
    counted = asked.rows("C4")
    taken = {row.province for row in counted}
    ready = {plan: province for plan, province in declared(asked.today).items() if province not in taken}
    steps = [
        Step(
            label=f"{milestone.plan} · {milestone.get_state_display()}",
            url=asked.door(SEE_RECORDS, "plans:plan", milestone.plan_id),
            detail=f"{milestone.plan.board.province} · {date_format(milestone.date, 'SHORT_DATE_FORMAT')}",
            fix=asked.door(ADMINISTER, "admin:plans_plan_change", milestone.plan_id),
            counts=milestone.plan_id in ready and milestone.state in NEEDED,
        )
        for milestone in found
    ]
    n = len(steps)
    plans = {m.plan_id for m, step in zip(found, steps, strict=True) if step.counts}
    effect = len({ready[plan] for plan in plans})
    text = ngettext("%(n)d milestone without document", "%(n)d milestones without document", n) % {"n": n}
    promise = ngettext(
        "The documents of %(n)d plan are missing; with them, %(then)d.",
        "The documents of %(n)d plans are missing; with them, %(then)d.",
        effect,
    ) % {"n": effect, "then": len(counted) + effect}
    return [Task("document", text, steps, _("Enter the document"), "C4", effect, promise if effect else "")]
