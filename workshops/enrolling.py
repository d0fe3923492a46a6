"""Who takes part in a cycle, from when to when. Transactions with their audit line, safe to repeat."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from participants.models import Participant
from workshops.models import Cycle, Enrolment

GROUPS = {Cycle.Kind.SENSITISATION: Participant.Group.MAN, Cycle.Kind.WINAY: Participant.Group.SCHOOL_LEADER}


def group_of(cycle: Cycle) -> str:
    """Whom a cycle of this kind is for."""
    return GROUPS[Cycle.Kind(cycle.kind)]


@transaction.atomic
def enrol(*, by: User, cycle: Cycle, people: Iterable[Participant], enrolled_on: dt.date) -> int:
    """Enrol these people from that day on; returns how many were not enrolled before.

    Once is enough, however often the form comes: the database's unique pair decides. Raises
    ValidationError for people of the other group, or of a record merged into another.
    """
    people = list(people)
    if any(person.group != group_of(cycle) or person.merged_into_id for person in people):
        raise ValidationError(_("This cycle is not for somebody you ticked. Search again."), code="group")
    wanted = [Enrolment(cycle=cycle, participant=p, enrolled_on=enrolled_on, recorded_by=by) for p in people]
    Enrolment.objects.bulk_create(wanted, ignore_conflicts=True)
    made = Enrolment.objects.filter(pk__in=[enrolment.pk for enrolment in wanted])
    keys = sorted(str(pk) for pk in made.values_list("pk", flat=True))
    if keys:
        _record(by, log.Verb.CHANGED, cycle, cycle, enrolled=len(keys), enrolments=keys)
    return len(keys)


@transaction.atomic
def withdraw(*, by: User, enrolment: Enrolment, on: dt.date, reason: str = "") -> bool:
    """The person left the cycle that day; False when that was written down already.

    `reason`: a value of Enrolment.Reason, or "" where nobody knows it; it stays out of the log.
    Raises ValidationError for a day before the enrolment or before a session he or she attended.
    """
    stored = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if (stored.withdrawn_on, stored.withdrawn_reason) == (on, reason):
        return False
    if on < stored.enrolled_on:
        raise ValidationError({"on": _("That day comes before the enrolment.")})
    attended = stored.participant.attendances.attended().filter(workshop__cycle=stored.cycle_id)
    if attended.filter(workshop__date__gt=on).exists():
        raise ValidationError({"on": _("This person attended a session after that day.")})
    return _store(by, stored, withdrawn_on=on, withdrawn_reason=reason)


@transaction.atomic
def rejoin(*, by: User, enrolment: Enrolment) -> bool:
    """Undo a withdrawal; False when there is none."""
    stored = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    return stored.withdrawn_on is not None and _store(by, stored, withdrawn_on=None, withdrawn_reason="")


@transaction.atomic
def set_practice(*, by: User, cycle: Cycle, enrolments: Iterable[Enrolment], on: dt.date | None) -> int:
    """The closing practice of these people was that day (None: it was not); returns how many changed.

    Raises ValidationError outside Wiñay, and for a day before somebody's enrolment.
    """
    if cycle.kind != Cycle.Kind.WINAY:
        raise ValidationError(_("Only Wiñay ends with a closing practice."), code="kind")
    keys = [enrolment.pk for enrolment in enrolments]
    stored = list(cycle.enrolments.select_for_update().filter(pk__in=keys).order_by("pk"))
    if on and any(on < enrolment.enrolled_on for enrolment in stored):
        raise ValidationError({"on": _("That day comes before somebody's enrolment.")})
    changed = [enrolment for enrolment in stored if enrolment.practice_on != on]
    for enrolment in changed:
        enrolment.practice_on = on
    if changed:
        Enrolment.objects.bulk_update(changed, ["practice_on"])
        told = sorted(str(enrolment.pk) for enrolment in changed)
        _record(by, log.Verb.CHANGED, cycle, cycle, practice_on=str(on or ""), enrolments=told)
    return len(changed)


def _store(by: User, enrolment: Enrolment, **facts: Any) -> bool:
    for field, value in facts.items():
        setattr(enrolment, field, value)
    enrolment.save(update_fields=list(facts))
    shown = {field: str(value or "") for field, value in facts.items() if field != "withdrawn_reason"}
    _record(by, log.Verb.CHANGED, enrolment, enrolment.cycle, **shown)
    return True


def _record(by: User, verb: str, target: Any, cycle: Cycle, **detail: Any) -> None:
    log.record(by=by, verb=verb, target=target, province=cycle.community.district.province_id, **detail)
