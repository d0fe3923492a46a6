"""What the admin asks of a material and of the rows beneath it: the same rules as the catalogue's forms."""

from collections import Counter
from itertools import chain
from typing import Any

from django import forms
from django.db.models import Q, Sum
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from gvp.base import versions
from gvp.base.crypto import fingerprint
from gvp.base.days import PastDay
from gvp.base.free_text import FreeTextField
from gvp.partners.models import Institution
from materials import handing, stock
from materials.forms import LARGEST, AiringRules
from materials.models import Material


def _copies(label: Any, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=LARGEST, **options)


class MaterialForm(forms.ModelForm):
    """`seen` is the version on screen, tables included: what somebody else changed meanwhile is not overwritten."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    final_on = PastDay(label=_("final version on"), required=False)
    note = FreeTextField(label=_("note"), required=False, max_length=400)

    class Meta:
        widgets = {"institutions": forms.CheckboxSelectMultiple, "mens_groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["seen"] = seen_of(self.instance)
        for name in ("institutions", "mens_groups"):
            if name in self.fields:
                self._offer(name)

    def _offer(self, name: str) -> None:
        """Men's groups have their own list. Whoever made it already stays a choice: saving drops nobody."""
        field: Any = self.fields[name]
        kind = {"kind": Institution.Kind.MENS_GROUP}
        offered = field.queryset.filter(**kind) if name == "mens_groups" else field.queryset.exclude(**kind)
        known = getattr(self.instance, name).values("pk") if not self.instance._state.adding else []
        field.queryset = Institution.objects.filter(pk__in=offered.values("pk")) | Institution.objects.filter(
            pk__in=known
        )
        field.help_text = _("At least one is needed for the material to count.")

    def clean(self) -> dict[str, Any]:
        """From here on the material is locked: what the tables below ask for is compared with what is stored."""
        facts = super().clean() or self.cleaned_data
        if self.instance._state.adding:
            return facts
        stored = Material.objects.select_for_update().get(pk=self.instance.pk)
        if facts.get("seen") != seen_of(stored):
            raise forms.ValidationError(
                _("Somebody else changed this record while you were writing. Open it again and compare."), code="stale"
            )
        if stored.final_on and "final_on" in facts and not facts["final_on"]:
            self.add_error("final_on", _("The final version is taken back in the catalogue, with a reason."))
        return facts


class EditionRow(forms.ModelForm):
    published_on = PastDay(label=_("published on"))
    copies = _copies(_("copies (print run)"), required=False)


class StoredPlaces(forms.BaseModelForm):
    """Where something went already stays a choice, wherever that is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"institution", "district"} & set(self.fields):
            field: Any = self.fields[name]
            offered, stored = field.queryset, getattr(self.instance, f"{name}_id")
            if stored:
                field.queryset = offered.model.objects.filter(Q(pk__in=offered.values("pk")) | Q(pk=stored))


class AiringRow(AiringRules, StoredPlaces, forms.ModelForm):
    since = PastDay(label=_("from"))
    until = PastDay(label=_("until"), required=False)
    airings = _copies(_("airings"), initial=1)
    reach = _copies(_("people reached (estimate)"), required=False)
    basis = FreeTextField(label=_("basis of the estimate"), required=False, max_length=200)


class TransferRow(StoredPlaces, forms.ModelForm):
    date = PastDay(label=_("date"))
    copies = _copies(_("copies"), required=False)


class EditionFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        """The transfers of the same page are compared with the editions as they are typed."""
        super().clean()
        self.instance.typed_editions = {form.instance.pk: form.cleaned_data.get("copies") for form in kept(self)}


class TransferFormSet(BaseInlineFormSet):
    """No more copies than exist, whatever is added, raised or taken away on the page."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        editions = getattr(self.instance, "typed_editions", {})
        handed = self._handed()
        before = stock.current(self.instance)
        made = None if not editions or None in editions.values() else sum(editions.values())
        if worse(made, handed.total(), before.left):
            raise forms.ValidationError(stock.short(max((made or 0) - before.handed_over, 0)), code="short")
        for edition in self.instance.editions.annotate(gone=Sum("transfers__copies")):
            copies, gone = editions.get(edition.pk), edition.gone or 0
            left = None if edition.copies is None else edition.copies - gone
            if worse(copies, handed[edition.pk], left):
                raise forms.ValidationError(stock.short_of_edition(max((copies or 0) - gone, 0)), code="short")

    def _handed(self) -> Counter:
        """Copies by edition, as typed. The page shows every transfer, or the form above would have been refused."""
        handed: Counter = Counter()
        for form in kept(self):
            edition = form.cleaned_data.get("edition")
            handed[edition and edition.pk] += form.cleaned_data.get("copies") or 0
        return handed

    def save(self, commit: bool = True) -> Any:
        rows = super().save(commit=False)
        for row, code in zip(self.new_objects, handing.codes(self.instance), strict=False):
            row.code = code
        return rows


def seen_of(material: Material) -> str:
    """Of a material and of every row in the tables beneath it."""
    tables = (material.editions, material.files, material.disseminations, material.transfers)
    rows = chain([material], *(table.all() for table in tables))
    return fingerprint("".join(sorted(map(versions.version, rows))))


def kept(formset: Any) -> list[Any]:
    """The forms that were filled in and are not to be deleted."""
    told = [(form, getattr(form, "cleaned_data", {})) for form in formset.forms]
    return [form for form, facts in told if facts and not facts.get("DELETE")]


def worse(made: int | None, handed: int, left: int | None) -> bool:
    """Whether more is handed over than exists, and by more than before: what came in short may stay so."""
    if made is None or handed <= made:
        return False
    return left is None or made - handed < left
