"""Making a PDF apart from the request that asked for it, with its state in the database.

Asking stores a Rendering and, once that is committed, starts a thread of this process. Whoever looks at its page
sees how far it is; should the process have died meanwhile, the look starts it anew. Claiming is one UPDATE, so that
of several workers and several looks exactly one makes it. The result belongs to whoever asked, and expires.
"""

import datetime as dt
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread, get_ident
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.base.pdf import PdfUnavailable
from gvp.reporting.models import Rendering, Report
from gvp.reporting.report import document, kept
from gvp.reporting.report.asked import Asked
from gvp.reporting.report.data import Edition, build

log = logging.getLogger(__name__)

KEPT_FOR = dt.timedelta(hours=24)
DEAD_AFTER = dt.timedelta(minutes=2)  # without a sign of life
MOST_ATTEMPTS = 2
MOST_AT_ONCE = 2  # for one person
FIGURES, LAYOUT, LAST = 1, 2, 6  # steps: the figures, then WeasyPrint's own, the document written

State = Rendering.State
BUSY = (State.WAITING, State.RUNNING)


class Withdrawn(Exception):  # noqa: N818 it says what happened
    """The report is no longer for whoever asked: it was reopened meanwhile."""


@transaction.atomic
def ask(*, by: User, asked: Asked, report: Report | None = None) -> Rendering:
    """Have a PDF made. Asked again while it is made, it is the same one.

    Raises ValidationError while MOST_AT_ONCE others of the same person are being made.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two requests at once do not pass the limit together
    Rendering.objects.filter(expires_at__lt=timezone.now()).delete()
    same = {
        "recorded_by": by, "report": report, "asked": asked.as_json(),
        "language": asked.language, "length": asked.length,
    }  # fmt: skip
    busy = Rendering.objects.filter(recorded_by=by, state__in=BUSY)
    found = busy.filter(**same).first()
    if found is None and busy.count() >= MOST_AT_ONCE:
        raise ValidationError(_too_many(), code="busy")
    rendering = found or Rendering.objects.create(
        **same, file_name=asked.file_name, expires_at=timezone.now() + KEPT_FOR
    )
    transaction.on_commit(lambda: start(rendering))
    return rendering


def start(rendering: Rendering) -> None:
    """In a thread of its own, unless somebody makes it already. Anybody may call it at any time."""
    if rendering.state in BUSY:
        Thread(target=work, args=[rendering.pk], name=f"rendering-{rendering.pk}", daemon=True).start()


def start_if_dead(rendering: Rendering) -> None:
    """A look at it: makes it when no process has given a sign of life for a while."""
    last = rendering.beat_at or rendering.recorded_at
    if last < timezone.now() - DEAD_AFTER:
        start(rendering)


def claim(pk: UUID) -> bool:
    """Whether this caller is the one to make it: nobody does, or whoever did has died."""
    now = timezone.now()
    free = Q(state=State.WAITING) | Q(state=State.RUNNING, beat_at__lt=now - DEAD_AFTER)
    claimable = Rendering.objects.filter(free, pk=pk)
    if claimable.filter(attempts__lt=MOST_ATTEMPTS).update(
        state=State.RUNNING, beat_at=now, attempts=F("attempts") + 1, step=FIGURES
    ):
        return True
    claimable.update(state=State.FAILED, problem=_gave_up())
    return False


def work(pk: UUID) -> None:
    """What the thread does: claims, makes, and says how it ended. Never raises."""
    try:
        if claim(pk):
            make(pk)
    except Exception:
        log.exception("A report could not be made")
        _end(pk, state=State.FAILED, problem=_unknown())
    finally:
        connection.close()


def make(pk: UUID) -> None:
    """Make the PDF of a claimed rendering, and write down that it leaves the house."""
    rendering = Rendering.objects.select_related("report", "recorded_by").get(pk=pk)
    with translation.override(rendering.language):
        try:
            page, record = _laid_out(rendering)
            with _beating(pk):
                content = document.pdf_of(page, record)
        except (PdfUnavailable, Withdrawn) as reason:
            _end(pk, state=State.FAILED, problem=str(reason))
            return
    with transaction.atomic():
        document.write_down(
            by=rendering.recorded_by, asked=Asked.from_json(rendering.asked), record_code=record, form="pdf"
        )
        _end(pk, state=State.DONE, content=content, step=LAST)


def _laid_out(rendering: Rendering) -> tuple[str, str]:
    """The HTML and the record: the sealed one of a closed report, otherwise what the figures are now.

    Raises Withdrawn for an open report that whoever asked may not see.
    """
    asked, today = Asked.from_json(rendering.asked), timezone.localdate()
    report, user = rendering.report, rendering.recorded_by
    if report is None:
        return _written(rendering, build(user=user, asked=asked, today=today))
    if seal := report.seals.standing().first():
        return seal.editions.get(language=asked.language).pages[str(asked.length)], seal.record
    if not Report.objects.visible_to(user).filter(pk=report.pk).exists():
        raise Withdrawn(_("This report was reopened meanwhile. Ask for it again once it is closed."))
    return _written(rendering, kept.edition(report, asked.language, by=user, today=today, length=asked.length))


def _written(rendering: Rendering, built: Edition) -> tuple[str, str]:
    """The figures took their time: a sign of life before the pages are written."""
    _alive(rendering.pk, FIGURES)
    return document.html(built), built.record


@contextmanager
def _beating(pk: UUID) -> Iterator[None]:
    """A sign of life at each of WeasyPrint's steps. Only of this thread: others may make PDFs, too."""
    here = get_ident()

    class Beat(logging.Handler):
        def emit(self, line: Any) -> None:
            if line.thread == here:
                with suppress(DatabaseError):  # a busy database is no reason to stop
                    _alive(pk, _step(line.getMessage()))

    steps, beat = logging.getLogger("weasyprint.progress"), Beat()
    steps.addHandler(beat)
    steps.setLevel(logging.INFO)
    steps.propagate = False
    _alive(pk, LAYOUT)
    try:
        yield
    finally:
        steps.removeHandler(beat)
        if not steps.handlers:  # else another thread still listens
            steps.setLevel(logging.NOTSET)
            steps.propagate = True


def _step(line: str) -> int:
    """ "Step 4 - Creating formatting structure" is past the layout's beginning; of seven steps."""
    number = next((int(word) for word in line.split() if word.isdecimal()), 0)
    return min(LAYOUT + number // 2, LAST - 1)


def _alive(pk: UUID, step: int) -> None:
    Rendering.objects.filter(pk=pk).update(beat_at=timezone.now(), step=step)


def _end(pk: UUID, **facts: Any) -> None:
    Rendering.objects.filter(pk=pk).update(beat_at=timezone.now(), **facts)


def _gave_up() -> str:
    return _("The machine was stopped twice while it made this document. Ask for a shorter edition, or later.")


def _too_many() -> str:
    return _("Two of your documents are still being made. Ask for another one when they are ready.")


def _unknown() -> str:
    return _("Something went wrong on our side, and it is written in the log. Open the report as a page meanwhile.")
