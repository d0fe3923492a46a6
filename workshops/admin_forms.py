"""What the admin asks of a cycle, a session or an enrolment before it stores one."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gvp.base.free_text import FreeTextField
from participants.rules import date_error
from workshops.enrolling import group_of
from workshops.models import Cycle, Module


class DatesInOrder(forms.ModelForm):
    """`first` and `last` name two dates of which the second may be missing."""

    first: str
    last: str

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        first = facts.get(self.first) or getattr(self.instance, self.first)
        if first and facts.get(self.last) and facts[self.last] < first:
            self.add_error(self.last, _("The end is before the start."))
        return facts


class CycleForm(DatesInOrder):
    first, last = "starts_on", "closes_on"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "facilitators" in self.fields:
            field: Any = self.fields["facilitators"]
            # Whoever facilitates already stays a choice, wherever he or she works: saving drops nobody.
            known = self.instance.facilitators.values("pk") if not self.instance._state.adding else []
            field.queryset = field.queryset.model.objects.filter(
                Q(pk__in=field.queryset.values("pk")) | Q(pk__in=known)
            )
            field.help_text = ""

    class Meta:
        widgets = {"facilitators": forms.CheckboxSelectMultiple}


class EnrolmentForm(DatesInOrder):
    first, last = "enrolled_on", "withdrawn_on"

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        for name in ("enrolled_on", "withdrawn_on", "practice_on"):
            if facts.get(name) and (problem := date_error(facts[name])):
                self.add_error(name, problem)
        cycle, person = facts.get("cycle"), facts.get("participant")
        if cycle and person and (person.group != group_of(cycle) or person.merged_into_id):
            self.add_error("participant", _("This cycle is not for this person."))
        return facts


class ModuleChoice(forms.ModelChoiceField):
    """Modules of many cycles have the same titles, so each is shown with its cycle."""

    def label_from_instance(self, module: Module) -> str:
        return f"{module.cycle.code} · {module}"


class SessionForm(forms.ModelForm):
    note = FreeTextField(label=_("note"), required=False, max_length=400)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        cycle = facts.get("cycle") or (self.instance.cycle if self.instance.cycle_id else None)
        if cycle and facts.get("module") and facts["module"].cycle_id != cycle.pk:
            self.add_error("module", _("This module belongs to another cycle."))
        if isinstance(cycle, Cycle) and facts.get("date") and facts["date"] < cycle.starts_on:
            self.add_error("date", _("That day comes before the cycle starts."))
        return facts
