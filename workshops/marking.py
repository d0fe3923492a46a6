"""Saving the roster of a session: marks, head count, signatures. Safe to repeat, also by two people at once."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from workshops.claims import Claim, Standing, decide
from workshops.models import Attendance, Enrolment, Mark, Workshop

HELD, CANCELLED = Workshop.Status.HELD, Workshop.Status.CANCELLED


class Change(NamedTuple):
    """A count as the page showed it and as somebody wrote it."""

    shown: Any
    value: Any


@dataclass(frozen=True)
class Saved:
    """What a save changed: marks stored, people newly in dispute, fields of the session."""

    marks: int = 0
    disputed: int = 0
    fields: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.marks or self.fields)


@transaction.atomic
def save(
    *, by: User, workshop: Workshop, claims: Iterable[Claim] = (), counts: Mapping[str, Change] | None = None
) -> Saved:
    """Store what changed on the roster; a planned session becomes held. Seven queries at most, whatever the size.

    A claim that was stored before changes nothing. `counts`: fields of Workshop that somebody wrote.
    Raises ValidationError: code "day" before the session's date, "cancelled", "outsider" for people who
    are not enrolled, "reused" for a key with another content, and by field, code "stale", for a count
    that somebody else wrote meanwhile.
    """
    claims = [claim for claim in claims if claim.changed]
    session = Workshop.objects.select_for_update().get(pk=workshop.pk)
    _check_day(session)
    standing = _standing(session, claims)
    now = timezone.now()
    new = _insert(by, session, claims, now)
    disputed = _settle(by, session, new, standing, now)
    fields = _write_counts(session, counts or {}, held=bool(new))
    saved = Saved(len(new), disputed, fields)
    if saved:
        _record(by, workshop, session, saved)
    return saved


def _check_day(session: Workshop) -> None:
    if session.status == CANCELLED:
        raise ValidationError(_("This session was cancelled. A coordinator can restore it."), code="cancelled")
    if session.date > timezone.localdate():
        raise ValidationError(_("This session lies in the future: it can be logged from its day on."), code="day")


def _standing(session: Workshop, claims: list[Claim]) -> dict[UUID, Standing]:
    """What holds now, by participant. Everybody claimed has to be enrolled in the cycle."""
    rows = Attendance.objects.filter(workshop=session).annotate(marked_by=F("mark__recorded_by")).order_by()
    stand = {
        person: Standing(state, mark, marked_by if mark else by, disputed)
        for person, state, mark, marked_by, by, disputed in rows.values_list(
            "participant_id", "state", "mark_id", "marked_by", "recorded_by_id", "disputed"
        )
    }
    if outside := {claim.participant for claim in claims} - stand.keys():
        enrolled = Enrolment.objects.filter(cycle=session.cycle_id).order_by()
        if outside - set(enrolled.values_list("participant_id", flat=True)):
            raise ValidationError(
                _("Somebody on this list is not enrolled in the cycle any more. Look at the list and save again."),
                code="outsider",
            )
    return stand


def _insert(by: User, session: Workshop, claims: list[Claim], now: dt.datetime) -> list[Claim]:
    """Insert the marks; the database decides which are new. Those are returned."""
    if not claims:
        return []
    Mark.objects.bulk_create(
        [
            Mark(id=claim.key, workshop=session, participant_id=claim.participant, state=claim.state,
                 base=claim.base, recorded_at=now, recorded_by=by)
            for claim in claims
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    mine = Mark.objects.filter(workshop=session, recorded_at=now, recorded_by=by)
    if mine.count() == len(claims):
        return claims
    return _new_ones(session, claims, now)


def _new_ones(session: Workshop, claims: list[Claim], now: dt.datetime) -> list[Claim]:
    """Some keys were stored before: the same content is a resend, another one is refused."""
    rows = Mark.objects.filter(pk__in=[claim.key for claim in claims])
    stored = {
        row[0]: row[1:] for row in rows.values_list("pk", "workshop_id", "participant_id", "state", "recorded_at")
    }
    if any(stored[claim.key][:3] != (session.pk, claim.participant, claim.state) for claim in claims):
        raise ValidationError(
            _("This list was sent before with other marks. Look at the list as it is now and save again."),
            code="reused",
        )
    return [claim for claim in claims if stored[claim.key][1] == now]


def _settle(by: User, session: Workshop, claims: list[Claim], standing: dict[UUID, Standing], now: dt.datetime) -> int:
    """Write what holds now, sorted by key so that two saves never wait for each other. Returns new disputes."""
    after = dict(standing)
    for claim in claims:
        after[claim.participant] = decide(claim, after.get(claim.participant, Standing()), by.pk)
    changed = {person: row for person, row in after.items() if row != standing.get(person)}
    if not changed:
        return 0
    Attendance.objects.bulk_create(
        [
            Attendance(workshop=session, participant_id=person, state=row.state, mark_id=row.mark,
                       disputed=row.disputed, recorded_at=now, recorded_by=by)
            for person, row in sorted(changed.items())
        ],
        update_conflicts=True,
        unique_fields=["workshop", "participant"],
        update_fields=["state", "mark", "disputed"],
    )  # fmt: skip
    return sum(row.disputed for row in changed.values())


def _write_counts(session: Workshop, counts: Mapping[str, Change], held: bool) -> list[str]:
    """Store the counts somebody wrote; returns the fields that changed. A save with substance means: held."""
    stale = {name: change for name, change in counts.items() if getattr(session, name) not in change}
    if stale:
        raise ValidationError({name: _stale(getattr(session, name)) for name in stale})
    changed = [name for name, change in counts.items() if getattr(session, name) != change.value]
    for name in changed:
        setattr(session, name, counts[name].value)
    if session.status != HELD and (held or changed):
        session.status = HELD
        changed.append("status")
    if changed:
        session.save(update_fields=changed)
    return sorted(changed)


def _stale(stored: Any) -> ValidationError:
    text = _("Somebody else changed this meanwhile: now it says “%(stored)s”. Save again if yours is right.")
    return ValidationError(text, code="stale", params={"stored": "" if stored is None else stored})


def _record(by: User, workshop: Workshop, session: Workshop, saved: Saved) -> None:
    """Counts are in the log with their value: nobody is known by them. A note is only named."""
    counts = {name: getattr(session, name) for name in saved.fields if name != "note"}
    detail = {"marks": saved.marks, "disputed": saved.disputed, "fields": saved.fields} | counts
    province = workshop.cycle.community.district.province_id
    log.record(by=by, verb=log.Verb.CHANGED, target=session, province=province, **detail)
