"""What arrived and what is stored, line by line, in the words of the pages and with the names the reader may see.

Answers of questionnaires are never shown: only how many there are (domain.md, R07).
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gvp.accounts.models import User
from gvp.sync.fields import keys
from gvp.sync.known import Known, fields_of
from gvp.sync.models import Operation
from participants.models import Assessment, Participant
from workshops.marking import COUNTS
from workshops.models import AttendanceState, NetworkAction, Workshop
from workshops.outreach_forms import ActionForm, ReplicationForm

NOTHING = "—"
HIDDEN = {"id", "confirmed", "recent", "group", "evidence_file"}
FORMS: dict[str, Any] = {"action": ActionForm, "replication": ReplicationForm}


class Line(NamedTuple):
    """One fact: what it is about, what is stored of it, what arrived."""

    label: str
    stored: str
    arrived: str


def lines(operation: Operation, known: Known, reader: User) -> list[Line]:
    """Something of every kind; of a kind or a payload that nobody understands any more, that it is one."""
    tell = TELLERS.get(operation.kind)
    found = list(tell(operation, known, reader)) if tell else []
    return found or [Line(_("Something this version cannot read"), NOTHING, NOTHING)]


def about(operation: Operation, known: Known, reader: User) -> str:
    """The session, the man, the network or the school it belongs to; "" when that is not there any more."""
    if session := known.sessions.get(operation.record):
        return session_words(session)
    payload = operation.payload or {}
    if operation.kind == "assessment":
        return _of_assessment(operation, known, reader)
    for field, rows in (("network", known.networks), ("school", known.schools)):
        for key in keys([payload.get(field)]):
            return str(rows.get(key, ""))
    return ""


def _of_assessment(operation: Operation, known: Known, reader: User) -> str:
    """What was emptied since says itself no more whom it was about; its questionnaire does."""
    stored = known.records.get(operation.record)
    person = known.person(operation) or (stored.participant if stored else None)
    return "" if person is None and operation.payload is None else name(person, reader)


def session_words(session: Workshop) -> str:
    return f"{session.module} · {date_format(session.date, 'SHORT_DATE_FORMAT')} · {session.community}"


def name(person: Participant | None, reader: User) -> str:
    """Nobody's record: somebody who was erased, or whose registration never arrived."""
    return f"{person.name_for(reader)} · {person.code}" if person else _("somebody who is not registered here")


# --- Attendance -----------------------------------------------------------------------------


def _mark(operation: Operation, known: Known, reader: User) -> Iterator[Line]:
    person, arrived = known.person(operation), (operation.payload or {}).get("state")
    yield Line(name(person, reader), _attendance(operation, known), state_words(arrived))


def _walk_in_known(operation: Operation, known: Known, reader: User) -> Iterator[Line]:
    arrived = _("came without being on the list: present")
    yield Line(name(known.person(operation), reader), _attendance(operation, known), arrived)


def _walk_in_new(operation: Operation, known: Known, reader: User) -> Iterator[Line]:
    sent = {field: " ".join(map(str, values)) for field, values in fields_of(operation).items()}
    man = Participant(**{part: sent.get(part, "") for part in ("given_names", "first_surname", "second_surname")})
    born = _("born in %(year)s") % {"year": sent.get("birth_year", "?")}
    yield Line(_("New man"), _attendance(operation, known), f"{man.name_for(reader)} · {born}")


def _walk_in_count(operation: Operation, known: Known, reader: User) -> Iterator[Line]:
    session = known.sessions.get(operation.record)
    stored = str(session.unregistered) if session else NOTHING
    yield Line(_("Without registration"), stored, f"+{(operation.payload or {}).get('n', '?')}")


def _counts(operation: Operation, known: Known, reader: User) -> Iterator[Line]:
    session = known.sessions.get(operation.record)
    for field, values in fields_of(operation).items():
        if field in COUNTS:
            label = capfirst(str(Workshop._meta.get_field(field).verbose_name))  # type: ignore[union-attr]
            stored = getattr(session, field) if session else None
            yield Line(label, _text(stored), _text(*values))


def _attendance(operation: Operation, known: Known) -> str:
    row = known.attendance(operation)
    if row is None:
        return _("not marked") if operation.record in known.sessions else NOTHING
    return state_words(row.state)


def state_words(state: Any) -> str:
    return str(dict(AttendanceState.choices).get(state, NOTHING))


# --- Questionnaires, actions, replications --------------------------------------------------


def _assessment(operation: Operation, known: Known, reader: User) -> Iterator[Line]:
    payload, stored = operation.payload or {}, known.records.get(operation.record)
    answers = payload["answers"] if isinstance(payload.get("answers"), dict) else {}
    instruments = [known.instruments.get(key) for key in keys([payload.get("instrument")])]
    round_ = capfirst(str(dict(Assessment.Round.choices).get(payload.get("round"), _("round"))))  # type: ignore[arg-type]
    label = ", ".join(filter(None, [round_, *map(str, filter(None, instruments)), _day(payload.get("date"))]))
    arrived = _answers(len(answers), payload.get("finished") is True)
    if stored is None:
        yield Line(label, NOTHING, arrived)
        return
    other = sum(str(stored.answers.get(code, value)) != str(value) for code, value in answers.items())
    differs = ngettext("%(n)d differs from what is stored", "%(n)d differ from what is stored", other) % {"n": other}
    told = f"{arrived}; {differs}" if other else arrived
    yield Line(label, _answers(len(stored.answers), stored.finished_at is not None), told)


def _answers(n: int, finished: bool) -> str:
    said = ngettext("%(n)d answer", "%(n)d answers", n) % {"n": n}
    return f"{said}, {_('finished') if finished else _('not finished')}"


def _form(operation: Operation, known: Known, reader: User) -> Iterator[Line]:
    """Field by field, with the labels of the page's form."""
    stored, form = known.records.get(operation.record), FORMS[operation.kind]
    for field, values in fields_of(operation).items():
        if field in form.base_fields and field not in HIDDEN and any(map(str, values)):
            now = _stored(getattr(stored, field), field, reader) if stored else NOTHING
            label = str(form.base_fields[field].label or capfirst(field))
            yield Line(label, now, _sent(values, field, known, reader))


def _stored(value: Any, field: str, reader: User) -> str:
    if field == "leaders":
        return "; ".join(person.name_for(reader) for person in value.all())
    if field == "kind":
        return _kind(value)
    return _day(value.isoformat()) if isinstance(value, dt.date) else _text(value)


def _sent(values: list[Any], field: str, known: Known, reader: User) -> str:
    if field == "leaders":
        return "; ".join(name(known.people.get(key), reader) for key in keys(values))
    if field == "community":
        return ", ".join(str(known.communities.get(key, NOTHING)) for key in keys(values))
    words: dict[str, Callable[[Any], str]] = {"kind": _kind, "date": _day}
    return ", ".join(words.get(field, _text)(value) for value in values)


def _kind(value: Any) -> str:
    return str(dict(NetworkAction.Kind.choices).get(value, NOTHING))


def _day(text: Any) -> str:
    """As it was typed where it is no day."""
    try:
        return date_format(dt.date.fromisoformat(text), "SHORT_DATE_FORMAT")
    except (TypeError, ValueError):
        return _text(text)


def _text(*values: Any) -> str:
    return ", ".join(str(value) for value in values if value not in (None, "")) or NOTHING


TELLERS: dict[str, Callable[[Operation, Known, User], Iterator[Line]]] = {
    "mark": _mark,
    "counts": _counts,
    "walk_in_known": _walk_in_known,
    "walk_in_new": _walk_in_new,
    "walk_in_count": _walk_in_count,
    "assessment": _assessment,
    "action": _form,
    "replication": _form,
}
