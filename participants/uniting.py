"""Consents, and the answers that stand on them, when two records become one person, and two again.

Consents hold guardians' names and answers are sensitive, so neither is ever remembered whole: what cannot follow
stays with the absorbed record, where nothing counts it.
"""

from typing import Any
from uuid import UUID

from participants.models import Assessment, Consent, Participant

Done = dict[str, Any]


def unite(absorbed: Participant, survivor: Participant) -> dict[str, Done]:
    """Move what can be moved; returns what `part` needs, keys of rows only."""
    twins = {(consent.kind, consent.given_on): consent for consent in survivor.consents.all()}
    theirs = list(absorbed.consents.all())
    moved = [consent for consent in theirs if (consent.kind, consent.given_on) not in twins]
    revoked = _revoked([*twins.values(), *theirs])
    Consent.objects.filter(pk__in=[consent.pk for consent in moved]).update(participant=survivor)
    answers = _move_answers(absorbed, survivor, twins)
    return {"consents": {"moved": _keys(moved), "closed": _close(survivor, revoked)}, "assessments": answers}


def part(done: dict[str, Done], absorbed: Participant, survivor: Participant) -> None:
    """Undo `unite`: first the consents, because the database lets no answers stand on another person's."""
    consents, answers = done["consents"], done.get("assessments", {"moved": [], "from": {}})
    Consent.objects.filter(pk__in=consents["closed"], participant=survivor).update(revoked_on=None)
    Consent.objects.filter(pk__in=consents["moved"], participant=survivor).update(participant=absorbed)
    for row in Assessment.objects.filter(pk__in=answers["moved"], participant=survivor):
        row.participant = absorbed
        row.consent_id = UUID(answers["from"].get(str(row.pk), str(row.consent_id)))
        row.save(update_fields=["participant", "consent"])


def _move_answers(absorbed: Participant, survivor: Participant, twins: dict[Any, Consent]) -> Done:
    """Applications follow their consent, or stand on the survivor's of the same day.

    The survivor's own application of that instrument, round and day is kept; so is one whose day the survivor's
    consent does not cover.
    """
    there = set(survivor.assessments.values_list("instrument", "round", "date"))
    moved, former = [], {}
    for row in absorbed.assessments.select_related("consent"):
        twin = twins.get((row.consent.kind, row.consent.given_on))
        consent = twin or row.consent
        overtaken = twin is not None and twin.revoked_on is not None and twin.revoked_on <= row.date
        if overtaken or (row.instrument_id, row.round, row.date) in there:
            continue
        if consent.pk != row.consent_id:
            former[str(row.pk)] = str(row.consent_id)
        row.participant, row.consent = survivor, consent
        row.save(update_fields=["participant", "consent"])
        moved.append(row)
    return {"moved": _keys(moved), "from": former}


def _revoked(consents: list[Consent]) -> dict[str, Any]:
    """The last day on which each kind was revoked."""
    last: dict[str, Any] = {}
    for consent in consents:
        if consent.revoked_on:
            last[consent.kind] = max(consent.revoked_on, last.get(consent.kind, consent.revoked_on))
    return last


def _close(survivor: Participant, revoked: dict[str, Any]) -> list[str]:
    """Somebody who revoked a kind under either record revoked it as a person: older consents end that day."""
    closed = []
    for kind, date in revoked.items():
        older = survivor.consents.filter(kind=kind, given_on__lte=date, revoked_on__isnull=True)
        closed += [str(pk) for pk in older.values_list("pk", flat=True)]
        older.update(revoked_on=date)
    return closed


def _keys(rows: list[Any]) -> list[str]:
    return [str(row.pk) for row in rows]
