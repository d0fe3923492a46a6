"""Actions of networks written down without signal."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from gvp.audit.models import Entry
from gvp.sync import late, leading
from gvp.sync.fields import key
from gvp.sync.registry import ForReview, Outcome, Reason, Received, handles, undoes
from gvp.sync.undoing import take_back, traced
from participants.models import Network, NetworkMembership
from workshops import acting
from workshops.models import ActionLeader, NetworkAction
from workshops.opening import action_form


def _next(record: UUID) -> str:
    return reverse("workshops:action", args=[record])


def _provinces(records: Collection[UUID]) -> Mapping[UUID, str]:
    return dict(NetworkAction.objects.filter(pk__in=records).values_list("pk", "network__province"))


@handles("action", next=_next, provinces=_provinces)
def action(operation: Received) -> Outcome:
    """One action under the key of its form; written again on the phone, it is corrected."""
    network = _network(operation)
    province = network.province_id
    led_by = ActionLeader.objects.filter(action=operation.record)
    with traced(operation, NetworkAction.objects.filter(pk=operation.record), led_by) as undo:
        form = _form(operation, network)
        facts, leaders = leading.facts_of(form), form.cleaned_data["leaders"]
        there = leading.stored(operation, NetworkAction, province)
        if there is None:
            by = operation.author
            acting.record(by=by, network=network, key=operation.record, facts=facts, leaders=leaders)
        elif there.network_id != network.pk:
            raise ForReview(Reason.CONFLICT, province, _("It is stored as an action of another network."))
        elif leading.differs(operation, there, facts, leaders, province):
            acting.change(by=late.reader(operation), action=there, facts=facts, leaders=leaders)
    return Outcome(province=province, undo=undo)


undoes("action")(take_back)


def _network(operation: Received) -> Network:
    asked = key(operation.payload, "network")
    network = Network.objects.filter(pk=asked).first()
    if network is None:
        province = late.province_once(Network, asked)
        raise ForReview(Reason.DELETED, province, _("This network is not there any more."))
    late.require_sight(operation, network, network.province_id)
    return network


def _form(operation: Received, network: Network) -> Any:
    """A message chosen on the phone may be none of the latest any more: it is taken as it was written."""
    data = leading.sent(operation, network.province_id)
    if data.get("recent") and not data.get("message"):
        data["message"], data["message_kept"] = str(data["recent"]), "on"  # it was asked about once
    data.pop("recent", None)
    form = action_form(late.reader(operation), network, data)
    lines = Entry.objects.filter(target_type=NetworkMembership._meta.label_lower, province=network.province_id)
    changed = lines.filter(at__gt=operation.knew_until).exclude(by=operation.author)
    return leading.judged(operation, form, network.province_id, changed)
