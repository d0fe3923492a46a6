"""The texts of a report in one language: written in the browser, kept with it, never overwritten unseen."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.accounts.models import User
from gvp.audit import log
from gvp.base import versions
from gvp.base.free_text import FreeTextField
from gvp.base.versions import Correction
from gvp.reporting.models import Report, ReportTexts
from gvp.reporting.models.reports import NUMBERS
from gvp.reporting.report import finance
from gvp.reporting.report.deviations import Deviation

SENTENCE, NOTE, LONG = 240, 600, 2500  # letters
NARRATIVES = tuple(f"narrative_{number}" for number in NUMBERS)
SUMMARY = ("summary_1", "summary_2", "summary_3")
CHAPTERS = ("context", "challenges", "learning", "sustainability", "next_period")
SLOTS = (*SUMMARY, *NARRATIVES, *CHAPTERS, "finance")
REQUIRED = (*NARRATIVES, "challenges", "next_period")  # before a report is closed
NOTE_OF = "deviation_"  # and the code of the indicator

HELP = {
    "summary_1": gettext_lazy("Left empty, all three are made of the figures."),
    "summary_2": "",
    "summary_3": "",
    "context": gettext_lazy("What changed around the program in the period: elections, harvests, floods."),
    "challenges": gettext_lazy("What was difficult, and what was done differently because of it."),
    "learning": gettext_lazy("What the team learned. Voices only with consent, and never a name."),
    "sustainability": gettext_lazy("What institutions and networks carry on by themselves."),
    "next_period": gettext_lazy("What comes next, with months."),
    "finance": gettext_lazy("Paste it from a spreadsheet: one line per item, with budget and spending in soles."),
}
OPENING = gettext_lazy("The short editions print the first sentences of the first paragraph.")


class TextsForm(Correction, forms.Form):
    """One field per slot of ReportTexts, and one per deviation that has to be explained."""

    def __init__(self, *args: Any, texts: ReportTexts, deviations: Sequence[Deviation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SLOTS:
            self.fields[name] = _field(name)
            self.initial[name] = getattr(texts, name)
        for each in deviations:
            name = NOTE_OF + each.code
            self.fields[name] = _note(each)
            self.initial[name] = each.note
        # Needed before the report is closed, so not marked as optional (templates/components/optional.html).
        self.expected = frozenset({*REQUIRED, *(NOTE_OF + each.code for each in deviations)})
        self.watch(texts)

    def clean_finance(self) -> str:
        text = self.cleaned_data["finance"]
        finance.parse(text)
        return text

    def facts(self) -> dict[str, Any]:
        """Fields of ReportTexts by name: those that are right, so that one faulty text holds back no other.

        Explanations of what no longer deviates stay as they were.
        """
        data = self.cleaned_data
        notes = {name.removeprefix(NOTE_OF): text for name, text in data.items() if name.startswith(NOTE_OF)}
        return {name: data[name] for name in SLOTS if name in data} | {"deviations": self.row.deviations | notes}

    def go_on_from(self, stored: ReportTexts) -> None:
        """Part of what was written is stored: the next save continues from there."""
        self.data = dict(self.data.items()) | {versions.SEEN: versions.version(stored)}

    def compare(self) -> None:
        """Explanations besides, which are not columns of the row."""
        super().compare()
        stored = ReportTexts.objects.get(pk=self.row.pk).deviations
        for name, typed in self.cleaned_data.items():
            now = stored.get(name.removeprefix(NOTE_OF), "")
            if name.startswith(NOTE_OF) and typed != now:
                self[name].help_text = _("Stored now: %(value)s") % {"value": now or "—"}

    @property
    def summary(self) -> list[forms.BoundField]:
        return [self[name] for name in SUMMARY]

    @property
    def chapters(self) -> list[forms.BoundField]:
        return [self[name] for name in CHAPTERS]

    def narrative(self, number: int) -> forms.BoundField:
        return self[f"narrative_{number}"]

    @property
    def notes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(NOTE_OF)]


def _field(name: str) -> FreeTextField:
    label = ReportTexts.label_of(name).capitalize()
    rows, longest = (2, SENTENCE) if name in SUMMARY else (6, LONG)
    return FreeTextField(
        label=label, rows=rows, max_length=longest, required=False, help_text=HELP.get(name, OPENING), strip=True
    )


def _note(each: Deviation) -> FreeTextField:
    words = {"expected": each.expected, "reached": each.line.cumulative, "off": each.off_text}
    return FreeTextField(
        label=f"{each.code} · {each.line.indicator.title}",
        rows=2,
        max_length=NOTE,
        required=False,
        help_text=_("Expected %(expected)s, reached %(reached)s: %(off)s%%. Why, and what is done about it?") % words,
    )


@transaction.atomic
def save(*, by: User, texts: ReportTexts, facts: Mapping[str, Any], seen: str) -> ReportTexts:
    """Store what was written. Raises ValidationError when the report is closed or somebody else wrote meanwhile."""
    report = Report.objects.select_for_update().get(pk=texts.report_id)
    refuse_closed(report)
    texts = ReportTexts.objects.select_for_update().get(pk=texts.pk)
    changed = [name for name, value in facts.items() if getattr(texts, name) != value]
    if not changed:
        return texts
    versions.check(texts, seen)
    _write(texts, facts, changed, by=by, report=report)
    return texts


@transaction.atomic
def copy(*, by: User, texts: ReportTexts, source: ReportTexts) -> list[str]:
    """Fill what is empty with the texts of another report; nothing that was written is touched. The slots filled.

    Sentences, explanations and finance belong to one period and are not copied.
    """
    report = Report.objects.select_for_update().get(pk=texts.report_id)
    refuse_closed(report)
    texts = ReportTexts.objects.select_for_update().get(pk=texts.pk)
    wanted = (*NARRATIVES, *CHAPTERS)
    facts = {name: getattr(source, name) for name in wanted if getattr(source, name) and not getattr(texts, name)}
    if facts:
        _write(texts, facts, list(facts), by=by, report=report, source=str(source.report_id))
    return list(facts)


def last_before(texts: ReportTexts, user: Any) -> ReportTexts | None:
    """Of the reports this person writes, the latest other one with texts in this language: the same place first."""
    others = ReportTexts.objects.filter(
        report__in=Report.objects.visible_to(user).exclude(pk=texts.report_id), language=texts.language
    ).exclude(**dict.fromkeys(NARRATIVES, ""))
    same = others.filter(report__province=texts.report.province_id)
    found = same.order_by("-report__until", "-report__recorded_at").select_related("report").first()
    return found or others.order_by("-report__until", "-report__recorded_at").select_related("report").first()


def refuse_closed(report: Report) -> None:
    if report.seals.standing().exists():
        raise ValidationError(_("The report is closed: reopen it first, with a reason."), code="closed")


def _write(
    texts: ReportTexts, facts: Mapping[str, Any], changed: list[str], *, by: User, report: Report, **detail: Any
) -> None:
    for name, value in facts.items():
        setattr(texts, name, value)
    texts.save()
    log.record(
        by=by, verb=log.Verb.CHANGED, target=report, province=report.province_id or "", language=texts.language,
        changed=changed, **detail,
    )  # fmt: skip
