"""Saving rosters: marks, head count, signatures. Safe to repeat, also by two people at once.

A page saves one session, a phone that comes back from the villages many: the same few statements for both.
"""

import datetime as dt
from collections import defaultdict
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
from workshops.claims import Claim, Standing, decide
from workshops.marked import Change, Saved, Sheet
from workshops.models import Attendance, Enrolment, Mark, Workshop

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
            standing |= _own_words(by, sheets, standing)
        _settle(by, sheets, standing, now)
    _write_counts(sheets)
    _record(by, [sheet for sheet in sheets if sheet.saved])


# --- Marks ----------------------------------------------------------------------------------


def _standing(sheets: list[Sheet]) -> dict[Pair, Standing]:
    """What holds now of everybody claimed. Who does not take part on that day is a problem of his claim."""
    sessions = {sheet.workshop: sheet.session for sheet in sheets}
    here = FilteredRelation("participant__attendances", condition=Q(participant__attendances__workshop__in=sessions))
    rows = Enrolment.objects.filter(cycle__in={session.cycle_id for session in sessions.values()}).annotate(here=here)
    names = ("here__workshop_id", "here__state", "here__mark_id", "here__recorded_by", "here__disputed")
    left: dict[Pair, dt.date | None] = {}
    standing: dict[Pair, Standing] = {}
    for cycle, person, day, at, state, *word in rows.order_by().values_list(
        "cycle_id", "participant_id", "withdrawn_on", *names
    ):
        left[cycle, person] = day
        if at:
            mark, author, disputed = word
            standing[at, person] = Standing(state, mark, author, disputed)
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


def _own_words(by: User, sheets: list[Sheet], standing: Mapping[Pair, Standing]) -> dict[Pair, Standing]:
    """Of those whose standing mark is his own and who are marked again: when he wrote it, and who said the same since.

    One query, or none.
    """
    pairs = {(sheet.workshop, claim.participant) for sheet in sheets for claim in sheet.new}
    own = {pair: standing[pair] for pair in pairs if pair in standing and standing[pair].by == by.pk}
    if not own:
        return {}
    sessions, people = ({pair[place] for pair in own} for place in (0, 1))
    rows = Mark.objects.standing().filter(workshop__in=sessions, participant__in=people)
    said: dict[Pair, list[Mark]] = defaultdict(list)
    for mark in rows.only("workshop", "participant", "state", "recorded_by", "recorded_at", "captured_at"):
        said[mark.workshop_id, mark.participant_id].append(mark)
    found = {}
    for pair, row in own.items():
        for word in said[pair]:
            if word.pk == row.mark:
                seconded = any(_seconds(mark, word) for mark in said[pair])
                found[pair] = row._replace(at=word.captured_at or word.recorded_at, seconded=seconded)
    return found


def _seconds(mark: Mark, word: Mark) -> bool:
    """Whether somebody else says the same, later."""
    other = mark.recorded_by_id != word.recorded_by_id
    return other and mark.state == word.state and mark.recorded_at >= word.recorded_at


def _settle(by: User, sheets: list[Sheet], standing: Mapping[Pair, Standing], now: dt.datetime) -> None:
    """Write what holds now, one claim after the other."""
    after: dict[Pair, Standing] = {}
    for sheet in sheets:
        for claim in sheet.new:
            pair = sheet.workshop, claim.participant
            after[pair] = decide(claim, after.get(pair) or standing.get(pair, Standing()), by.pk)
    changed = {pair: row for pair, row in after.items() if row != standing.get(pair, Standing())}
    disputed = [pair for pair, row in changed.items() if row.disputed]
    for sheet in sheets:
        sheet.disputed = sum(workshop == sheet.workshop for workshop, _person in disputed)
    _write(by, {pair: row for pair, row in changed.items() if not row.disputed}, now)
    _dispute(disputed)


def _write(by: User, settled: dict[Pair, Standing], now: dt.datetime) -> None:
    if settled:
        ordered = sorted(settled.items(), key=_place)
        rows = [(uuid4(), *pair, row.state, row.mark, False, now, by.pk) for pair, row in ordered]
        upsert(Attendance, ATTENDANCE, rows, unique=("workshop", "participant"))


def _place(row: tuple[Pair, Standing]) -> tuple[int, int]:
    """Numbers are sorted much faster than keys."""
    (workshop, person), _standing = row
    return workshop.int, person.int


def _dispute(pairs: list[Pair]) -> None:
    """What stood first keeps standing."""
    if pairs:
        either = Q()
        for workshop in {workshop for workshop, _person in pairs}:
            either |= Q(workshop=workshop, participant__in=[person for at, person in pairs if at == workshop])
        Attendance.objects.filter(either).update(disputed=True)


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
