"""Networks of leaders and who belongs to them. Each change is one transaction with its audit line, safe to repeat."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from gvp.base import versions
from gvp.places.models import Province
from participants.models import Network, NetworkMembership, Participant
from workshops.codes import next_code
from workshops.models import ActionLeader

Facts = Mapping[str, Any]


@transaction.atomic
def found(*, by: User, key: UUID, facts: Facts) -> Network:
    """A new network under the province's next code. A resend finds it by its key.

    `facts`: name, province, founded_on, founding_act, founding_file.
    """
    province = Province.objects.select_for_update().get(pk=facts["province"].pk)
    if known := Network.objects.filter(pk=key).first():
        return known
    code = next_code(Network, f"{province.short_code or province.code}-R", width=2)
    network = Network.objects.create(**facts, pk=key, code=code, recorded_by=by)
    _record(by, log.Verb.CREATED, network, network)
    return network


@transaction.atomic
def change(*, by: User, network: Network, facts: Facts, seen: str = "") -> list[str]:
    """Store corrected facts; returns the names of what changed. `seen`: the version on screen.

    Raises ValidationError by field: for a coordinator who is no member, or another province once it has members.
    """
    stored = Network.objects.select_for_update().get(pk=network.pk)
    changed = _differing(stored, facts)
    if not changed:
        return []
    versions.check(stored, seen)
    coordinator = facts.get("coordinator")
    if coordinator and not stored.memberships.current().filter(participant=coordinator).exists():
        raise ValidationError({"coordinator": _("The coordinator is chosen among the members of today.")})
    if "province" in changed and stored.memberships.exists():
        raise ValidationError({"province": _("The network has members: its province stays.")})
    _write(stored, facts, changed)
    _record(by, log.Verb.CHANGED, stored, stored, fields=changed)
    return changed


# --- Members --------------------------------------------------------------------------------


@transaction.atomic
def join(
    *, by: User, network: Network, people: Iterable[Participant], joined_on: dt.date, commitment_on: dt.date | None
) -> int:
    """These men belong to the network from that day on; returns how many did not before.

    Whoever is a member already stays as he is, however often the form comes. Raises ValidationError for school
    leaders, merged records, and for a day on which somebody was a member before.
    """
    Network.objects.select_for_update().get(pk=network.pk)
    people = list(people)
    if any(person.is_school_leader or person.merged_into_id for person in people):
        raise ValidationError(_("Only men join a network, under the record that is kept. Search again."), code="group")
    _check_commitment(joined_on, commitment_on)
    inside = network.memberships.current().filter(participant__in=people)
    known = set(inside.values_list("participant", flat=True))
    new = [person for person in people if person.pk not in known]
    for person in new:
        _refuse_overlap(network, person, joined_on)
        stay = NetworkMembership.objects.create(
            network=network, participant=person, joined_on=joined_on, commitment_on=commitment_on, recorded_by=by
        )
        _record(by, log.Verb.CREATED, stay, network)
    return len(new)


@transaction.atomic
def correct(*, by: User, stay: NetworkMembership, facts: Facts, seen: str = "") -> list[str]:
    """Store corrected days of a stay; returns the names of what changed.

    `facts`: joined_on, commitment_on, commitment_file, left_on, left_reason. Raises ValidationError by field.
    """
    stored = _locked(stay)
    changed = _differing(stored, facts)
    if not changed:
        return []
    versions.check(stored, seen)
    joined_on, left_on = facts["joined_on"], facts.get("left_on")
    if left_on and left_on < joined_on:
        raise ValidationError({"left_on": _("He would leave before he joined.")})
    _check_commitment(joined_on, facts.get("commitment_on"))
    _refuse_overlap(stored.network, stored.participant, joined_on, left_on, other_than=stored)
    _write(stored, facts, changed)
    _record(by, log.Verb.CHANGED, stored, stored.network, fields=changed)
    return changed


@transaction.atomic
def leave(*, by: User, stay: NetworkMembership, on: dt.date, reason: str) -> bool:
    """He left that day; False when that was written down already. Raises ValidationError by field."""
    stored = _locked(stay)
    if (stored.left_on, stored.left_reason) == (on, reason):
        return False
    if on < stored.joined_on:
        raise ValidationError({"on": _("He would leave before he joined.")})
    _refuse_overlap(stored.network, stored.participant, stored.joined_on, on, other_than=stored)
    _write(stored, {"left_on": on, "left_reason": reason}, ["left_on", "left_reason"])
    _record(by, log.Verb.CHANGED, stored, stored.network, left_on=on.isoformat())
    return True


@transaction.atomic
def undo_leaving(*, by: User, stay: NetworkMembership) -> bool:
    """He never left: the same stay goes on. False when it does already.

    Raises ValidationError when he has come back in a second stay: that one is taken out first.
    """
    stored = _locked(stay)
    if stored.left_on is None:
        return False
    _refuse_overlap(stored.network, stored.participant, stored.joined_on, other_than=stored)
    _write(stored, {"left_on": None, "left_reason": ""}, ["left_on", "left_reason"])
    _record(by, log.Verb.CHANGED, stored, stored.network, fields=["left_on"])
    return True


@transaction.atomic
def take_out(*, by: User, stay: NetworkMembership) -> None:
    """Take back a stay that was written down by mistake. Raises ValidationError once he led an action in it."""
    stored = _locked(stay)
    led = ActionLeader.objects.filter(
        participant=stored.participant_id, action__network=stored.network_id, action__date__gte=stored.joined_on
    )
    if stored.left_on:
        led = led.filter(action__date__lte=stored.left_on)
    if led.exists():
        raise ValidationError(_("He led actions of this network: write down the day on which he left."), code="led")
    if stored.network.coordinator_id == stored.participant_id:
        raise ValidationError(_("He coordinates this network: choose another coordinator first."), code="coordinates")
    _record(by, log.Verb.DELETED, stored, stored.network, title=stored.participant.code)
    stored.delete()


def _locked(stay: NetworkMembership) -> NetworkMembership:
    """The stay as it is stored. Whoever changes stays of the same network waits."""
    Network.objects.select_for_update().get(pk=stay.network_id)
    return NetworkMembership.objects.select_related("network", "participant").get(pk=stay.pk)


def _refuse_overlap(
    network: Network,
    person: Participant,
    joined_on: dt.date,
    left_on: dt.date | None = None,
    other_than: NetworkMembership | None = None,
) -> None:
    """One man is a member once at a time. The day on which he left may be the day of coming back."""
    others = network.memberships.filter(participant=person).exclude(pk__in=[other_than.pk] if other_than else [])
    within = others.filter(Q(left_on__isnull=True) | Q(left_on__gt=joined_on))
    if left_on:
        within = within.filter(joined_on__lt=left_on)
    clash = within.first() or others.filter(joined_on=joined_on).first()
    if clash:
        since = date_format(clash.joined_on, "SHORT_DATE_FORMAT")
        text = _("%(code)s was a member of this network in those days already, since %(day)s.")
        raise ValidationError({"joined_on": text % {"code": person.code, "day": since}})


def _check_commitment(joined_on: dt.date, commitment_on: dt.date | None) -> None:
    if commitment_on and joined_on - commitment_on > dt.timedelta(days=366):
        raise ValidationError({"commitment_on": _("The commitment would be signed a year before he joined.")})


def _differing(row: Any, facts: Facts) -> list[str]:
    return sorted(field for field, value in facts.items() if getattr(row, field) != value)


def _write(row: Any, facts: Facts, fields: list[str]) -> None:
    for field in fields:
        setattr(row, field, facts[field])
    row.save(update_fields=fields)


def _record(by: User, verb: str, target: Any, network: Network, **detail: Any) -> None:
    log.record(by=by, verb=verb, target=target, province=network.province_id, **detail)
