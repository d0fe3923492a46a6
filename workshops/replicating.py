"""Replications that school leaders give to their peers: recorded and corrected. Transactions, safe to repeat."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from gvp.base import versions
from gvp.base.days import date_error
from gvp.partners.models import Institution
from participants.models import Participant
from workshops.codes import next_code
from workshops.models import Replication, ReplicationLeader
from workshops.models.outreach import VALID_MINUTES, VALID_PEERS

Facts = Mapping[str, Any]
ORDINAL = re.compile(r"(\d+) ?(?:\.?[°ºª]|er|ro|do|to|mo|vo|no)?\.?", re.IGNORECASE)


@transaction.atomic
def record(*, by: User, school: Institution, key: UUID, facts: Facts, leaders: Iterable[Participant]) -> Replication:
    """One replication under the school's next code. A form sent twice finds it by its key.

    `facts`: date, grade, section, module, minutes, responsible, women, men. Raises ValidationError by field.
    """
    Institution.objects.select_for_update().get(pk=school.pk)
    if known := Replication.objects.filter(pk=key).first():
        return _same(known, school)
    leaders = list(leaders)
    _check(facts, leaders)
    code = next_code(Replication, f"{school.code}-R")
    replication = Replication.objects.create(**facts, pk=key, school=school, code=code, recorded_by=by)
    _set_leaders(replication, leaders, by)
    _record(by, log.Verb.CREATED, replication, code=code)
    return replication


@transaction.atomic
def change(
    *, by: User, replication: Replication, facts: Facts, leaders: Iterable[Participant], seen: str = ""
) -> list[str]:
    """Store corrected facts; returns the names of what changed. `seen`: the version on screen."""
    stored, leaders = _locked(replication), list(leaders)
    changed = sorted(field for field, value in facts.items() if getattr(stored, field) != value)
    if {person.pk for person in leaders} != set(stored.led_by.values_list("participant", flat=True)):
        changed.append("leaders")
    if not changed:
        return []
    versions.check(stored, seen)
    _check(facts, leaders)
    for field in facts:
        setattr(stored, field, facts[field])
    stored.save()
    _set_leaders(stored, leaders, by)
    _record(by, log.Verb.CHANGED, stored, fields=changed)
    return changed


@transaction.atomic
def take_out(*, by: User, replication: Replication) -> None:
    """Take back a replication recorded twice or by mistake."""
    stored = _locked(replication)
    _record(by, log.Verb.DELETED, stored, code=stored.code)
    stored.delete()


def shortcomings(replication: Replication) -> list[str]:
    """Why it does not count yet, in words; [] when it does (indicators.md, section 4)."""
    found = []
    if replication.minutes < VALID_MINUTES:
        found.append(_("it lasted less than %(n)d minutes") % {"n": VALID_MINUTES})
    if replication.women + replication.men < VALID_PEERS:
        found.append(_("fewer than %(n)d peers came") % {"n": VALID_PEERS})
    return found


def tidy_grade(text: str) -> str:
    """ "5" for "5.º", "5to" or "5°": peers are counted once per grade, so one grade is written one way.

    >>> tidy_grade(" 5to. ")
    '5'
    """
    plain = " ".join(text.split())
    ordinal = ORDINAL.fullmatch(plain)
    return ordinal[1] if ordinal else plain


def tidy_section(text: str) -> str:
    """ "A" for " a", "“A”" or "«a»"."""
    return " ".join(text.split()).strip("\"'“”«»").upper()


def _locked(replication: Replication) -> Replication:
    rows = Replication.objects.select_for_update(of=("self",)).select_related("school__district")
    return rows.get(pk=replication.pk)


def _same(known: Replication, school: Institution) -> Replication:
    if known.school_id != school.pk:
        raise ValidationError(_("This form was already used for another school. Open it again."), code="reused")
    return known


def _check(facts: Facts, leaders: list[Participant]) -> None:
    if problem := date_error(facts["date"]):
        raise ValidationError({"date": problem})
    if not leaders:
        raise ValidationError({"leaders": _("Tick who led it.")})
    if any(not person.is_school_leader or person.merged_into_id for person in leaders):
        raise ValidationError({"leaders": _("Only school leaders lead a replication.")})


def _set_leaders(replication: Replication, leaders: list[Participant], by: User) -> None:
    wanted = {person.pk for person in leaders}
    there = set(replication.led_by.values_list("participant", flat=True))
    replication.led_by.exclude(participant__in=wanted).delete()
    new = [person for person in leaders if person.pk not in there]
    ReplicationLeader.objects.bulk_create(
        ReplicationLeader(replication=replication, participant=p, recorded_by=by) for p in new
    )


def _record(by: User, verb: str, replication: Replication, **detail: Any) -> None:
    log.record(by=by, verb=verb, target=replication, province=replication.school.district.province_id, **detail)
