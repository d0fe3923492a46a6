"""Saving rosters: marks, head count, signatures. Safe to repeat, also by two people at once.

A page saves one session, a phone that comes back from the villages many: the same few statements for both.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from gvp.base.bulk import insert_new, upsert
from workshops.claims import Claim, Standing, Word, decide, settles
from workshops.marked import Change, Saved, Sheet
from workshops.models import Attendance, Enrolment, Mark, Workshop
from workshops.spoken import last_words, written_at

COUNTS = ("head_count", "signatures", "unregistered", "note")
PROVINCE = "cycle__community__district__province"
MARK = ("id", "workshop", "participant", "state", "base", "recorded_at", "recorded_by", "captured_at")
ATTENDANCE = ("id", "workshop", "participant", "state", "mark", "disputed", "recorded_at", "recorded_by")
HELD, CANCELLED = Workshop.Status.HELD, Workshop.Status.CANCELLED
Pair = tuple[UUID, UUID]  # session and person


@transaction.atomic
def save(
    *,
    by: User,
    workshop: UUID,
    claims: Iterable[Claim] = (),
    counts: Mapping[str, Change] | None = None,
    seen_by: User | None = None,
) -> Saved:
    """Store what changed on the roster; a planned session becomes held. Six queries, whatever the size.

    A claim that was stored before changes nothing. `counts`: fields of Workshop that somebody wrote.
    `seen_by`: whoever lets it in, when `by` does not see the session any more.
    Raises Workshop.DoesNotExist when that person may not see the session, and ValidationError: code
    "cancelled", "day" before the session's date, "outsider" for people who are not enrolled, "reused"
    for a key with another content, and by field, code "stale", for a count that somebody else wrote
    meanwhile.
    """
    sheet = Sheet(workshop, list(claims), {workshop: counts} if counts else {})
    sheet.session = _locked(seen_by or by, [workshop]).get(workshop)
    if sheet.session is None:
        raise Workshop.DoesNotExist
    if problem := _closed(sheet.session):
        raise problem
    _store(by, [sheet], let_in=seen_by is not None)
    for problem in sheet.problems.values():
        raise problem
    return sheet.saved


@transaction.atomic
def save_many(*, by: User, sheets: Collection[Sheet]) -> set[UUID]:
    """The same for many sessions, in as many queries as for one. Returns the keys of what was not saved:

    of sessions `by` does not see, that were cancelled or have not come yet, and of what `save` refuses.
    """
    sessions = _locked(by, [sheet.workshop for sheet in sheets])
    for sheet in sheets:
        sheet.session = sessions.get(sheet.workshop)
    open_ = [sheet for sheet in sheets if sheet.session and not _closed(sheet.session)]
    closed = [sheet for sheet in sheets if sheet not in open_]
    _store(by, open_)
    left = {key for sheet in open_ for key in sheet.problems}
    return left | {key for sheet in closed for key in (*(claim.key for claim in sheet.claims), *sheet.counts)}


def _locked(by: User, keys: Collection[UUID]) -> dict[UUID, Any]:
    """The sessions with their `province`. Whoever saves one at the same time waits, and then sees what this wrote."""
    sessions = Workshop.objects.visible_to(by).select_for_update(of=("self",)).annotate(province=F(PROVINCE))
    rows = sessions.filter(pk__in=keys).only("cycle", "date", "status", *COUNTS).order_by("pk")
    return {session.pk: session for session in rows}


def _closed(session: Workshop) -> ValidationError | None:
    if session.status == CANCELLED:
        return ValidationError(_("This session was cancelled. A coordinator can restore it."), code="cancelled")
    if session.date > timezone.localdate():
        return ValidationError(_("This session lies in the future: it can be logged from its day on."), code="day")
    return None


def _store(by: User, sheets: list[Sheet], let_in: bool = False) -> None:
    now = timezone.now()
    for sheet in sheets:
        sheet.claims = [claim for claim in sheet.claims if claim.changed]
    if any(sheet.claims for sheet in sheets):
        standing = _standing(sheets)
        _insert(by, sheets, now)
        if not let_in:  # whoever lets it in has seen what was said
            standing |= _with_words(by, sheets, standing)
        _settle(by, sheets, standing, now)
    _write_counts(sheets)
    _record(by, [sheet for sheet in sheets if sheet.saved])


# --- Marks ----------------------------------------------------------------------------------


def _standing(sheets: list[Sheet]) -> dict[Pair, Standing]:
    """What holds now of everybody claimed. Who does not take part on that day is a problem of his claim."""
    sessions = {sheet.workshop: sheet.session for sheet in sheets}
    here = FilteredRelation("participant__attendances", condition=Q(participant__attendances__workshop__in=sessions))
    rows = Enrolment.objects.filter(cycle__in={session.cycle_id for session in sessions.values()}).annotate(here=here)
    names = ("workshop_id", "state", "mark_id", "recorded_by", "disputed", "recorded_at")
    left: dict[Pair, dt.date | None] = {}
    standing: dict[Pair, Standing] = {}
    for cycle, person, day, at, *holds in rows.order_by().values_list(
        "cycle_id", "participant_id", "withdrawn_on", *(f"here__{name}" for name in names)
    ):
        left[cycle, person] = day
        if at:
            standing[at, person] = Standing(*holds)
    for sheet in sheets:
        sheet.claims = _of_those_here(sheet, left, standing)
    return standing


def _of_those_here(sheet: Sheet, left: dict[Pair, dt.date | None], standing: dict[Pair, Standing]) -> list[Claim]:
    """The claims about people who took part on the day of the session, or are marked already."""
    here = []
    for claim in sheet.claims:
        pair = sheet.session.cycle_id, claim.participant
        gone = left.get(pair)
        if pair in left and (gone is None or gone >= sheet.session.date or (sheet.workshop, pair[1]) in standing):
            here.append(claim)
        else:
            sheet.problems[claim.key] = _outsider()
    return here


def _outsider() -> ValidationError:
    return ValidationError(
        _("Somebody on this list is not enrolled in the cycle any more. Look at the list and save again."),
        code="outsider",
    )


def _insert(by: User, sheets: list[Sheet], now: dt.datetime) -> None:
    """Insert the marks; the database decides which are new."""
    rows = [
        (c.key, sheet.workshop, c.participant, c.state, c.base, now, by.pk, c.captured_at)
        for sheet in sheets
        for c in sheet.claims
    ]
    # Sorted, so that two multi-row writes never wait for each other in a circle.
    if insert_new(Mark, MARK, sorted(rows, key=lambda row: row[0].int)) == len(rows):
        for sheet in sheets:
            sheet.new = sheet.claims
    else:
        _tell_apart(sheets, now)


def _tell_apart(sheets: list[Sheet], now: dt.datetime) -> None:
    """Some keys were stored before: the same content is a resend, another one is refused."""
    rows = Mark.objects.filter(pk__in=[claim.key for sheet in sheets for claim in sheet.claims])
    content = rows.values_list("pk", "workshop_id", "participant_id", "state", "recorded_at")
    stored = {key: (of, at) for key, *of, at in content}
    for sheet in sheets:
        for claim in sheet.claims:
            of, at = stored[claim.key]
            if of != [sheet.workshop, claim.participant, claim.state]:
                sheet.problems[claim.key] = _reused()
            elif at == now:
                sheet.new.append(claim)


def _reused() -> ValidationError:
    text = _("This list was sent before with other marks. Look at the list as it is now and save again.")
    return ValidationError(text, code="reused")


def _with_words(by: User, sheets: list[Sheet], standing: Mapping[Pair, Standing]) -> dict[Pair, Standing]:
    """Of those who are marked otherwise than was seen, or again: what each colleague has last said.

    One query, or none.
    """
    new = {claim.key: (sheet.workshop, claim) for sheet in sheets for claim in sheet.new}
    again: dict[Pair, Standing] = {}
    for workshop, claim in new.values():
        row = standing.get((workshop, claim.participant))
        if row and not settles(claim, row, by.pk):
            again[workshop, claim.participant] = row
    if not again:
        return {}
    sessions, people = ({pair[place] for pair in again} for place in (0, 1))
    rows = Mark.objects.standing().filter(workshop__in=sessions, participant__in=people)
    names = ("workshop", "participant", "state", "base", "recorded_by", "recorded_at", "captured_at")
    said: dict[Pair, list[Mark]] = defaultdict(list)
    for mark in rows.only(*names):
        if mark.pk not in new:
            said[mark.workshop_id, mark.participant_id].append(mark)
    return {pair: row._replace(words=_words(row, said[pair])) for pair, row in again.items()}


def _words(row: Any, said: list[Mark]) -> tuple[Word, ...]:
    """With what a register file said, which is no mark."""
    marks = last_words(said, mark=row.mark, since=row.since)
    words = tuple(Word(mark.state, mark.pk, mark.recorded_by_id, written_at(mark)) for mark in marks)
    return words if row.mark else (Word(row.state, None, row.by), *words)


def _settle(by: User, sheets: list[Sheet], standing: Mapping[Pair, Standing], now: dt.datetime) -> None:
    """Write what holds now, one claim after the other."""
    after: dict[Pair, Standing] = {}
    for sheet in sheets:
        for claim in sheet.new:
            pair = sheet.workshop, claim.participant
            after[pair] = decide(claim, after.get(pair) or standing.get(pair, Standing()), by.pk)
    changed = {pair: row for pair, row in after.items() if row.holds != standing.get(pair, Standing()).holds}
    disputed = Counter(workshop for (workshop, _), row in changed.items() if row.disputed)
    for sheet in sheets:
        sheet.disputed = disputed[sheet.workshop]
    _keep_words_of_the_register({pair: standing[pair] for pair, row in changed.items() if row.disputed and row.mark})
    _write(changed, now)


def _keep_words_of_the_register(before: Mapping[Pair, Standing]) -> None:
    """What a register file said becomes a mark before a stronger one stands in its place: it may be what is right."""
    said = [(uuid4(), *pair, row.state, None, row.since, row.by, None) for pair, row in before.items() if not row.mark]
    if said:
        insert_new(Mark, MARK, said)


def _write(rows: dict[Pair, Standing], now: dt.datetime) -> None:
    """While people disagree, `recorded_at` stays the moment at which all was settled."""
    if rows:
        ordered = sorted(rows.items(), key=_place)
        cells = [(uuid4(), *pair, row.state, row.mark, row.disputed, row.since or now, row.by) for pair, row in ordered]
        upsert(Attendance, ATTENDANCE, cells, unique=("workshop", "participant"))


def _place(row: tuple[Pair, Standing]) -> tuple[int, int]:
    """Numbers are sorted much faster than keys."""
    (workshop, person), _standing = row
    return workshop.int, person.int


# --- Counts ---------------------------------------------------------------------------------


def _write_counts(sheets: list[Sheet]) -> None:
    """Store the counts somebody wrote. With anything written, the session was held."""
    for sheet in sheets:
        for key, changes in sheet.counts.items():
            _apply(sheet, key, changes)
        if sheet.session.status != HELD and (sheet.new or sheet.changed):
            sheet.session.status = HELD
            sheet.changed.add("status")
    touched = [sheet for sheet in sheets if sheet.changed]
    fields = {name for sheet in touched for name in sheet.changed}
    if fields == {"status"}:
        Workshop.objects.filter(pk__in=[sheet.workshop for sheet in touched]).update(status=HELD)
    elif touched:
        Workshop.objects.bulk_update([sheet.session for sheet in touched], sorted(fields))


def _apply(sheet: Sheet, key: UUID, changes: Mapping[str, Change]) -> None:
    """All of these changes, or none when somebody else wrote one of the counts meanwhile."""
    session = sheet.session
    stale = {name: _stale(getattr(session, name)) for name in changes if getattr(session, name) not in changes[name]}
    if stale:
        sheet.problems[key] = ValidationError(stale)
        return
    for name, change in changes.items():
        if getattr(session, name) != change.value:
            setattr(session, name, change.value)
            sheet.changed.add(name)


def _stale(stored: Any) -> ValidationError:
    text = _("Somebody else changed this meanwhile: now it says “%(stored)s”. Save again if yours is right.")
    return ValidationError(text, code="stale", params={"stored": "" if stored is None else stored})


def _record(by: User, sheets: list[Sheet]) -> None:
    """Counts are in the log with their value: nobody is known by them. A note is only named."""
    lines = []
    for sheet in sheets:
        saved = sheet.saved
        counts = {name: getattr(sheet.session, name) for name in saved.fields if name != "note"}
        detail = {"marks": saved.marks, "disputed": saved.disputed, "fields": saved.fields} | counts
        lines.append((sheet.session, sheet.session.province, detail))
    log.record_many(by=by, verb=log.Verb.CHANGED, lines=lines)
