"""Forms of the questionnaire's screens."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.base.days import PastDay
from gvp.base.free_text import FreeTextField
from participants.assessing import consent_for
from participants.consent_texts import VERSION
from participants.models import Assessment, Consent, Domain, Instrument, Item, Participant
from participants.models.change import NOT_APPLICABLE
from participants.moments import Moments
from participants.paper import Paper
from participants.round_words import counts_not

# Answers to a questionnaire need a written consent; spoken before a witness is not enough (domain.md, R02).
WRITTEN = [(mode.value, mode.label) for mode in Consent.Mode if mode != Consent.Mode.WITNESS]


class InstrumentField(forms.ModelChoiceField):
    def label_from_instance(self, instrument: Any) -> str:
        return f"{instrument.in_language('name')} · {instrument}"


class BeginForm(forms.Form):
    """Which round, on which day, with which instrument; and the consent, when none is in force on that day."""

    expected: ClassVar[frozenset[str]] = frozenset({"mode", "anyway"})  # where they are asked for, they are needed

    instrument = InstrumentField(Instrument.objects.none(), label=gettext_lazy("Questionnaire"), empty_label=None)
    round = forms.ChoiceField(
        label=gettext_lazy("Which time is this"), choices=Assessment.Round, widget=forms.RadioSelect
    )
    date = PastDay(
        label=gettext_lazy("Day of the answers"),
        help_text=gettext_lazy("Today, or the day written on the paper form."),
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("How he gave his consent"), required=False, choices=WRITTEN, widget=forms.RadioSelect
    )
    anyway = forms.BooleanField(label=gettext_lazy("Store it all the same"), required=False)

    def __init__(self, *args: Any, participant: Participant, moments: Moments, wait: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participant, self.moments, self.wait = participant, moments, wait
        self.offered = Instrument.objects.offered()
        choice = self.fields["instrument"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        choice.queryset = self.offered
        self.fields["date"].initial = timezone.localdate
        self.asks_consent = consent_for(participant, timezone.localdate()) is None
        self.warning = ""

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        date = facts.get("date")
        if date:
            self.asks_consent = consent_for(self.participant, date) is None
            if self.asks_consent and not facts.get("mode"):
                self.add_error("mode", _("On that day there is no consent to answer. Ask for it, or do not go on."))
        if date and facts.get("round") and not facts.get("anyway"):
            self.warning = counts_not(facts["round"], date, self.moments, self.wait)
            if self.warning:
                self.add_error("anyway", self.warning)
        return facts

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        consent = {"mode": data["mode"], "text_version": VERSION} if self.asks_consent else None
        return {
            "instrument": data["instrument"], "round_": data["round"], "date": data["date"], "consent": consent,
        }  # fmt: skip


QUESTIONS = {
    Domain.Route.PARTNER: gettext_lazy("Does he have a partner?"),
    Domain.Route.CHILDREN: gettext_lazy("Does he have daughters or sons?"),
}
NOT_ASKED = {
    Domain.Route.PARTNER: gettext_lazy("He has no partner"),
    Domain.Route.CHILDREN: gettext_lazy("He has no daughters or sons"),
}
YES, NO = "yes", "no"


class RouteForm(forms.Form):
    """One question per group of statements that does not concern everybody."""

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper = paper
        for domain in paper.routed:
            self.fields[domain.code] = forms.ChoiceField(
                label=QUESTIONS[Domain.Route(domain.route)],
                choices=[(YES, gettext_lazy("Yes")), (NO, gettext_lazy("No"))],
                widget=forms.RadioSelect,
                initial=self._known(domain),
                error_messages={"required": _("Ask him and choose.")},
            )

    def _known(self, domain: Domain) -> str | None:
        """What was answered before; else what his record says for certain."""
        if any(item.code in self.paper.assessment.answers for item in domain.items.all()):
            return YES if self.paper.applies(domain) else NO
        person = self.paper.assessment.participant
        if domain.route == Domain.Route.PARTNER:
            return {True: YES, False: NO}.get(person.has_partner) if person.has_partner is not None else None
        return YES if person.children not in ("", Participant.Children.NONE) else None

    def routes(self) -> dict[Domain, bool]:
        return {domain: self.cleaned_data[domain.code] == YES for domain in self.paper.routed}


class AnswerForm(forms.Form):
    """The button that was pressed: a value, "" for no answer, or that the statement does not concern him."""

    answer = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, paper: Paper, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        values = [(str(option.value), option.label) for option in paper.options]
        if item.domain.route != Domain.Route.ALWAYS:
            values.append((NOT_APPLICABLE, ""))
        answer = self.fields["answer"]
        assert isinstance(answer, forms.ChoiceField)  # noqa: S101 - tells the type checker
        answer.choices = values

    def value(self) -> int | str | None:
        chosen: str = self.cleaned_data["answer"]
        return int(chosen) if chosen not in ("", NOT_APPLICABLE) else chosen or None


class ReasonForm(forms.Form):
    reason = FreeTextField(label=gettext_lazy("Why"), max_length=200)
