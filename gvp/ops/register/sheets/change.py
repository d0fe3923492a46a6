"""aplicaciones: what men answered. Class 3: a row stands on an evaluation consent in force on its day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.accounts.roles import EXPORT_RECORDS, Field
from gvp.ops.register.cells import EXCEL_ERRORS, Choice, Code, Kind, Ref, plain, squeeze
from gvp.ops.register.measures import Date
from gvp.ops.register.problems import Bad
from gvp.ops.register.sheets.base import Column, Complaint, Register, Row, Sheet
from gvp.ops.register.sheets.people import LEADER, People
from participants.fcc15 import DOMAINS
from participants.locking import lock
from participants.measuring import STANDING
from participants.models import Assessment, Consent, Instrument, Item
from participants.models.change import NOT_APPLICABLE

ROUNDS = {"base": "baseline", "salida": "endline", "seguimiento": "follow_up"}
EVALUATION = "evaluation"
FCC15 = tuple(f"{domain[0]}{number}" for domain in DOMAINS for number, _item in enumerate(domain[4], start=1))


def one_of(values: tuple[int, ...]) -> str:
    return _("Write one of: %(words)s.") % {"words": ", ".join([*map(str, values), NOT_APPLICABLE])}


@dataclass(frozen=True)
class Answer(Kind):
    """The answer to one statement; an empty cell is no answer. `values`: those of the instruments that ask it."""

    item: str
    values: tuple[int, ...] = (1, 2, 3)

    def read(self, value: Any) -> Any:
        text = plain(value)
        if text not in EXCEL_ERRORS and squeeze(text) == "na":
            return NOT_APPLICABLE
        if text.isascii() and text.isdigit() and int(text) in self.values:
            return int(text)
        raise Bad(one_of(self.values))

    def write(self, value: Any) -> Any:
        """Out of all answers of an application."""
        return value.get(self.item) if isinstance(value, Mapping) else value

    def describe(self) -> str:
        return ", ".join(f"`{value}`" for value in (*self.values, NOT_APPLICABLE)) + "; empty: not answered"


class Applications(Sheet):
    """Columns are the statements of FCC-15, and of whatever other instrument is stored here."""

    name = "aplicaciones"
    model = Assessment
    key = ("participant_id", "instrument_id", "round", "date")
    parent = home = "participante"
    FACTS: ClassVar[tuple[Column, ...]] = (
        Column("participante", "participant_id", Ref(sheet="participantes"), required=True, path="participant__code"),
        Column("ficha", "form", Code(most=45), required=True, path="form"),
        Column("ronda", "round", Choice(ROUNDS), required=True),
        Column("fecha", "date", Date(), required=True),
    )
    columns = (*FACTS, *(Column(code, code, Answer(code), path="answers") for code in FCC15))
    consents: dict[Any, list[Consent]]
    doubtful: set[Any]  # people whose consent in this file has a problem of its own

    def __init__(self) -> None:
        """The statements of every instrument and what each may be answered with."""
        value = "domain__instrument__options__value"
        items = Item.objects.order_by("domain__instrument", "domain__order", "order", value)
        self.allowed: dict[Any, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))  # by instrument
        anywhere: dict[str, set[int]] = {code: {1, 2, 3} for code in FCC15}
        for instrument, code, option in items.values_list("domain__instrument", "code", value):
            for values in (self.allowed[instrument][code], anywhere.setdefault(code, set())):
                values.add(option)
        self.answers = [_statement(code, tuple(sorted(values))) for code, values in anywhere.items()]
        self.columns = (*self.FACTS, *self.answers)
        self.instruments = _by_name()

    def resolve(self, row: Row, register: Register) -> Iterator[Complaint]:
        instrument = self.instruments.get(row.values["form"])
        if instrument is None:
            yield "ficha", _("No questionnaire with this code is stored.")
        else:
            del row.values["form"]
            row.values["instrument_id"] = instrument.pk

    def before(self, rows: list[Row], register: Register) -> None:
        """The evaluation consents of these men, as they will be: stored, or in this file."""
        self.consents = defaultdict(list)
        for consent in register.rows["consentimientos"].values():
            if consent.kind == EVALUATION:
                self.consents[consent.participant_id].append(consent)
        self.doubtful = {key[0] for key in register.broken["consentimientos"] if key[1] == EVALUATION}

    def check(self, row: Row, register: Register) -> Iterator[Complaint]:
        stored = register.rows[self.name].get(self.key_of(row.values))
        if row.refs["participante"].group == LEADER:
            yield "participante", _("The questionnaire is for men, not for school leaders.")
        yield from self._take_answers(row, stored)
        yield from self._find_consent(row, stored)
        if stored is None or (stored.finished_at is None and stored.answers != row.values["answers"]):
            row.values["finished_at"] = timezone.now()

    def _take_answers(self, row: Row, stored: Any) -> Iterator[Complaint]:
        """Cells into one mapping; an empty cell is no answer, a column that is missing keeps what is stored."""
        allowed = self.allowed[row.values["instrument_id"]]
        answers = dict(stored.answers) if stored is not None else {}
        for column in self.answers:
            answer = row.values.pop(column.field, None)
            if answer == "":
                answers.pop(column.name, None)
            elif answer is not None:
                answers[column.name] = answer
                if column.name not in allowed:
                    yield column.name, _("This questionnaire has no such statement. Leave it empty.")
                elif answer != NOT_APPLICABLE and answer not in allowed[column.name]:
                    yield column.name, one_of(tuple(sorted(allowed[column.name])))
        row.values["answers"] = answers

    def _find_consent(self, row: Row, stored: Any) -> Iterator[Complaint]:
        person, date = row.values["participant_id"], row.values["date"]
        valid = [consent for consent in self.consents[person] if _in_force(consent, date)]
        if not valid and person in self.doubtful:
            row.broken = True  # told where the consent stands
        elif not valid:
            yield "fecha", _("No evaluation consent of this man was in force on this day.")
        else:
            kept = [consent for consent in valid if stored is not None and consent.pk == stored.consent_id]
            row.values["consent_id"] = (kept or sorted(valid, key=lambda consent: consent.given_on))[-1].pk

    def prepare(self, things: list[Any]) -> None:
        """Whoever is answered is locked: its wording stays as it was."""
        used = {thing.instrument_id for thing in things}
        for instrument in {instrument.pk: instrument for instrument in self.instruments.values()}.values():
            if instrument.pk in used:
                lock(instrument)

    def exported(self, user: User | None) -> QuerySet:
        """What stands: answers overtaken by a revocation count no more, and no database takes them. Class 3 leaves
        with whoever may carry records out, never with field staff.
        """
        rows = super().exported(user).filter(STANDING, participant__in=People().exported(user).order_by())
        if user is not None and (user.role == Field.key or not user.may(EXPORT_RECORDS)):
            rows = rows.none()
        return rows.annotate(form=_written_name()).order_by("participant__code", "date", "round", "form")


def _statement(code: str, values: tuple[int, ...]) -> Column:
    return Column(code, code, Answer(code, values), path="answers")


def _in_force(consent: Consent, date: dt.date) -> bool:
    return consent.given_on <= date and (consent.revoked_on is None or consent.revoked_on > date)


def _by_name() -> dict[str, Instrument]:
    """Instruments by "CODE/VERSION", and by the code alone where that is clear."""
    found: dict[str, Instrument] = {}
    alone: dict[str, list[Instrument]] = defaultdict(list)
    for instrument in Instrument.objects.order_by("counts_for_change"):
        found[f"{instrument.code}/{instrument.version}"] = instrument
        alone[instrument.code].append(instrument)
    for code, versions in alone.items():
        if len(versions) == 1 or versions[-1].counts_for_change:
            found[code] = versions[-1]
    return found


def _written_name() -> Case:
    """The name under which `_by_name` finds the instrument again."""
    others = Instrument.objects.filter(code=OuterRef("instrument__code")).exclude(pk=OuterRef("instrument"))
    clear = Q(instrument__counts_for_change=True) | ~Exists(others)
    full = Concat("instrument__code", Value("/"), "instrument__version")
    return Case(When(clear, then=F("instrument__code")), default=full, output_field=CharField())
