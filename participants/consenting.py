"""Giving, revoking and reinstating consents. Nothing is deleted: a revocation closes a row."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from participants.models import Consent, Participant
from participants.rules import ADULT, check_consent, date_error

SAME = ("mode", "witness", "guardian_name", "guardian_relation")


@transaction.atomic
def give(*, by: User, participant: Participant, facts: Mapping[str, Any]) -> Consent:
    """Store one consent. The same one sent again is the one stored; the pair kind–day is unique.

    `facts`: fields of Consent by name. Raises ValidationError.
    """
    if problem := check_consent(facts):
        raise ValidationError(problem)
    try:
        with transaction.atomic():
            consent = Consent.objects.create(**facts, participant=participant, recorded_by=by)
    except IntegrityError:
        stored = Consent.objects.get(participant=participant, kind=facts["kind"], given_on=facts["given_on"])
        if stored.revoked_on or any(getattr(stored, field) != facts.get(field, "") for field in SAME):
            raise ValidationError(_("There is already a consent of this kind from that day."), code="twice") from None
        return stored
    _record(by, log.Verb.CREATED, consent)
    return consent


@transaction.atomic
def revoke(*, by: User, consent: Consent, on: dt.date, reason: str, mode: str) -> Consent:
    """Close a consent from that day on. Sent again, it changes nothing. Raises ValidationError."""
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.revoked_on is not None:
        if consent.revoked_on == on:
            return consent
        raise ValidationError(_("This consent was revoked already."), code="revoked")
    if problem := date_error(on):
        raise ValidationError({"on": problem})
    if on < consent.given_on:
        raise ValidationError({"on": _("It cannot be revoked before it was given.")})
    consent.revoked_on, consent.revoked_reason, consent.revoked_mode = on, reason, mode
    consent.reinstated_on, consent.reinstated_reason = None, ""
    consent.save()
    _record(by, log.Verb.CHANGED, consent, revoked_on=on.isoformat(), mode=mode)
    return consent


@transaction.atomic
def reinstate(*, by: User, consent: Consent, reason: str) -> Consent:
    """Undo a revocation that was a mistake; the audit log keeps what it said."""
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.revoked_on is None:
        return consent
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the revocation was a mistake.")})
    undone = consent.revoked_on.isoformat()
    consent.revoked_on, consent.revoked_reason, consent.revoked_mode = None, "", ""
    consent.reinstated_on, consent.reinstated_reason = timezone.localdate(), reason
    consent.save()
    _record(by, log.Verb.CHANGED, consent, revocation_undone=undone)
    return consent


def needs_own_consent(participant: Participant, consents: list[Consent], today: dt.date) -> bool:
    """Whether somebody registered as a minor is 18 now and has not consented as an adult."""
    if participant.age_on(participant.enrolled_on) >= ADULT or participant.age_on(today) < ADULT:
        return False
    return not any(
        consent.kind == Consent.Kind.REGISTRATION
        and consent.revoked_on is None
        and participant.age_on(consent.given_on) >= ADULT
        for consent in consents
    )


def _record(by: User, verb: str, consent: Consent, **detail: Any) -> None:
    person = consent.participant
    log.record(
        by=by, verb=verb, target=consent, province=person.community.district.province_id,
        participant=str(person.pk), kind=consent.kind, **detail,
    )  # fmt: skip
