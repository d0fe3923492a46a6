"""Closing the baseline: the threshold of a domain is frozen with its evidence, and can be lifted with a reason."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from gvp.base.days import date_error
from participants.models import ChangeThreshold, Domain
from participants.scoring import Threshold


@transaction.atomic
def freeze(*, by: User, domain: Domain, found: Threshold, on: dt.date, note: str = "") -> ChangeThreshold:
    """From that day on, figures use this value. Sent again it is the one stored. Raises ValidationError."""
    if problem := date_error(on):
        raise ValidationError({"on": problem})
    if found.n < 2:
        raise ValidationError(_("There are fewer than two baselines: there is nothing to close yet."), code="few")
    facts = {"value": found.value, "n": found.n, "sd": found.sd, "frozen_on": on}
    try:
        with transaction.atomic():
            frozen = ChangeThreshold.objects.create(domain=domain, note=note, recorded_by=by, **facts)
    except IntegrityError:
        stored = ChangeThreshold.objects.get(domain=domain, lifted_at__isnull=True)
        if any(getattr(stored, name) != value for name, value in facts.items()):
            raise ValidationError(_("This threshold is frozen already. Lift it first."), code="frozen") from None
        return stored
    log.record(by=by, verb=log.Verb.CREATED, target=frozen, date=on.isoformat(), title=str(frozen))
    return frozen


@transaction.atomic
def lift(*, by: User, frozen: ChangeThreshold, reason: str) -> ChangeThreshold:
    """The threshold moves with the baselines again, for every day. Lifting twice is lifting once."""
    frozen = ChangeThreshold.objects.select_for_update().get(pk=frozen.pk)
    if not reason.strip():
        raise ValidationError({"reason": _("Write why.")})
    if frozen.lifted_at is None:
        frozen.lifted_at, frozen.lifted_reason = timezone.now(), reason
        frozen.save(update_fields=["lifted_at", "lifted_reason"])
        log.record(by=by, verb=log.Verb.CHANGED, target=frozen, title=str(frozen), reason=reason)
    return frozen
