"""Head count, signatures, people without registration, note: only what was changed, against what the page showed."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gvp.sync import late
from gvp.sync.fields import checked
from gvp.sync.handlers.sessions import next_page, provinces
from gvp.sync.registry import ForReview, Outcome, Reason, Received, handles, undoes
from gvp.sync.undoing import take_back, traced
from workshops import marking
from workshops.marking import Change
from workshops.models import Workshop
from workshops.roster_forms import RosterForm


def changes_of(operation: Received) -> Mapping[str, Change]:
    """What was written, by field of the session, as the roster's own form reads it. Raises ValidationError by field."""
    fields, shown = operation.payload.get("fields"), operation.payload.get("shown", {})
    if not isinstance(fields, dict) or not isinstance(shown, dict) or not set(fields) & set(marking.COUNTS):
        raise ValidationError({"fields": _("This did not arrive whole.")})
    data = {f"initial-{name}": _typed(shown.get(name)) for name in fields}
    form: RosterForm = checked(RosterForm(data | {name: _typed(value) for name, value in fields.items()}))
    return {name: change for name, change in form.counts().items() if name in fields}


@handles("counts", next=next_page, provinces=provinces)
def counts(operation: Received) -> Outcome:
    """Numbers that could not be stored with the others: a number somebody else wrote waits for a decision."""
    changes = changes_of(operation)
    with traced(operation, Workshop.objects.filter(pk=operation.record)) as undo:
        session = late.the_session(operation)
        if operation.decided_by:  # whoever decides has seen what stands
            changes = {name: change._replace(shown=getattr(session, name)) for name, change in changes.items()}
        try:
            marking.save(by=operation.author, workshop=session.pk, counts=changes, seen_by=operation.decided_by)
        except ValidationError as refused:
            if not _all_stale(refused):
                raise
            text = _("Somebody else wrote another number meanwhile.")
            raise ForReview(Reason.STALE, late.province_of(session), text) from None
    return Outcome(undo=undo)


undoes("counts")(take_back)


def _typed(value: object) -> str:
    return "" if value is None else str(value)


def _all_stale(refused: ValidationError) -> bool:
    fields = getattr(refused, "error_dict", {})
    return bool(fields) and all(problem.code == "stale" for problems in fields.values() for problem in problems)
