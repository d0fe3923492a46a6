"""One person marked differently by two: what each said, which of it holds, and that decision taken back.

Marks are never changed: a decision is one more mark, by whoever decided.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from workshops import marking
from workshops.claims import DISPUTED, Claim
from workshops.models import Attendance, Decision, Mark, Workshop
from workshops.spoken import last_words

Key = tuple[UUID, UUID]  # session, person


def claims_about(rows: Iterable[Attendance]) -> dict[Key, list[Mark]]:
    """Of each attendance what each colleague has last said since all was settled, oldest first. One query or none."""
    asked = {(row.workshop_id, row.participant_id): row for row in rows}
    if not asked:
        return {}
    sessions, people = ({key[n] for key in asked} for n in (0, 1))
    marks = Mark.objects.standing().filter(workshop__in=sessions, participant__in=people)
    said: dict[Key, list[Mark]] = defaultdict(list)
    for mark in marks.select_related("recorded_by"):
        said[mark.workshop_id, mark.participant_id].append(mark)
    found = {key: last_words(said[key], mark=row.mark_id, since=row.recorded_at) for key, row in asked.items()}
    return {key: words for key, words in found.items() if words}


@transaction.atomic
def decide(*, by: User, attendance: Attendance, state: str, key: UUID) -> Decision:
    """End a dispute: this state holds. `key` was minted on the page; sent twice, the second time changes nothing.

    Raises ValidationError, code "decided", when it is no dispute any more, and as `marking.save` does.
    """
    if known := Decision.objects.filter(mark=key).first():
        return known
    row = _locked(attendance)
    if not row.disputed:
        raise ValidationError(_("Somebody else has decided this meanwhile."), code="decided")
    base = row.mark_id or _in_words_of_the_register(row)
    claim = Claim(key, row.participant_id, state, base, DISPUTED)
    marking.save(by=by, workshop=row.workshop_id, claims=[claim])
    log.record(by=by, verb=log.Verb.CHANGED, target=row.workshop, province=row.province, decided=True)
    return Decision.objects.create(mark_id=key, recorded_by=by)


@transaction.atomic
def undo(*, by: User, decision: Decision) -> bool:
    """The two disagree again, and what stood before stands as it did; False when it was taken back before.

    Raises ValidationError, code "changed", when somebody has marked the person since.
    """
    mark: Any = Mark.objects.get(decision=decision)
    row = _locked(Attendance.objects.get(workshop=mark.workshop_id, participant=mark.participant_id))
    stored = Decision.objects.get(pk=decision.pk)
    if stored.undone_at:
        return False
    if row.mark_id != mark.pk or row.disputed:
        raise ValidationError(_("Somebody has marked this person since: correct it on the list."), code="changed")
    before = Mark.objects.get(pk=mark.base)
    row.state, row.mark, row.disputed = before.state, before, True
    row.recorded_by, row.recorded_at = before.recorded_by, _disputed_since(mark)
    row.save(update_fields=["state", "mark", "disputed", "recorded_by", "recorded_at"])
    stored.undone_at, stored.undone_by = timezone.now(), by
    stored.save(update_fields=["undone_at", "undone_by"])
    log.record(by=by, verb=log.Verb.CHANGED, target=row.workshop, province=row.province, decided=False)
    return True


def _disputed_since(decided: Mark) -> dt.datetime:
    """The first of the words that this mark had decided upon. What an earlier decision ended is none of them."""
    about = {"workshop": decided.workshop_id, "participant": decided.participant_id}
    said = Mark.objects.standing().filter(**about).exclude(pk=decided.pk)
    ended = said.filter(decision__isnull=False, recorded_at__lt=decided.recorded_at).order_by("recorded_at").last()
    since = ended.recorded_at if ended else dt.datetime.min.replace(tzinfo=dt.UTC)
    words = last_words(said.filter(recorded_at__lte=decided.recorded_at), mark=decided.base, since=since)
    return min(word.recorded_at for word in words)


def _locked(attendance: Attendance) -> Any:
    """With its session and `province`. The session is locked first, as every save does: nobody waits in a circle."""
    Workshop.objects.select_for_update().get(pk=attendance.workshop_id)
    rows = Attendance.objects.select_related("workshop").annotate(province=F(f"workshop__{marking.PROVINCE}"))
    return rows.get(pk=attendance.pk)


def _in_words_of_the_register(row: Attendance) -> UUID:
    """What a register file said becomes a mark too, so that it can stand again after an undo."""
    said = Mark.objects.create(
        pk=uuid4(), workshop_id=row.workshop_id, participant_id=row.participant_id, state=row.state,
        recorded_at=row.recorded_at, recorded_by_id=row.recorded_by_id,
    )  # fmt: skip
    Attendance.objects.filter(pk=row.pk).update(mark=said)
    return said.pk
