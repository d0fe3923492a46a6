"""What is asked of a material, its editions, files and airings. The forms validate; the actions write."""

import uuid
from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gvp.accounts.models import User
from gvp.base.days import PastDay
from gvp.base.free_text import FreeTextField
from gvp.base.versions import Correction
from gvp.documents.fields import DocumentField
from gvp.partners.models import Institution
from gvp.places.models import District, Province
from materials.models import Dissemination, Edition, Material, MaterialFile

LARGEST = 2_147_483_647 // 1000  # far beyond any print run, and the sum of many fits the database
WHOLE_PROGRAMME = _("The whole program")


class InstitutionField(forms.ModelChoiceField):
    """Institutions of one name are told apart by their district; the sector decides what a transfer counts for."""

    def label_from_instance(self, institution: Institution) -> str:
        return f"{institution.name} ({institution.get_sector_display()}, {institution.district})"


class MakersField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, institution: Institution) -> str:
        return f"{institution.name} ({institution.district})"


class RowForm(Correction, forms.ModelForm):
    """One row. A new one carries the key its page minted, so that a form sent twice is stored once."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["id"]
            self.watch(self.instance)

    def _post_clean(self) -> None:
        """The instance stays as stored: the action compares with it and writes."""

    @property
    def key(self) -> uuid.UUID:
        key: uuid.UUID = self.cleaned_data["id"]
        return key

    @property
    def seen(self) -> str:
        return str(self.cleaned_data["seen"])

    def facts(self) -> dict[str, Any]:
        """Fields of the row by name; a file that was taken out is ""."""
        names = [name for name in self.fields if name not in ("id", "seen")]
        return {name: "" if self.cleaned_data[name] is False else self.cleaned_data[name] for name in names}

    def shown(self, row: Any, name: str) -> str:
        if isinstance(row._meta.get_field(name), DocumentField):
            return gettext("a document") if getattr(row, name) else ""
        return super().shown(row, name)

    def choose(self, name: str, rows: Any, empty: Any = None) -> Any:
        """The rows from which this field is chosen; `empty` is what choosing none is called."""
        field: Any = self.fields[name]
        field.queryset = rows
        if empty is not None:
            field.empty_label = empty
        return field


class MaterialForm(RowForm):
    """Facts of a material. The date of its final version has its own page, where it can also be taken back."""

    code = forms.CharField(
        label=_("Code"), required=False, max_length=30, help_text=_("Leave it empty for the next one.")
    )
    institutions = MakersField(
        label=_("Institutions that made it with us"),
        queryset=Institution.objects.none(),
        required=False,
        help_text=_("At least one is needed for the material to count."),
    )
    mens_groups = MakersField(
        label=_("Men's groups that made it with us"),
        queryset=Institution.objects.none(),
        required=False,
        help_text=_("At least one is needed for the material to count."),
    )
    note = FreeTextField(label=_("Note"), required=False, max_length=400, rows=3)

    class Meta:
        model = Material
        fields = ("code", "title", "kind", "medium", "language", "province", "institutions", "mens_groups", "note")
        labels = {
            "title": _("Title"),
            "kind": _("Kind"),
            "medium": _("Medium"),
            "language": _("Main language"),
            "province": _("Province"),
        }
        help_texts = {"province": "", "language": _("Each edition has its own language as well.")}

    field_order = ("title", "kind", "medium", "language", "province", "institutions", "mens_groups", "note", "code")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["code"]
        self._choose_province(user)
        near = Institution.objects.visible_to(user)
        groups = Q(kind=Institution.Kind.MENS_GROUP)
        for name, some in (("institutions", near.exclude(groups)), ("mens_groups", near.filter(groups))):
            # Whoever made it already stays a choice, wherever that is: saving drops nobody.
            known = getattr(self.instance, name).values("pk") if not self.instance._state.adding else []
            offered = Institution.objects.filter(Q(pk__in=some.values("pk")) | Q(pk__in=known))
            self.choose(name, offered.select_related("district").order_by("name", "code"))

    def _choose_province(self, user: User) -> None:
        followed = user.limit(Province.objects.filter(followed=True), "pk")
        known = Q(pk__in=followed.values("pk")) | Q(pk=self.instance.province_id)
        provinces = Province.objects.filter(known).order_by("name")
        field = self.choose("province", provinces, WHOLE_PROGRAMME)
        if user.role_.own_provinces_only:
            field.required = True
            field.empty_label = None if len(provinces) == 1 else _("Choose a province")


class FinalForm(forms.Form):
    final_on = PastDay(label=_("Day of the final version"), help_text=_("When nothing was left to change in it."))


class UndoForm(forms.Form):
    """Why something is taken back."""

    reason = FreeTextField(
        label=_("Reason"), max_length=200, help_text=_("It stays in the history. No names, no cases.")
    )


class EditionForm(RowForm):
    published_on = PastDay(label=_("Published on"))
    copies = forms.IntegerField(
        label=_("Copies (print run)"),
        required=False,
        min_value=1,
        max_value=LARGEST,
        help_text=_(
            "Leave it empty for what is copied freely, as a video or a spot: then nothing limits the transfers."
        ),
    )
    number = forms.IntegerField(label=_("Edition"), min_value=1, max_value=999)

    class Meta:
        model = Edition
        fields = ("number", "language", "published_on", "copies", "format")
        labels = {"language": _("Language"), "format": _("Format")}
        help_texts = {"format": _("For example: A5, 16 pages; MP3 of 40 seconds.")}

    def __init__(self, *args: Any, material: Material, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if material.medium == Material.Medium.PRINT:
            self.fields["copies"].required = True
            self.fields["copies"].help_text = _("So that no more copies leave than there are.")


class FileForm(RowForm):
    class Meta:
        model = MaterialFile
        fields = ("label", "edition", "file")
        labels = {"label": _("What it is"), "edition": _("Edition"), "file": _("File")}
        help_texts = {"label": _("For example: cover, script, whole brochure.")}

    def __init__(self, *args: Any, material: Material, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("edition", material.editions.all(), _("the material itself"))


class AiringRules(forms.BaseForm):
    """Reach is an estimate: with a number goes the basis it stands on."""

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        if facts.get("since") and facts.get("until") and facts["until"] < facts["since"]:
            self.add_error("until", gettext("The end is before the start."))
        if facts.get("reach") and not facts.get("basis") and "basis" not in self.errors:
            self.add_error("basis", gettext("Say where the estimate comes from."))
        return facts


class DisseminationForm(AiringRules, RowForm):
    expected: ClassVar[frozenset[str]] = frozenset({"basis"})

    since = PastDay(label=_("From"))
    until = PastDay(label=_("Until"), required=False, help_text=_("Leave it empty for a single day."))
    airings = forms.IntegerField(
        label=_("Times"), min_value=1, max_value=LARGEST, initial=1, help_text=_("Airings, screenings or days.")
    )
    reach = forms.IntegerField(
        label=_("People reached (estimate)"),
        required=False,
        min_value=1,
        max_value=LARGEST,
        help_text=_("An estimate is kept apart: it never adds to the people counted."),
    )
    basis = FreeTextField(
        label=_("Basis of the estimate"),
        required=False,
        max_length=200,
        help_text=_("For example: audience study of the radio station, seats of the hall."),
    )

    class Meta:
        model = Dissemination
        fields = ("channel", "institution", "district", "since", "until", "airings", "reach", "basis")
        field_classes = {"institution": InstitutionField}
        labels = {
            "channel": _("Channel"),
            "institution": _("Radio station or institution"),
            "district": _("District"),
        }

    def __init__(self, *args: Any, user: User, material: Material, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("institution", near(user, self.instance.institution_id), _("no institution"))
        districts = user.limit(District.objects.filter(province__followed=True), "province")
        districts = District.objects.filter(Q(pk__in=districts.values("pk")) | Q(pk=self.instance.district_id))
        field = self.choose("district", districts.select_related("province").order_by("name"), _("several or unknown"))
        if material.province_id is None and user.role_.own_provinces_only:
            # Without it, what a province did with the whole programme's material would be nobody's to correct.
            field.required = True
            field.empty_label = _("Choose a district")


def near(user: User, chosen: Any = None) -> Any:
    """Institutions of this person's provinces, and the one that is chosen already, wherever it is."""
    found = Institution.objects.filter(Q(pk__in=Institution.objects.visible_to(user).values("pk")) | Q(pk=chosen))
    return found.select_related("district").order_by("name", "code")
