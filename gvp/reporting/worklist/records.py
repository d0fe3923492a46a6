"""What is missing in the records besides: nothing of it moves a figure of a contribution by itself."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvp.accounts.roles import LOG_ATTENDANCE, MANAGE_CYCLES, SEE_RECORDS, SET_TARGETS
from gvp.reporting.models import Target
from gvp.reporting.targets import promisable
from gvp.reporting.worklist.base import Asked, Step, Task
from workshops.dropouts import drop_outs
from workshops.models import Attendance, Workshop

OF_CYCLE = "cycle__community__district__province"


def sessions_without_report(asked: Asked) -> list[Task]:
    if not asked.user.may(LOG_ATTENDANCE):
        return []
    sessions = asked.mine(Workshop.objects.planned().filter(date__lt=asked.today), OF_CYCLE)
    steps = [
        replace(_of_session(session), fix=asked.door(LOG_ATTENDANCE, "workshops:report", session.pk))
        for session in _in_order(sessions)
    ]
    text = ngettext("%(n)d session without report", "%(n)d sessions without report", len(steps))
    return [Task("report", text % {"n": len(steps)}, steps, _("Write the report"))] if steps else []


def disputed_marks(asked: Asked) -> list[Task]:
    if not asked.user.may(LOG_ATTENDANCE):
        return []
    marks = asked.mine(Attendance.objects.in_dispute(), f"workshop__{OF_CYCLE}")
    sessions = Workshop.objects.filter(pk__in=marks.values("workshop"))
    steps = [replace(_of_session(session), tray=session.pk) for session in _in_order(sessions)]
    text = ngettext(
        "%(n)d session with marks on which two people disagree",
        "%(n)d sessions with marks on which two people disagree",
        len(steps),
    )
    return [Task("dispute", text % {"n": len(steps)}, steps, _("Decide"))] if steps else []


def _in_order(sessions: QuerySet[Workshop]) -> QuerySet[Workshop]:
    return sessions.select_related("cycle", "module").order_by("date", "code")


def _of_session(session: Workshop) -> Step:
    return Step(
        label=f"{date_format(session.date, 'SHORT_DATE_FORMAT')} · {session.cycle}",
        url=reverse("workshops:report", args=[session.pk]),
        detail=str(session.module),
        counts=False,
    )


def stopped_coming(asked: Asked) -> list[Task]:
    if not asked.user.may(MANAGE_CYCLES):
        return []
    codes = asked.scope.provinces
    steps = [
        Step(
            person=case.person,
            detail=str(group.cycle),
            fix=asked.door(SEE_RECORDS, "workshops:drop_outs"),
            counts=False,
        )
        for group in drop_outs(asked.user, asked.today)
        if codes is None or group.cycle.community.district.province_id in codes
        for case in group.cases
    ]
    text = ngettext("%(n)d person stopped coming", "%(n)d people stopped coming", len(steps)) % {"n": len(steps)}
    url = reverse("workshops:drop_outs")
    return [Task("gone", text, steps, _("See the drop-outs"), url=url)] if steps else []


def figures_without_target(asked: Asked) -> list[Task]:
    """Of the contributions, those without a target ahead; of the one province asked about, or of the program."""
    if not asked.user.may(SET_TARGETS):
        return []
    codes = asked.scope.provinces
    if codes is not None and len(codes) != 1:
        return []
    province: Any = next(iter(codes)) if codes else None
    ahead = Target.objects.filter(province=province, until__gte=asked.today).values_list("indicator", flat=True)
    there = set(ahead)
    missing = [found for found in promisable() if found.contribution and found.code not in there]
    where = f"&province={province}" if province else ""
    new = reverse("reporting:target_new")
    steps = [
        Step(
            label=str(found.title),
            url=reverse("reporting:indicator", args=[found.code]),
            fix=f"{new}?indicator={found.code}{where}",
            counts=False,
        )
        for found in missing
    ]
    text = ngettext("%(n)d figure without target ahead", "%(n)d figures without target ahead", len(steps))
    url = reverse("reporting:targets")
    return [Task("target", text % {"n": len(steps)}, steps, _("Set a target"), url=url)] if steps else []
