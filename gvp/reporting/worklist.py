"""What is missing in the records, for those who can do something about it. Each line leads to where it is done."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from gvp.accounts.models import User
from gvp.accounts.roles import LOG_ATTENDANCE, MANAGE_CYCLES, MANAGE_PEOPLE, SET_TARGETS
from gvp.places.models import Province
from gvp.reporting.indicators import INDICATORS
from gvp.reporting.models import Target
from participants.models import Participant
from workshops.dropouts import drop_outs
from workshops.models import Attendance, Workshop

SESSIONS_SHOWN = 5


@dataclass(frozen=True)
class Task:
    """So many things to do, and the page on which they are done. `steps`: the first of them, by name."""

    text: str
    url: str
    steps: list[tuple[str, str]]


def tasks(user: User, province: Province | None, today: dt.date) -> list[Task]:
    """Only what this user may do; nothing where nothing is missing."""
    asked = [
        (LOG_ATTENDANCE, _without_report),
        (LOG_ATTENDANCE, _disputed),
        (MANAGE_PEOPLE, _without_consent),
        (MANAGE_CYCLES, _gone),
        (SET_TARGETS, _without_target),
    ]
    found = [look(user, province, today) for permission, look in asked if user.may(permission)]
    return [task for task in found if task]


def _in(province: Province | None, rows: QuerySet, path: str) -> Any:
    return rows.filter(**{path: province}) if province else rows


def _sessions(sessions: QuerySet) -> list[tuple[str, str]]:
    first = sessions.select_related("cycle", "module").order_by("date", "code")[:SESSIONS_SHOWN]
    return [
        (f"{session.date:%d/%m/%Y} · {session.cycle}", reverse("workshops:report", args=[session.pk]))
        for session in first
    ]


def _without_report(user: User, province: Province | None, today: dt.date) -> Task | None:
    sessions = Workshop.objects.visible_to(user).planned().filter(date__lt=today)
    sessions = _in(province, sessions, "cycle__community__district__province")
    count = sessions.count()
    text = ngettext("%(n)d session without report", "%(n)d sessions without report", count) % {"n": count}
    return Task(text, "", _sessions(sessions)) if count else None


def _disputed(user: User, province: Province | None, today: dt.date) -> Task | None:
    marks = Attendance.objects.visible_to(user).filter(disputed=True)
    marks = _in(province, marks, "workshop__cycle__community__district__province")
    count = marks.count()
    text = ngettext("%(n)d mark on which two people disagree", "%(n)d marks on which two people disagree", count) % {
        "n": count
    }
    return Task(text, "", _sessions(Workshop.objects.filter(pk__in=marks.values("workshop")))) if count else None


def _without_consent(user: User, province: Province | None, today: dt.date) -> Task | None:
    people = Participant.objects.visible_to(user).living().lacking_consent(today)
    count = _in(province, people, "community__district__province").count()
    text = ngettext("%(n)d person without complete consent", "%(n)d people without complete consent", count)
    where = f"&province={province.pk}" if province else ""
    return Task(text % {"n": count}, f"{reverse('participants:list')}?consent=missing{where}", []) if count else None


def _gone(user: User, province: Province | None, today: dt.date) -> Task | None:
    groups = drop_outs(user, today)
    if province:
        groups = [group for group in groups if group.cycle.community.district.province_id == province.pk]
    count = sum(len(group.cases) for group in groups)
    text = ngettext("%(n)d person stopped coming", "%(n)d people stopped coming", count) % {"n": count}
    return Task(text, reverse("workshops:drop_outs"), []) if count else None


def _without_target(user: User, province: Province | None, today: dt.date) -> Task | None:
    declared = [indicator for indicator in INDICATORS.values() if indicator.contribution]
    set_ = set(Target.objects.filter(province=province, until__gte=today).values_list("indicator", flat=True))
    missing = [indicator for indicator in declared if indicator.code not in set_]
    text = ngettext("%(n)d figure without target ahead", "%(n)d figures without target ahead", len(missing))
    new = reverse("reporting:target_new")
    where = f"&province={province.pk}" if province else ""
    steps = [(str(indicator.title), f"{new}?indicator={indicator.code}{where}") for indicator in missing]
    return Task(text % {"n": len(missing)}, reverse("reporting:targets"), steps) if missing else None
