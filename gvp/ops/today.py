"""What whoever administers can do today, and what was done last."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from gvp.accounts.models import User
from gvp.audit import words
from gvp.audit.models import Entry
from gvp.places.models import Province
from gvp.reporting.models import Target
from gvp.sync.tray import waiting
from participants.models import Participant
from plans.models import Plan, PlanAction
from workshops.models import Workshop

LATEST = 8


@dataclass(frozen=True)
class Task:
    """Something that waits for somebody. `count` is never 0."""

    count: int
    text: str
    url: str


def tasks(user: User) -> list[Task]:
    """What is open in the provinces this user answers for. Nine queries at most."""
    return [Task(count, text(count), url) for count, text, url in _open(user) if count]


def _open(user: User) -> Iterator[tuple[int, Any, str]]:
    day = timezone.localdate()
    yield (
        Participant.objects.openable_by(user).living().lacking_consent(day).count(),
        lambda n: ngettext("person lacks a consent and does not count", "people lack a consent and do not count", n),
        reverse("admin:participants_participant_changelist") + "?consent=missing",
    )
    yield (
        Workshop.objects.visible_to(user).planned().filter(date__lt=day).count(),
        lambda n: ngettext("session has passed without a report", "sessions have passed without a report", n),
        reverse("admin:workshops_workshop_changelist") + "?report=missing",
    )
    yield (
        waiting(user),
        lambda n: ngettext("thing from the field waits for a decision", "things from the field wait for a decision", n),
        reverse("sync:review"),
    )
    yield (
        user.limit(_without_target(day), "pk").count(),
        lambda n: ngettext("province has no target ahead", "provinces have no target ahead", n),
        reverse("admin:reporting_target_changelist"),
    )
    yield from _of_plans(user, day)
    if not user.role_.own_provinces_only:
        yield (
            User.objects.filter(is_active=True, last_login__isnull=True).count(),
            lambda n: ngettext("user has never logged in", "users have never logged in", n),
            reverse("admin:accounts_user_changelist") + "?is_active__exact=1&o=-7",
        )


def _of_plans(user: User, day: dt.date) -> Iterator[tuple[int, Any, str]]:
    plans, listed = Plan.objects.visible_to(user), reverse("admin:plans_plan_changelist")
    yield (
        plans.waiting_for_document().count(),
        lambda n: ngettext("plan waits for a document", "plans wait for a document", n),
        f"{listed}?waiting=document",
    )
    yield (
        plans.awaiting_ratification(day).count(),
        lambda n: ngettext(
            "plan waits for the new mayor to ratify it", "plans wait for the new mayor to ratify them", n
        ),
        f"{listed}?waiting=ratification",
    )
    yield (
        PlanAction.objects.visible_to(user).overdue(day).count(),
        lambda n: ngettext("action of a plan is overdue", "actions of plans are overdue", n),
        reverse("admin:plans_planaction_changelist") + "?deadline=over",
    )


def _without_target(day: Any) -> Any:
    ahead = Target.objects.filter(province=OuterRef("pk"), until__gte=day)
    return Province.objects.filter(followed=True).exclude(Exists(ahead))


def latest(user: User) -> list[dict[str, Any]]:
    """The last entries of the audit log that this user may read. At most one query per kind of record."""
    entries = list(Entry.objects.readable_by(user).select_related("by").order_by("-at", "-id")[:LATEST])
    names = words.titles(entries)
    return [
        {
            "entry": entry,
            "kind": words.kind(entry),
            "title": names.get((entry.target_type, entry.target_id), ""),
            "details": words.details(entry),
        }
        for entry in entries
    ]
