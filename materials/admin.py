from django.contrib import admin

from gvp.audit.house_admin import HouseAdmin
from materials.models import Material


@admin.register(Material)
class MaterialAdmin(HouseAdmin):
    list_display = ("title", "code", "kind", "medium", "province", "final_on")
    list_filter = ("kind", "medium", ("province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("province",)
    search_fields = ("title", "code")
    date_hierarchy = "final_on"
    fields = ("code", "title", "kind", "medium", "province", "final_on")
