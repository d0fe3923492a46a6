"""Questionnaires answered without signal. Sent again with more answers they stay one application."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from gvp.audit.models import Entry
from gvp.sync import late
from gvp.sync.fields import checked, key
from gvp.sync.registry import ForReview, Outcome, Reason, Received, handles, undoes
from gvp.sync.undoing import take_back, traced
from participants import assessing
from participants.assess_forms import AnswerForm, BeginForm
from participants.models import Assessment, Consent, Instrument, Participant
from participants.models.change import NOT_APPLICABLE, Answers
from participants.moments import NOTHING_YET
from participants.paper import Paper, lay_out

PROVINCE = "participant__community__district__province"
VERSION_LENGTH = 20


def _next(record: UUID) -> str:
    return reverse("participants:assessment_done", args=[record])


def _provinces(records: Collection[UUID]) -> Mapping[UUID, str]:
    return dict(Assessment.objects.filter(pk__in=records).values_list("pk", PROVINCE))


@handles("assessment", next=_next, provinces=_provinces)
def assessment(operation: Received) -> Outcome:
    """Begun, answered, finished: as far as it had come on the phone."""
    person = _man(operation)
    province = person.community.district.province_id
    paper = lay_out(Assessment(instrument=_instrument(operation, province), participant=person))
    answers = _answers(paper, operation.payload)
    place = {"participant": person, "instrument": paper.assessment.instrument} | _when(operation, province)
    traces = (Consent.objects.filter(participant=person), Assessment.objects.filter(**place))
    with traced(operation, *traces) as undo, _standing_on_consent(operation, province):
        stored = _stored(operation, place, province) or _begun(operation, person, place, province)
        if not late.overtaken(operation):
            _fill(operation, stored, answers, province)
    return Outcome(_page_of(operation, stored), province, undo)


undoes("assessment")(take_back)


# --- Whom, with what, when ------------------------------------------------------------------


def _man(operation: Received) -> Participant:
    asked = key(operation.payload, "person")
    person = late.survivors([asked])[asked]
    if person is None:
        known = late.province_once(Participant, asked)
        raise ForReview(Reason.DELETED, known, _("This person is not registered here."))
    province = person.community.district.province_id
    late.require_sight(operation, person, province)
    if person.is_school_leader:
        raise ForReview(Reason.OUTSIDER, province, _("Only men answer this questionnaire."))
    return person


def _instrument(operation: Received, province: str) -> Instrument:
    """Also one that is not offered any more: it was when he answered."""
    found = Instrument.objects.filter(pk=key(operation.payload, "instrument")).first()
    if found is None:
        raise ForReview(Reason.DELETED, province, _("This questionnaire is not there any more."))
    return found


def _when(operation: Received, province: str) -> dict[str, Any]:
    """Round and day, once the day has come; the form says what else is wrong with them."""
    said = operation.payload
    try:
        day = dt.date.fromisoformat(said.get("date", ""))
    except (TypeError, ValueError):
        raise ValidationError({"date": _("Enter a valid date.")}) from None
    if said.get("round") not in Assessment.Round.values:
        raise ValidationError({"round": _("Choose which time this is.")})
    late.require_past(operation, day, province)
    return {"round": said["round"], "date": day}


# --- What was answered ----------------------------------------------------------------------


def _answers(paper: Paper, said: Mapping[str, Any]) -> Answers:
    """Every answer by the form of its page; a group of statements that does not concern him is not applicable."""
    given, routes = said.get("answers"), said.get("routes")
    if not isinstance(given, dict) or not isinstance(routes, dict):
        raise ValidationError(_("This did not arrive whole."))
    items = {item.code: item for domain in paper.domains for item in domain.items.all()}
    forms = {
        code: AnswerForm({"answer": str(value)}, paper=paper, item=items[code])
        for code, value in given.items()
        if code in items and value is not None
    }
    errors = {code: form.errors["answer"].as_data() for code, form in forms.items() if not form.is_valid()}
    errors |= {code: [_unknown()] for code in given if code not in items}
    if errors:
        raise ValidationError(errors)
    answers = {code: form.value() for code, form in forms.items() if form.value() is not None}
    return answers | _not_asked(paper, answers, routes)


def _not_asked(paper: Paper, answers: Answers, routes: Mapping[str, Any]) -> Answers:
    without = {
        domain
        for domain in paper.routed
        if routes.get(domain.code) is False
        or any(answers.get(item.code) == NOT_APPLICABLE for item in domain.items.all())
    }
    return {item.code: NOT_APPLICABLE for domain in without for item in domain.items.all()}


def _unknown() -> ValidationError:
    return ValidationError(_("This statement belongs to another instrument."), code="item")


# --- Stored ---------------------------------------------------------------------------------


def _stored(operation: Received, place: Mapping[str, Any], province: str) -> Assessment | None:
    """The application as it came before, or the one that a colleague has of that day."""
    there = Assessment.objects.select_for_update().filter(pk=operation.record).first()
    if there and any(getattr(there, name) != value for name, value in place.items()):
        raise ForReview(Reason.CONFLICT, province, _("It is stored with another day, round or person."))
    if there is None and late.was_deleted(Assessment, operation.record):
        late.ask(operation, Reason.DELETED, province, _("A coordinator withdrew this questionnaire."))
    return there or Assessment.objects.select_for_update().filter(**place).first()


def _begun(operation: Received, person: Participant, place: Mapping[str, Any], province: str) -> Assessment:
    """A new one, by the form of the page. What it warns of is stored all the same, and counts as the page says."""
    said = operation.payload.get("consent")
    consent = said if isinstance(said, dict) else {}
    instrument = place["instrument"]
    data = QueryDict(mutable=True)
    data.update({"instrument": str(instrument.pk), "round": place["round"], "date": place["date"].isoformat()})
    data.update({"mode": str(consent.get("mode") or ""), "anyway": "on"})
    form = BeginForm(data, participant=person, moments=NOTHING_YET, wait=0)
    form.fields["instrument"].queryset = Instrument.objects.filter(pk=instrument.pk)  # type: ignore[attr-defined]
    if assessing.consent_for(person, place["date"]) is None:
        _require_consent(operation, person, province)
    facts = checked(form).facts()
    if facts["consent"] and consent.get("version"):
        facts["consent"]["text_version"] = str(consent["version"])[:VERSION_LENGTH]
    return assessing.begin(by=operation.author, participant=person, **facts, key=operation.record)


def _require_consent(operation: Received, person: Participant, province: str) -> None:
    """He took his consent back after he had answered: only a newer one that came with the answers is asked about."""
    consents = list(person.consents.filter(kind=Consent.Kind.EVALUATION))
    if consents and late.changes(operation, *consents).exists():
        text = _("He took back his consent meanwhile.")
        if not operation.payload.get("consent"):
            raise ForReview(Reason.CONSENT, province, text)
        late.ask(operation, Reason.CONSENT, province, text)


@contextmanager
def _standing_on_consent(operation: Received, province: str) -> Iterator[None]:
    """What the actions refuse for want of a consent goes to the tray."""
    try:
        yield
    except ValidationError as refused:
        if getattr(refused, "code", "") not in ("consent", "twice"):
            raise
        raise ForReview(Reason.CONSENT, province, refused.messages[0]) from refused


def _fill(operation: Received, stored: Assessment, answers: Answers, province: str) -> None:
    """Unite what was answered here and there; another answer than a colleague's is a matter for a coordinator."""
    own = stored.pk == operation.record and not _others_wrote(operation, stored)
    clash = any(stored.answers.get(code, value) != value for code, value in answers.items())
    wanted = answers if own else stored.answers | answers
    last = operation.payload.get("finished") is True
    if wanted == stored.answers and (not last or stored.finished_at):
        return
    if stored.finished_at or (clash and not own):
        late.ask(operation, Reason.CONFLICT, province, _("A colleague stored other answers of that day."))
    if stored.finished_at:
        assessing.reopen(by=late.reader(operation), assessment=stored, reason=_("Other answers arrived from a phone."))
        last = True
    taken_back = {code: None for code in stored.answers if code not in wanted}
    assessing.fill(by=_answering(operation, stored), assessment=stored, answers=taken_back | wanted, last=last)


def _others_wrote(operation: Received, stored: Assessment) -> bool:
    """Whether anybody else began it, or ever answered in it."""
    if stored.recorded_by_id != operation.author.pk:
        return True
    lines = Entry.objects.about(stored).exclude(by=operation.author).values_list("detail", flat=True)
    return any("answers" in detail.get("fields", ()) for detail in lines)


def _answering(operation: Received, stored: Assessment) -> Any:
    return operation.author if stored.recorded_by_id == operation.author.pk else late.reader(operation)


def _page_of(operation: Received, stored: Assessment) -> str:
    """On with it; a colleague's is not opened, so back to the man."""
    if stored.recorded_by_id != operation.author.pk:
        return reverse("participants:assess", args=[stored.participant_id])
    page = "assessment_done" if operation.payload.get("finished") is True else "assessment"
    return reverse(f"participants:{page}", args=[stored.pk])
