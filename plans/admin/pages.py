"""Pages of the admin beside Django's own: one form about one record, that leads back to the record's page."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from gvp.audit.house_admin import HouseAdmin

SAVE = _("Save")


class WithPages(HouseAdmin):
    """An admin with addresses of its own, each guarded as the site guards every page."""

    def the(self, request: Any, pk: UUID) -> Any:
        """The record, if it is this person's; 404 otherwise."""
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        return row

    def page(self, request: Any, template: str, **context: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "save": SAVE} | context
        return TemplateResponse(request, f"admin/plans/{template}.html", context)
