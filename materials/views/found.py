"""Materials and their rows as one user may open or change them; Http404 otherwise. And the page of a form."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from gvp.accounts.permissions import UserRequest
from gvp.accounts.roles import MANAGE_MATERIALS
from materials.catalogue import with_standing
from materials.models import Dissemination, Edition, Material, MaterialFile, Transfer


def the_material(request: UserRequest, pk: UUID) -> Any:
    """One to read, with its standing."""
    materials = with_standing(Material.objects.visible_to(request.user)).select_related("province")
    return get_object_or_404(materials, pk=pk)


def own_material(request: UserRequest, pk: UUID) -> Material:
    """One whose facts this person may change."""
    return get_object_or_404(Material.objects.manageable_by(request.user), pk=pk)


def reached_material(request: UserRequest, pk: UUID) -> Material:
    """One that this person may spread and hand over: also the whole programme's."""
    return get_object_or_404(Material.objects.visible_to(request.user), pk=pk)


def own_row(request: UserRequest, model: type[Edition | MaterialFile | Dissemination | Transfer], pk: UUID) -> Any:
    """A row that this person may change."""
    return get_object_or_404(model._default_manager.manageable_by(request.user).select_related("material"), pk=pk)


def may_change(request: UserRequest, material: Material) -> bool:
    """Whether the facts of a material that this person sees are his or hers to change."""
    shared = material.province_id is None and request.user.role_.own_provinces_only
    return request.user.may(MANAGE_MATERIALS) and not shared


def form_page(request: UserRequest, material: Material, form: Any, heading: str, **context: Any) -> HttpResponse:
    """`save`: what the button says; `about`: a sentence above the form; `remove`: where it is taken back."""
    context = {"material": material, "form": form, "heading": heading, "save": _("Save")} | context
    return render(request, "materials/form.html", context)


def done(request: UserRequest, material: UUID, text: str) -> HttpResponse:
    """Say what was done and go back to the material."""
    messages.success(request, text)
    return redirect("materials:material", material)


def saved(request: UserRequest, material: UUID, changed: list[str]) -> HttpResponse:
    return done(request, material, _("Saved.") if changed else _("Nothing had changed."))
