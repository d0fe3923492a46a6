"""Saving the roster of a session: marks, head count, signatures. Safe to repeat, also by two people at once."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from gvp.base.bulk import insert_new, upsert
from workshops.claims import Claim, Standing, decide
from workshops.models import Attendance, Enrolment, Mark, Workshop

COUNTS = ("head_count", "signatures", "unregistered", "note")
PROVINCE = "cycle__community__district__province"
MARK = ("id", "workshop", "participant", "state", "base", "recorded_at", "recorded_by")
ATTENDANCE = ("id", "workshop", "participant", "state", "mark", "disputed", "recorded_at", "recorded_by")
HELD, CANCELLED = Workshop.Status.HELD, Workshop.Status.CANCELLED


class Change(NamedTuple):
    """A count as the page showed it and as somebody wrote it."""

    shown: Any
    value: Any


@dataclass(frozen=True)
class Saved:
    """What a save changed: marks stored, people newly in dispute, fields of the session. False: nothing."""

    marks: int = 0
    disputed: int = 0
    fields: list[str] = field(default_factory=list)
    held: bool = True  # whether the session counts as held now

    def __bool__(self) -> bool:
        return bool(self.marks or self.fields)


@transaction.atomic
def save(
    *, by: User, workshop: UUID, claims: Iterable[Claim] = (), counts: Mapping[str, Change] | None = None
) -> Saved:
    """Store what changed on the roster; a planned session becomes held. Six queries, whatever the size.

    A claim that was stored before changes nothing. `counts`: fields of Workshop that somebody wrote.
    Raises Workshop.DoesNotExist when `by` may not see the session, and ValidationError: code
    "cancelled", "day" before the session's date, "outsider" for people who are not enrolled, "reused"
    for a key with another content, and by field, code "stale", for a count that somebody else wrote
    meanwhile.
    """
    session = _locked(by, workshop)
    claims = [claim for claim in claims if claim.changed]
    standing = _standing(session, claims) if claims else {}
    now = timezone.now()
    new = _insert(by, session, claims, now)
    disputed = _settle(by, session, new, standing, now)
    fields = _write_counts(session, counts or {}, marked=bool(new))
    saved = Saved(len(new), disputed, fields, held=session.status == HELD)
    if saved:
        _record(by, session, saved)
    return saved


def _locked(by: User, pk: UUID) -> Any:
    """The session with its `province`. Whoever saves it at the same time waits, and then sees what this save wrote."""
    sessions = Workshop.objects.visible_to(by).select_for_update(of=("self",)).annotate(province=F(PROVINCE))
    session = sessions.only("cycle", "date", "status", *COUNTS).get(pk=pk)
    if session.status == CANCELLED:
        raise ValidationError(_("This session was cancelled. A coordinator can restore it."), code="cancelled")
    if session.date > timezone.localdate():
        raise ValidationError(_("This session lies in the future: it can be logged from its day on."), code="day")
    return session


def _standing(session: Workshop, claims: list[Claim]) -> dict[UUID, Standing]:
    """What holds now of everybody enrolled, which everybody claimed has to be."""
    here = FilteredRelation("participant__attendances", condition=Q(participant__attendances__workshop=session))
    rows = Enrolment.objects.filter(cycle=session.cycle_id).annotate(here=here).order_by()
    names = ("participant_id", "here__state", "here__mark_id", "here__recorded_by", "here__disputed")
    standing = {
        person: Standing(state or "", mark, author, bool(disputed))
        for person, state, mark, author, disputed in rows.values_list(*names)
    }
    if any(claim.participant not in standing for claim in claims):
        raise ValidationError(
            _("Somebody on this list is not enrolled in the cycle any more. Look at the list and save again."),
            code="outsider",
        )
    return standing


def _insert(by: User, session: Workshop, claims: list[Claim], now: dt.datetime) -> list[Claim]:
    """Insert the marks; the database decides which are new. Those are returned."""
    if not claims:
        return []
    rows = [(c.key, session.pk, c.participant, c.state, c.base, now, by.pk) for c in claims]
    if insert_new(Mark, MARK, rows) == len(claims):
        return claims
    return _new_ones(session, claims, now)


def _new_ones(session: Workshop, claims: list[Claim], now: dt.datetime) -> list[Claim]:
    """Some keys were stored before: the same content is a resend, another one is refused."""
    rows = Mark.objects.filter(pk__in=[claim.key for claim in claims])
    content = rows.values_list("pk", "workshop_id", "participant_id", "state", "recorded_at")
    stored = {key: (of, at) for key, *of, at in content}
    if any(stored[claim.key][0] != [session.pk, claim.participant, claim.state] for claim in claims):
        raise ValidationError(
            _("This list was sent before with other marks. Look at the list as it is now and save again."),
            code="reused",
        )
    return [claim for claim in claims if stored[claim.key][1] == now]


def _settle(by: User, session: Workshop, claims: list[Claim], standing: dict[UUID, Standing], now: dt.datetime) -> int:
    """Write what holds now; returns how many came into dispute."""
    after = {claim.participant: decide(claim, standing[claim.participant], by.pk) for claim in claims}
    changed = {person: row for person, row in after.items() if row != standing[person]}
    disputed = [person for person, row in changed.items() if row.disputed]
    if disputed:
        Attendance.objects.filter(workshop=session, participant__in=disputed).update(disputed=True)
    settled = sorted((person, row) for person, row in changed.items() if not row.disputed)
    if settled:  # sorted, so that two multi-row writes never wait for each other in a circle
        rows = [(uuid4(), session.pk, person, row.state, row.mark, False, now, by.pk) for person, row in settled]
        upsert(Attendance, ATTENDANCE, rows, unique=("workshop", "participant"))
    return len(disputed)


def _write_counts(session: Workshop, counts: Mapping[str, Change], marked: bool) -> list[str]:
    """Store the counts somebody wrote; returns the fields that changed. With anything written it was held."""
    stale = [name for name, change in counts.items() if getattr(session, name) not in change]
    if stale:
        raise ValidationError({name: _stale(getattr(session, name)) for name in stale})
    changed = [name for name, change in counts.items() if getattr(session, name) != change.value]
    for name in changed:
        setattr(session, name, counts[name].value)
    if session.status != HELD and (marked or changed):
        session.status = HELD
        changed.append("status")
    if changed:
        session.save(update_fields=changed)
    return sorted(changed)


def _stale(stored: Any) -> ValidationError:
    text = _("Somebody else changed this meanwhile: now it says “%(stored)s”. Save again if yours is right.")
    return ValidationError(text, code="stale", params={"stored": "" if stored is None else stored})


def _record(by: User, session: Any, saved: Saved) -> None:
    """Counts are in the log with their value: nobody is known by them. A note is only named."""
    counts = {name: getattr(session, name) for name in saved.fields if name != "note"}
    detail = {"marks": saved.marks, "disputed": saved.disputed, "fields": saved.fields} | counts
    log.record(by=by, verb=log.Verb.CHANGED, target=session, province=session.province, **detail)
