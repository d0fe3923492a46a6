"""The catalogue, and one material's page with its story."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import MANAGE_MATERIALS, SEE_RECORDS
from gvp.audit import words
from gvp.audit.models import Entry
from materials.catalogue import stage_of, steps, with_standing
from materials.filters import MaterialFilters
from materials.models import Dissemination, Material, Transfer
from materials.rows import OF_MATERIAL
from materials.stock import stock_of
from materials.story import story
from materials.views.found import may_change, the_material

PAGE, TRANSFERS_PAGE, HISTORY_PAGE = 30, 50, 100


@allowed(SEE_RECORDS)
@require_safe
def catalogue(request: UserRequest) -> HttpResponse:
    """Materials this person sees: where each stands, what it lacks, what is left of it."""
    mine = Material.objects.visible_to(request.user)
    filters = MaterialFilters(request.GET, mine)
    rows = filters.apply(with_standing(mine)).select_related("province").order_by("title", "code")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [_line(material) for material in page],
        "filters": filters,
        "may_manage": request.user.may(MANAGE_MATERIALS),
    }
    return render(request, "materials/catalogue.html", context)


def _line(material: Any) -> dict[str, Any]:
    return {
        "material": material,
        "stage": stage_of(material),
        "missing": [step for step in steps(material) if not step.met and (material.proven or step.code != "C3b")],
        "stock": stock_of(material),
    }


@allowed(SEE_RECORDS)
@require_safe
def material(request: UserRequest, pk: UUID) -> HttpResponse:
    """Everything about one material, and its story from the first day to the last."""
    found = the_material(request, pk)
    editions = list(found.editions.annotate(gone=Coalesce(Sum("transfers__copies"), 0)))
    airings = list(found.disseminations.select_related("institution", "district"))
    transfers = list(_transfers(request, found))
    shared = request.user.may(MANAGE_MATERIALS)
    context = _line(found) | {
        "steps": steps(found),
        "makers": {"institutions": found.institutions.all(), "groups": found.mens_groups.all()},
        "editions": editions,
        "files": found.files.select_related("edition"),
        "airings": airings,
        "reach": sum(one.reach or 0 for one in airings),
        "transfers": Paginator(transfers, TRANSFERS_PAGE).get_page(request.GET.get("page")),
        "elsewhere": found.transfer_count - len(transfers),
        "story": story(found, editions, airings, transfers),
        "may_change": may_change(request, found),
        "may_hand_over": shared,
        "changeable": _changeable(request, found) if shared else set(),
    }
    return render(request, "materials/material.html", context)


def _transfers(request: UserRequest, material: Material) -> Any:
    mine = Transfer.objects.visible_to(request.user).filter(material=material)
    return mine.select_related("institution__district__province", "edition").order_by("-date", "-code")


def _changeable(request: UserRequest, material: Material) -> set[UUID]:
    """Keys of the airings and transfers that this person may correct. One query each."""
    keys: set[UUID] = set()
    for model in (Dissemination, Transfer):
        rows = model.objects.manageable_by(request.user).filter(material=material)
        keys.update(rows.order_by().values_list("pk", flat=True))
    return keys


@allowed(SEE_RECORDS)
@require_safe
def history(request: UserRequest, pk: UUID) -> HttpResponse:
    """Who changed what of a material and of all that hangs on it, latest first; what was taken back included."""
    found = the_material(request, pk)
    entries = Entry.objects.filter(_about(request, found)).select_related("by").order_by("-at", "-id")
    page = Paginator(entries, HISTORY_PAGE).get_page(request.GET.get("page"))
    lines = [(entry, words.kind(entry), words.details(entry)) for entry in page]
    return render(request, "materials/history.html", {"material": found, "page": page, "lines": lines})


def _about(request: UserRequest, material: Material) -> Q:
    """By key what is there; by the material's key, which the lines carry, what is gone."""
    rows = [material, *material.editions.all(), *material.files.all(), *material.disseminations.all()]
    keys = [str(row.pk) for row in (*rows, *_transfers(request, material))]
    kinds = [model._meta.label_lower for model in (Material, *OF_MATERIAL)]
    return Q(target_type__in=kinds) & (Q(target_id__in=keys) | Q(detail__material=str(material.pk)))
