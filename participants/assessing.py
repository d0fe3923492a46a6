"""Applying a questionnaire: begin, answer, finish; and, for coordinators, reopen and withdraw.

Each action is one transaction, safe to repeat. The audit log says that an application was begun, finished, reopened
or withdrawn, and that somebody else answered in it, never what was answered.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.accounts.models import User
from gvp.audit import log
from gvp.base.days import date_error
from participants.consenting import give
from participants.locking import lock
from participants.models import Assessment, Consent, Domain, Instrument, Item, Participant
from participants.models.change import NOT_APPLICABLE, Answers


def consent_for(participant: Participant, date: dt.date) -> Consent | None:
    """The latest written evaluation consent in force on that day.

    One spoken before a witness is not enough (domain.md, R02). What a register file brings is the exception: its
    spoken consents, and the answers that stand on them, are history and stay; the trigger in the database lets them in.
    """
    written = participant.consents.in_force(date).exclude(mode=Consent.Mode.WITNESS)
    return written.filter(kind=Consent.Kind.EVALUATION).order_by("-given_on").first()


@transaction.atomic
def begin(
    *, by: User, participant: Participant, instrument: Instrument, round_: str, date: dt.date,
    consent: Mapping[str, Any] | None = None, key: UUID | None = None,
) -> Assessment:  # fmt: skip
    """A new application, or the one of that man, instrument, round and day. Raises ValidationError by field.

    `consent`: mode and version of the text of a consent to the evaluation given that day, stored first. `key`: minted
    by the phone; it names one application only.
    """
    if participant.is_school_leader:
        raise ValidationError(_("Only men answer this questionnaire."), code="group")
    if problem := date_error(date):
        raise ValidationError({"date": problem})
    there = consent_for(participant, date)
    if there is None and consent:
        facts = {"kind": Consent.Kind.EVALUATION, "given_on": date} | dict(consent)
        there = give(by=by, participant=participant, facts=facts)
    if there is None:
        raise ValidationError(_("On that day there was no consent to answer the questionnaires."), code="consent")
    place = {"participant": participant, "instrument": instrument, "round": round_, "date": date}
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(**place, pk=key or uuid4(), consent=there, recorded_by=by)
    except IntegrityError:
        return _known(place)
    _record(by, log.Verb.CREATED, assessment)
    return assessment


@transaction.atomic
def answer(*, by: User, assessment: Assessment, item: Item, value: int | str | None) -> Assessment:
    """Store one answer; None takes it back, NOT_APPLICABLE is said of the whole domain. Raises ValidationError.

    The first answer locks the instrument.
    """
    assessment = _unfinished(assessment)
    if item.domain.instrument_id != assessment.instrument_id:
        raise ValidationError(_("This statement belongs to another instrument."), code="item")
    if value == NOT_APPLICABLE:
        return route(by=by, assessment=assessment, routes={item.domain: False})
    if value is not None and not assessment.instrument.options.filter(value=value).exists():
        raise ValidationError(_("Choose one of the answers."), code="value")
    return _write(by, assessment, {item.code: value})


@transaction.atomic
def fill(*, by: User, assessment: Assessment, answers: Answers, last: bool = False) -> Assessment:
    """Store many answers at once, None takes one back, and finish it with the `last` ones. Raises ValidationError.

    The values are those that the forms of the page let through (assess_forms.py).
    """
    written = _write(by, _unfinished(assessment), answers)
    return finish(by=by, assessment=written) if last else written


@transaction.atomic
def route(*, by: User, assessment: Assessment, routes: Mapping[Domain, bool]) -> Assessment:
    """Whether the statements of each domain concern this man: if not, each is stored as not applicable."""
    assessment = _unfinished(assessment)
    given: Answers = {}
    for domain, applies in routes.items():
        for code in domain.items.values_list("code", flat=True):
            if not applies:
                given[code] = NOT_APPLICABLE
            elif assessment.answers.get(code) == NOT_APPLICABLE:
                given[code] = None
    return _write(by, assessment, given)


@transaction.atomic
def finish(*, by: User, assessment: Assessment) -> Assessment:
    """Nothing more can be answered, and field staff cannot read it any more."""
    assessment = _locked(assessment)
    if assessment.finished_at is None:
        assessment.finished_at = timezone.now()
        assessment.save(update_fields=["finished_at"])
        _record(by, log.Verb.CHANGED, assessment, fields=["finished_at"])
    return assessment


@transaction.atomic
def reopen(*, by: User, assessment: Assessment, reason: str) -> Assessment:
    """Something was typed wrong: it may be answered again until somebody finishes it."""
    assessment = _locked(assessment)
    _demand(reason)
    if assessment.finished_at is not None:
        assessment.finished_at = None
        assessment.save(update_fields=["finished_at"])
        _record(by, log.Verb.CHANGED, assessment, fields=["finished_at"], reason=reason)
    return assessment


@transaction.atomic
def withdraw(*, by: User, assessment: Assessment, reason: str) -> None:
    """Take a mistaken application out, answers and all; that it was there, and why it went, stays in the log."""
    there = Assessment.objects.select_for_update().filter(pk=assessment.pk).first()
    _demand(reason)
    if there is not None:
        _record(by, log.Verb.DELETED, there, reason=reason)
        there.delete()


def _demand(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Write why.")})


def _locked(assessment: Assessment) -> Assessment:
    return (
        Assessment.objects.select_for_update(of=("self",)).select_related("instrument", "consent").get(pk=assessment.pk)
    )


def _unfinished(assessment: Assessment) -> Assessment:
    assessment = _locked(assessment)
    if assessment.finished_at is not None:
        raise ValidationError(_("This questionnaire is finished. A coordinator can reopen it."), code="finished")
    if not assessment.stands:
        raise ValidationError(_("He took back his consent: nothing more is stored."), code="consent")
    return assessment


def _write(by: User, assessment: Assessment, given: Answers) -> Assessment:
    """Set these answers; None takes an answer out. Whoever answers in somebody else's application is in the log."""
    answers = assessment.answers | given
    answers = {code: value for code, value in answers.items() if value is not None}
    if answers != assessment.answers:
        lock(assessment.instrument)
        assessment.answers = answers
        assessment.save(update_fields=["answers"])
        if assessment.recorded_by_id != by.pk:
            _record(by, log.Verb.CHANGED, assessment, fields=["answers"])
    return assessment


def _known(place: Mapping[str, Any]) -> Assessment:
    """The application of that man, instrument, round and day; its key may be another one."""
    if there := Assessment.objects.filter(**place).first():
        return there
    raise ValidationError(_("This questionnaire was stored for another day or round. Begin it again."), code="reused")


def _record(by: User, verb: str, assessment: Assessment, **detail: Any) -> None:
    person = assessment.participant
    log.record(
        by=by, verb=verb, target=assessment, province=person.community.district.province_id,
        participant=str(person.pk), kind=assessment.round, date=assessment.date.isoformat(), **detail,
    )  # fmt: skip
