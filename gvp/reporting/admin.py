from django.contrib import admin

from gvp.audit.house_admin import HouseAdmin
from gvp.reporting.models import Target


@admin.register(Target)
class TargetAdmin(HouseAdmin):
    list_display = ("indicator", "province", "baseline", "value", "until")
    list_filter = ("indicator", ("province", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("province",)
    date_hierarchy = "until"
    search_fields = ("indicator", "province__name")
    fields = ("indicator", "province", "baseline", "value", "until")
