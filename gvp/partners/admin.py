from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from gvp.audit.house_admin import HouseAdmin
from gvp.partners.models import Institution


@admin.register(Institution)
class InstitutionAdmin(HouseAdmin):
    list_display = ("name", "code", "kind", "sector", "district", "province")
    list_filter = ("kind", "sector", ("district__province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("district__province",)
    search_fields = ("name", "code", "district__name")
    autocomplete_fields = ("district",)
    fields = ("code", "name", "kind", "sector", "district")

    @admin.display(description=_("province"), ordering="district__province__name")
    def province(self, institution: Institution) -> str:
        return institution.district.province.name
