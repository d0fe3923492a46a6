"""What would make more men show favourable change: their endline, and before that their baseline."""

import datetime as dt
from math import ceil
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvp.accounts.roles import LOG_ATTENDANCE
from gvp.reporting.measured import measured
from gvp.reporting.worklist.base import Asked, Step, Task
from participants.models import Participant
from participants.parameters import ENDLINE_WAIT_DAYS
from workshops.models import Cycle
from workshops.waiting import beginners

OF_CYCLE = "community__district__province"


def endlines(asked: Asked) -> list[Task]:
    """Sensitised men with a baseline whose endline is due, the one that waits longest first."""
    due = _due(asked)
    men = Participant.objects.filter(pk__in=due).select_related("community__district")
    steps = [
        Step(
            person=man,
            detail=_("due since %(day)s") % {"day": date_format(due[man.pk], "SHORT_DATE_FORMAT")},
            fix=asked.door(LOG_ATTENDANCE, "participants:assess", man.pk),
        )
        for man in sorted(men, key=lambda man: (due[man.pk], man.sort_name))
    ]
    if not steps:
        return []
    n, now = len(steps), len(asked.rows("C1"))
    words = {"n": n, "now": now, "then": now + n}
    text = ngettext("%(n)d endline to take", "%(n)d endlines to take", n) % words
    promise = ngettext(
        "%(n)d endline is missing; with it, between %(now)d and %(then)d.",
        "%(n)d endlines are missing; with them, between %(now)d and %(then)d.",
        n,
    )
    return [Task("endline", text, steps, _("Take the endline"), "C1", n, promise % words)]


def _due(asked: Asked) -> dict[UUID, dt.date]:
    """Who waits for an endline, and since when."""
    known, wait = measured(asked.scope), dt.timedelta(days=ceil(ENDLINE_WAIT_DAYS.value()))
    due = {
        man: row.reached_on + wait
        for man, row in known.sensitised.items()
        if man in known.baselines and man not in known.endlines
    }
    return {man: day for man, day in due.items() if day <= asked.today}


def baselines(asked: Asked) -> list[Task]:
    """Men who begin a cycle, before their second session; afterwards their change can no longer be measured."""
    kind = Cycle.Kind.SENSITISATION
    cycles = asked.mine(Cycle.objects.filter(kind=kind, starts_on__lte=asked.today), OF_CYCLE).running(asked.today)
    new = beginners(cycles, asked.today).filter(participant__group=Participant.Group.MAN)
    people = new.select_related("participant__community__district", "cycle").order_by("participant__sort_name")
    known = measured(asked.scope).baselines
    found = [enrolment for enrolment in people if enrolment.participant_id not in known]
    steps = [
        Step(
            person=enrolment.participant,
            detail=str(enrolment.cycle),
            fix=asked.door(LOG_ATTENDANCE, "participants:assess", enrolment.participant_id),
        )
        for enrolment in found
    ]
    if not steps:
        return []
    n = len(steps)
    text = ngettext("%(n)d baseline to take before the second session",
                    "%(n)d baselines to take before the second session", n)  # fmt: skip
    return [Task("baseline", text % {"n": n}, steps, _("Take the baseline"), "C1", n)]
