"""Places: INEI's directory to read, the followed provinces to choose, communities to keep."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gvp.audit.house_admin import HouseAdmin
from gvp.places.models import Community, District, Province


class ProvinceForm(forms.ModelForm):
    short_code = forms.CharField(
        label=_("short code"),
        required=False,
        max_length=3,
        help_text=Province._meta.get_field("short_code").help_text,
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("Write three capital letters, for example JAU."))],
    )

    def clean_short_code(self) -> str | None:
        # Empty is stored as null: any number of provinces may have none.
        return self.cleaned_data["short_code"] or None


@admin.register(Province)
class ProvinceAdmin(HouseAdmin):
    """The name and the code are INEI's; what the programme decides is whether it works there."""

    scope_path = "pk"
    central = True
    deletable = False
    form = ProvinceForm
    list_display = ("name", "code", "region", "followed", "short_code")
    list_filter = ("followed", "region")
    list_select_related = ("region",)
    search_fields = ("name", "code")
    fields = ("name", "code", "region", "followed", "short_code")
    readonly_fields = ("name", "code", "region")

    def choices(self, request: Any) -> QuerySet:
        return self.get_queryset(request).filter(followed=True)

    def has_add_permission(self, request: Any) -> bool:
        return False


@admin.register(District)
class DistrictAdmin(HouseAdmin):
    scope_path = "province"
    read_only = True
    list_display = ("name", "code", "province")
    list_filter: ClassVar[tuple] = (("province", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("province",)
    search_fields = ("name", "code", "province__name")


@admin.register(Community)
class CommunityAdmin(HouseAdmin):
    list_display = ("name", "code", "district", "province", "rural")
    list_filter = ("rural", ("district__province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("district__province",)
    search_fields = ("name", "code", "district__name")
    autocomplete_fields = ("district",)
    fields = ("code", "name", "district", "rural", "rural_basis")

    @admin.display(description=_("province"), ordering="district__province__name")
    def province(self, community: Community) -> str:
        return community.district.province.name
