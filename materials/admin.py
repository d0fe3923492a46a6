"""Materials with everything that hangs on them. What a coordinator cannot change is read in the catalogue."""

from typing import Any

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gvp.audit.house_admin import HouseAdmin, HouseInline
from materials.admin_forms import AiringRow, EditionFormSet, EditionRow, MaterialForm, TransferFormSet, TransferRow
from materials.catalogue import LACKING, STAGED, Stage, stage_of, steps, with_standing
from materials.models import Dissemination, Edition, Material, MaterialFile, Transfer
from materials.stock import stock_of
from materials.story import edition_in_words


class OfEditions(HouseInline):
    """Rows that may name an edition: of this material."""

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        field: Any = formset.form.base_fields.get("edition")
        if field:
            field.queryset = Edition.objects.filter(material=obj)
            field.label_from_instance = edition_in_words
        return formset


class EditionInline(HouseInline):
    model = Edition
    form = EditionRow
    formset = EditionFormSet
    fields = ("number", "language", "published_on", "copies", "format")


class FileInline(OfEditions):
    model = MaterialFile
    fields = ("label", "edition", "file")


class DisseminationInline(HouseInline):
    model = Dissemination
    form = AiringRow
    fields = ("channel", "institution", "district", "since", "until", "airings", "reach", "basis")


class TransferInline(OfEditions):
    model = Transfer
    form = TransferRow
    formset = TransferFormSet
    fields = (
        "code", "date", "institution", "edition", "copies", "format", "receiver", "receiver_role", "act_number",
        "act_file",
    )  # fmt: skip
    readonly_fields = ("code",)
    can_delete = False  # the catalogue asks why


class StageFilter(admin.SimpleListFilter):
    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Stage.choices)

    def queryset(self, request: Any, queryset: Any) -> Any:
        stage = str(self.value())
        return queryset.filter(STAGED[Stage(stage)]) if stage in Stage.values else queryset


class LackingFilter(admin.SimpleListFilter):
    title = _("what is missing")
    parameter_name = "lacks"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return [(word, label) for word, (label, _condition) in LACKING.items()]

    def queryset(self, request: Any, queryset: Any) -> Any:
        return queryset.filter(LACKING[str(self.value())][1]) if self.value() in LACKING else queryset


@admin.register(Material)
class MaterialAdmin(HouseAdmin):
    """First its facts, then, once it is recorded, what happens to it."""

    form = MaterialForm
    inlines = (EditionInline, FileInline, DisseminationInline, TransferInline)
    list_display = ("title", "code", "kind", "medium", "province", "final_on", "stage", "copies_left")
    list_filter = (StageFilter, LackingFilter, "kind", "medium", ("province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("province",)
    search_fields = ("title", "code")
    date_hierarchy = "final_on"
    facts = ("code", "title", "kind", "medium", "language", "province", "institutions", "mens_groups", "note")
    standing = ("final_on", "missing", "copies_left")

    def visible(self, rows: Any, user: Any) -> Any:
        """The whole programme's materials are changed by those who answer for every province."""
        return rows.manageable_by(user)

    def get_queryset(self, request: Any) -> Any:
        return with_standing(super().get_queryset(request))

    def get_inlines(self, request: Any, obj: Any) -> Any:
        return self.inlines if obj else ()

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        if obj is None:
            return ((None, {"fields": self.facts}),)
        return (
            (_("Where it stands"), {"fields": self.standing}),
            (_("What it is"), {"fields": (*self.facts, "seen")}),
        )

    def get_readonly_fields(self, request: Any, obj: Any = None) -> tuple[str, ...]:
        """The code names the material in files."""
        return ("code", "missing", "copies_left") if obj else ()

    def response_post_save_add(self, request: Any, obj: Any) -> HttpResponseRedirect:
        """Next come its editions and its final version: on the page that opens."""
        return redirect("admin:materials_material_change", obj.pk)

    @admin.display(description=_("stage"))
    def stage(self, material: Any) -> str:
        return str(stage_of(material).label)

    @admin.display(description=_("missing to count"))
    def missing(self, material: Any) -> str:
        missing = [f"{step.missing} ({step.code})" for step in steps(material) if not step.met]
        return ", ".join(missing) or gettext("nothing: it counts in everything")

    @admin.display(description=_("copies left"))
    def copies_left(self, material: Any) -> str:
        left = stock_of(material).left
        return gettext("no limit") if left is None else str(left)
