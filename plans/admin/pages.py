"""Pages of the admin beside Django's own: one form about one record, that leads back to the record's page."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gvp.audit.house_admin import HouseAdmin

SAVE = _("Save")


class BelowAnother(HouseAdmin):
    """Rows that are reached from the page of another record: once saved, one is back there."""

    def above(self, row: Any) -> Any:
        """The record that this row belongs to."""
        raise NotImplementedError

    def response_post_save_add(self, request: Any, obj: Any) -> HttpResponseRedirect:
        above = self.above(obj)
        page = f"admin:{above._meta.app_label}_{above._meta.model_name}_change"
        return HttpResponseRedirect(reverse(page, args=[above.pk]))

    def response_post_save_change(self, request: Any, obj: Any) -> HttpResponseRedirect:
        return self.response_post_save_add(request, obj)

    def response_add(self, request: Any, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """Another one is added to the same record: the address says which."""
        answer = super().response_add(request, obj, post_url_continue)
        return redirect(request.get_full_path()) if "_addanother" in request.POST else answer


class WithPages(HouseAdmin):
    """An admin whose page of a record tells more than its fields, and that may have addresses of its own."""

    def told(self, row: Any) -> dict[str, Any]:
        """What the page of this record says beside its fields."""
        return {}

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        context |= self.told(obj) if obj else {}
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    def the(self, request: Any, pk: UUID) -> Any:
        """The record, if it is this person's; 404 otherwise."""
        row = self.get_object(request, str(pk))
        if row is None:
            raise Http404
        return row

    def page(self, request: Any, template: str, **context: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "save": SAVE} | context
        return TemplateResponse(request, f"admin/plans/{template}.html", context)
