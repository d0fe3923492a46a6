"""Actions of a network: recorded, corrected, validated by a second person. Transactions, safe to repeat."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from gvp.base import versions
from gvp.base.days import date_error
from participants.models import Network, Participant
from workshops.codes import next_code
from workshops.models import ActionLeader, NetworkAction

Facts = Mapping[str, Any]
# What a second person has vouched for: when one of these changes, somebody has to look again.
VOUCHED = {"date", "community", "kind", "leaders", "women", "men", "adolescents"}


@transaction.atomic
def record(*, by: User, network: Network, key: UUID, facts: Facts, leaders: Iterable[Participant]) -> NetworkAction:
    """One action under the network's next code, not validated yet. A form sent twice finds it by its key.

    `facts`: date, community, kind, message, women, men, adolescents, evidence, evidence_file. Raises ValidationError
    by field: for a day to come, and for a leader who never belonged to the network.
    """
    Network.objects.select_for_update().get(pk=network.pk)
    if known := NetworkAction.objects.filter(pk=key).first():
        return _same(known, network)
    leaders = list(leaders)
    _check(network, facts, leaders)
    code = next_code(NetworkAction, f"{network.code}-A")
    action = NetworkAction.objects.create(**facts, pk=key, network=network, code=code, recorded_by=by)
    _set_leaders(action, leaders, by)
    _record(by, log.Verb.CREATED, action, code=action.code)
    return action


@transaction.atomic
def change(
    *, by: User, action: NetworkAction, facts: Facts, leaders: Iterable[Participant], seen: str = ""
) -> list[str]:
    """Store corrected facts; returns the names of what changed. `seen`: the version on screen.

    A correction of what was vouched for takes the validation back: whoever validated has not seen it.
    """
    stored, leaders = _locked(action), list(leaders)
    changed = sorted(field for field, value in facts.items() if getattr(stored, field) != value)
    if {person.pk for person in leaders} != set(stored.led_by.values_list("participant", flat=True)):
        changed.append("leaders")
    if not changed:
        return []
    versions.check(stored, seen)
    _check(stored.network, facts, leaders)
    if "evidence_file" in changed:
        _forget(stored.evidence_file)
    for field in facts:
        setattr(stored, field, facts[field])
    if VOUCHED & set(changed):
        stored.validated, stored.validated_by, stored.validated_at = False, None, None
    stored.save()
    _set_leaders(stored, leaders, by)
    _record(by, log.Verb.CHANGED, stored, fields=changed)
    return changed


@transaction.atomic
def validate(*, by: User, action: NetworkAction) -> bool:
    """A second person vouches for it; False when somebody has already.

    Raises ValidationError for whoever recorded it; the database refuses that as well.
    """
    stored = _locked(action)
    if stored.validated:
        return False
    if stored.recorded_by_id == by.pk:
        raise ValidationError(_("You recorded this action yourself: another person validates it."), code="same_person")
    stored.validated, stored.validated_by, stored.validated_at = True, by, timezone.now()
    stored.save(update_fields=["validated", "validated_by", "validated_at"])
    _record(by, log.Verb.CHANGED, stored, validated=True)
    return True


@transaction.atomic
def undo_validation(*, by: User, action: NetworkAction) -> bool:
    """It waits for a second person again; False when it does already."""
    stored = _locked(action)
    if not stored.validated:
        return False
    stored.validated, stored.validated_by, stored.validated_at = False, None, None
    stored.save(update_fields=["validated", "validated_by", "validated_at"])
    _record(by, log.Verb.CHANGED, stored, validated=False)
    return True


@transaction.atomic
def take_out(*, by: User, action: NetworkAction) -> None:
    """Take back an action recorded twice or by mistake. Raises ValidationError while it is validated."""
    stored = _locked(action)
    if stored.validated:
        raise ValidationError(_("This action is validated. Undo the validation first."), code="validated")
    _record(by, log.Verb.DELETED, stored, code=stored.code)
    _forget(stored.evidence_file)
    stored.delete()


def outsiders(network: Network, facts: Facts, leaders: Iterable[Participant]) -> list[Participant]:
    """Those of the leaders who were no members on the day of the action. One query."""
    stays = network.memberships.covering(facts["date"])
    inside = set(stays.values_list("participant", flat=True))
    return [person for person in leaders if person.pk not in inside]


def _forget(file: Any) -> None:
    """A photo that no action shows any more goes, once nothing can bring its row back."""
    if file:
        transaction.on_commit(partial(file.storage.delete, str(file.name)))


def _locked(action: NetworkAction) -> NetworkAction:
    actions = NetworkAction.objects.select_for_update(of=("self",)).select_related("network")
    return actions.get(pk=action.pk)


def _same(known: NetworkAction, network: Network) -> NetworkAction:
    if known.network_id != network.pk:
        raise ValidationError(_("This form was already used for another network. Open it again."), code="reused")
    return known


def _check(network: Network, facts: Facts, leaders: list[Participant]) -> None:
    if problem := date_error(facts["date"]):
        raise ValidationError({"date": problem})
    if not leaders:
        raise ValidationError({"leaders": _("Tick who led it.")})
    members = set(network.memberships.values_list("participant", flat=True))
    if strangers := [person.code for person in leaders if person.pk not in members]:
        text = _("Never a member of this network: %(codes)s.")
        raise ValidationError({"leaders": text % {"codes": ", ".join(strangers)}})
    if facts["community"].district.province_id != network.province_id:
        raise ValidationError({"community": _("This community lies in another province than the network.")})


def _set_leaders(action: NetworkAction, leaders: list[Participant], by: User) -> None:
    wanted = {person.pk for person in leaders}
    there = set(action.led_by.values_list("participant", flat=True))
    action.led_by.exclude(participant__in=wanted).delete()
    new = [person for person in leaders if person.pk not in there]
    ActionLeader.objects.bulk_create(ActionLeader(action=action, participant=p, recorded_by=by) for p in new)


def _record(by: User, verb: str, action: NetworkAction, **detail: Any) -> None:
    log.record(by=by, verb=verb, target=action, province=action.network.province_id, **detail)
