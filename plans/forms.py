"""What is asked of an act, of a plan of the past, of an undoing and of a new deadline."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gvp.base.admin import DayInput
from gvp.base.days import FIRST_DATE
from gvp.base.free_text import FreeTextField
from gvp.base.versions import Correction
from gvp.documents.fields import DocumentField
from plans import lifecycle
from plans.models import Milestone, Plan
from plans.steps import STEPS, Step
from plans.story import LABELS

YEARS_AHEAD = 30


def check_day(day: dt.date) -> None:
    """Raise ValidationError for a year that is a slip of the finger: a plan or a term of office is never that long."""
    if day < FIRST_DATE:
        raise ValidationError(gettext("This date is before the year 2000."), code="day")
    if day.year > timezone.localdate().year + YEARS_AHEAD:
        raise ValidationError(gettext("This date is more than thirty years ahead. Check the year."), code="day")


class SuggestInput(forms.TextInput):
    """A line of text that proposes words; others are as good."""

    template_name = "plans/suggest_input.html"

    def __init__(self, words: Sequence[Any]) -> None:
        super().__init__({"autocomplete": "off"})
        self.words = words

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["words"] = self.words
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}_words"
        return context


class DocumentForm(Correction, forms.ModelForm):
    """What proves an act. Without kind and number the act is only declared."""

    file = Milestone._meta.get_field("file").formfield(label=_("Scan or photo"))
    note = FreeTextField(label=_("Note"), required=False, max_length=400)

    class Meta:
        model = Milestone
        fields: ClassVar[Sequence[str]] = ("document", "number", "file", "note")
        labels = {"document": _("Kind of document"), "number": _("Number of the document")}

    def __init__(self, *args: Any, plan: Plan, state: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state, self.step = state, STEPS[state]
        self.label = LABELS[state]
        self.fields["document"].widget = SuggestInput(self.step.documents)
        self.fields["document"].help_text = self.step.proof
        self.fields["number"].help_text = number_help(self.step, plan)
        if self.step.reasoned:
            self.fields["note"].required = True
            self.fields["note"].label = _("Why it is archived")
        if not self.instance._state.adding:
            self.watch(self.instance)

    @property
    def seen(self) -> str:
        return str(self.cleaned_data["seen"])

    def shown(self, row: Any, name: str) -> str:
        if isinstance(row._meta.get_field(name), DocumentField):
            return gettext("a document") if getattr(row, name) else ""
        return super().shown(row, name)

    def _post_clean(self) -> None:
        """The instance stays as stored: the action compares with it and writes."""

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        document, number = facts.get("document"), facts.get("number")
        if document and number == "":
            self.add_error("number", _("The number is missing. Without it, leave the kind empty as well for now."))
        if number and document == "":
            self.add_error("document", _("The kind of document is missing."))
        return facts

    def facts(self) -> dict[str, Any]:
        """Fields of Milestone by name."""
        wanted = [name for name in ("date", "document", "number", "file", "note") if name in self.fields]
        return {name: self.cleaned_data[name] or "" for name in wanted}


def number_help(step: Step, plan: Plan) -> Any:
    """The municipality's own acts have a format; everything else is found by whatever number it bears."""
    if step.numbered:
        example = lifecycle.act_number_example(plan.board.province.name, timezone.localdate().year)
        return _("For example: %(number)s") % {"number": example}
    return _("Or whatever finds it: file, page, address.")


class ActForm(DocumentForm):
    """One act: the day it was done, and its document if it is at hand."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    date = forms.DateField(label=_("Date of the act"), widget=DayInput, help_text=_("When it was done, not today."))

    field_order = ("id", "date", "document", "number", "file", "note")

    class Meta(DocumentForm.Meta):
        fields = DocumentForm.Meta.fields

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"].widget.attrs["max"] = timezone.localdate().isoformat()

    def clean_date(self) -> dt.date | None:
        date: dt.date | None = self.cleaned_data["date"]
        if date and date.year < 2000:
            raise ValidationError(_("A year before 2000 is no year of this programme."))
        return date


class PastActForm(ActForm):
    """One line of a plan of the past: no date means that nothing is known of the act."""

    expected = frozenset({"date", "document", "number", "file"})  # all optional, so that none is marked so

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"].required = False
        self.fields["date"].help_text = ""
        del self.fields["note"]

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if "date" in facts and not facts["date"] and any(facts.get(name) for name in ("document", "number", "file")):
            self.add_error("date", _("When was it? Without a date nothing is recorded."))
        return facts


class PastForm:
    """All acts of a plan of the past on one page: a form per state of the main path that is still ahead."""

    def __init__(self, data: Any = None, files: Any = None, *, plan: Plan, position: str) -> None:
        ahead = lifecycle.MAIN[lifecycle.RANK[position] + 1 if position else 0 :]
        self.rows = [PastActForm(data, files, plan=plan, state=state, prefix=state) for state in ahead]
        self.errors: list[Any] = []

    def __iter__(self) -> Iterator[PastActForm]:
        return iter(self.rows)

    def is_valid(self) -> bool:
        if not all([row.is_valid() for row in self.rows]):  # noqa: C419 every row has its errors shown
            return False
        if not self.acts():
            self.errors.append(_("Write the date of one act at least."))
        return not self.errors

    @property
    def refused(self) -> list[PastActForm]:
        """The acts at which something is wrong, for the summary above."""
        return [row for row in self.rows if row.errors]

    def acts(self) -> list[tuple[uuid.UUID, str, Mapping[str, Any]]]:
        """Key, state and facts of each act that has a date."""
        return [(row.cleaned_data["id"], row.state, row.facts()) for row in self.rows if row.cleaned_data["date"]]

    def refuse(self, refused: ValidationError) -> None:
        """Show what the action refused at the act where the story breaks."""
        for row in self.rows:
            for message in refused.message_dict.get(row.state, []):
                row.add_error("date", message)


class UndoForm(forms.Form):
    reason = FreeTextField(label=_("Why is it undone?"), max_length=200)


class RescheduleForm(forms.Form):
    deadline = forms.DateField(label=_("New deadline"), widget=DayInput, validators=[check_day])
    act = forms.CharField(
        label=_("Board act of the new deadline"),
        max_length=120,
        help_text=_("For example: minutes N.º 004-2026 of the board."),
    )
    reason = FreeTextField(label=_("Why is it rescheduled?"), max_length=200)
