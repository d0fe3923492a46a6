"""Changes to people. Each is one transaction with its audit line, and safe to repeat."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.accounts.roles import MANAGE_PEOPLE
from gvp.audit import log
from gvp.base import versions
from gvp.base.crypto import fingerprint
from gvp.places.models import Community
from participants import rules
from participants.models import CommunityCorrection, Consent, Participant

ATTEMPTS = 100  # each lost race means that somebody else was registered meanwhile


@transaction.atomic
def register(*, by: User, facts: Mapping[str, Any], consents: Iterable[Mapping[str, Any]]) -> Participant:
    """Store a person and what he or she consented to, under the province's next short code.

    `facts`: fields of Participant by name, without `code`; an `id` minted by the phone makes a
    resend harmless. `consents`: fields of Consent by name, one mapping per kind.
    Raises ValidationError by field or kind of consent, and when the id is known with other facts.
    """
    consents = list(consents)
    rules.check(facts, consents)
    receipt = _receipt(facts, consents)
    person = Participant(**facts, receipt=receipt, recorded_by=by)
    person.clean_fields(exclude=["code", "community", "current_community", "school", "recorded_by", "search_name",
                                 "sort_name"])  # fmt: skip
    if not _insert(person):
        return _known(person, receipt)
    for consent in consents:
        Consent.objects.create(**consent, participant=person, recorded_by=by)
    _record(by, log.Verb.CREATED, person, consents=sorted(consent["kind"] for consent in consents))
    return person


@transaction.atomic
def change(
    *, by: User, participant: Participant, facts: Mapping[str, Any], seen: str = "", reason: str = ""
) -> list[str]:
    """Store corrected facts; returns the names of the fields that changed.

    `seen` is the `version` the person correcting had on screen: facts that somebody else changed
    meanwhile are not overwritten. Another community at enrolment moves the person to another
    figure, so it needs a coordinator and a reason. Raises ValidationError by field.
    """
    person = Participant.objects.select_for_update().get(pk=participant.pk)
    changed = sorted(field for field, value in facts.items() if getattr(person, field) != value)
    if not changed:
        return []
    versions.check(person, seen)
    if "community" in changed:
        _correct_community(by, person, facts["community"], reason)
    for field in changed:
        setattr(person, field, facts[field])
    if errors := rules.check_facts({field: getattr(person, field) for field in rules.CHECKED}):
        raise ValidationError(errors)
    person.save()
    _record(by, log.Verb.CHANGED, person, fields=changed)
    return changed


def _correct_community(by: User, person: Participant, after: Community, reason: str) -> None:
    if not by.may(MANAGE_PEOPLE):
        raise ValidationError({"community": _("Ask a coordinator to correct the community.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the community at enrolment is corrected.")})
    CommunityCorrection.objects.create(
        participant=person, before=person.community, after=after, reason=reason, recorded_by=by
    )


@transaction.atomic
def reveal(*, by: User, participant: Participant) -> tuple[str, str]:
    """Document and phone in clear, for this one time; who asked is written down."""
    shown = [field for field in ("document", "phone") if getattr(participant, field)]
    _record(by, log.Verb.REVEALED, participant, fields=shown)
    return participant.document, participant.phone


def _insert(person: Participant) -> bool:
    """Insert under the next free code; False when this id is stored already."""
    prefix = code_prefix(person.community)
    for attempt in range(ATTEMPTS):
        person.code = next_code(prefix, skip=attempt)
        try:
            with transaction.atomic():
                person.save(force_insert=True)
            return True
        except IntegrityError:
            # Either this form was sent twice or a colleague took the code: the database decides.
            if Participant.objects.filter(pk=person.pk).exists():
                return False
    raise IntegrityError(f"No free code in {prefix} after {ATTEMPTS} attempts.")


def _known(person: Participant, receipt: str) -> Participant:
    stored = Participant.objects.get(pk=person.pk)
    if stored.receipt != receipt:
        raise ValidationError(
            _("This form was already used for another registration. Open a new form and register again."),
            code="other_facts",
        )
    return stored


def code_prefix(community: Community) -> str:
    """ "JAU", or the province's INEI code where nobody has given it a short code."""
    province = community.district.province
    return province.short_code or province.code


def next_code(prefix: str, skip: int = 0) -> str:
    """One more than the highest number in use ("JAU-0007" → "JAU-0008"); gaps stay gaps."""
    in_use = Participant.objects.filter(code__regex=rf"^{prefix}-[0-9]{{4,9}}$")
    last = in_use.order_by(Length("code").desc(), "-code").values_list("code", flat=True).first()
    number = int(last.rpartition("-")[2]) if last else 0
    return f"{prefix}-{number + 1 + skip:04}"


def _receipt(facts: Mapping[str, Any], consents: list[Mapping[str, Any]]) -> str:
    """A keyed hash of what was sent: a resend is known even after the person has been edited."""
    sent = [_plain(facts), sorted((_plain(consent) for consent in consents), key=lambda consent: consent["kind"])]
    return fingerprint(json.dumps(sent, sort_keys=True, cls=DjangoJSONEncoder))


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {field: value.pk if isinstance(value, models.Model) else value for field, value in facts.items()}


def _record(by: User, verb: str, person: Participant, **detail: Any) -> None:
    log.record(by=by, verb=verb, target=person, province=person.community.district.province_id, **detail)
