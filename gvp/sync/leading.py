"""What an action of a network and a replication have in common when they come from a phone: leaders, a form, a key."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _

from gvp.audit.models import Entry
from gvp.sync import late
from gvp.sync.fields import checked, keys, posted
from gvp.sync.registry import ForReview, Reason, Received

Facts = Mapping[str, Any]
NOTHING = Entry.objects.none()


def sent(operation: Received, province: str) -> QueryDict:
    """The page's form, with whoever leads under the record that stands now. The photo comes later, with signal."""
    data = posted(operation.payload, id=str(operation.record))
    late.require_past(operation, _day(data.get("date", "")), province)
    data.setlist("leaders", _leaders(operation, data.getlist("leaders"), province))
    if operation.decided_by:  # who has read it, so nothing is asked once more
        data.update(dict.fromkeys(("confirmed", "message_kept", "evidence_kept"), "on"))
    return data


def judged(operation: Received, form: Any, province: str, changed: Any = NOTHING) -> Any:
    """The form, valid. `changed`: lines of the log on who belongs where; they tell what was right on the phone.

    Somebody whom the page does not offer any more was offered to the phone, so that is for a coordinator.
    """
    codes = {error.code for error in form.errors.as_data().get("leaders", ())}
    if "invalid_choice" in codes or ("outsiders" in codes and changed.exists()):
        late.ask(operation, Reason.OUTSIDER, province, _("Somebody who led it does not belong there any more."))
    return checked(form)


def facts_of(form: Any) -> dict[str, Any]:
    return {name: value for name, value in form.facts().items() if not name.endswith("_file")}


def stored(operation: Received, model: type[models.Model], province: str) -> Any:
    """The row of this key as it came before; None for a new one."""
    there = model._default_manager.select_for_update().filter(pk=operation.record).first()
    if there is None and late.was_deleted(model, operation.record):
        late.ask(operation, Reason.DELETED, province, _("Somebody took this out again."))
    return there


def differs(operation: Received, there: Any, facts: Facts, leaders: Any, province: str) -> bool:
    """Whether what arrived corrects the row. A row that others have touched is theirs too: somebody decides."""
    led = set(there.led_by.values_list("participant", flat=True))
    same = led == {person.pk for person in leaders} and all(getattr(there, name) == facts[name] for name in facts)
    if same or late.overtaken(operation):
        return False
    if there.recorded_by_id != operation.author.pk or Entry.objects.about(there).exclude(by=operation.author).exists():
        late.ask(operation, Reason.CONFLICT, province, _("Somebody else has corrected this meanwhile."))
    return True


def _day(text: str) -> dt.date | None:
    """None for what is no day: the form says so."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _leaders(operation: Received, texts: list[str], province: str) -> list[str]:
    """Each once. Whoever was erased is left out, unless nobody would be left."""
    asked = keys(texts)
    stands = late.survivors(asked)
    here = list(dict.fromkeys(str(person.pk) for key in asked if (person := stands[key])))
    gone = {key for key in asked if stands[key] is None}
    if gone - late.erased(gone):
        late.ask(operation, Reason.DELETED, province, _("Somebody who led it is not registered here."))
    if gone and not here:
        raise ForReview(Reason.DELETED, province, _("Nobody who led it is registered here any more."))
    return here
