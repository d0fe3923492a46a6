"""Making a material: its facts, its final version, its editions and its files."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import MANAGE_MATERIALS
from materials import making
from materials.forms import EditionForm, FileForm, FinalForm, MaterialForm, UndoForm
from materials.models import Edition, MaterialFile
from materials.views.found import done, form_page, own_material, own_row, saved
from participants.forms import attempt


@allowed(MANAGE_MATERIALS)
@require_http_methods(["GET", "POST"])
def material_new(request: UserRequest) -> HttpResponse:
    form = MaterialForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, making.create, by=request.user, key=form.key, facts=form.facts())
        if made:
            text = _("The material %(code)s is recorded. Next: its final version and its first edition.")
            return done(request, made.pk, text % {"code": made.code})
    return render(request, "materials/form.html", {
        "form": form, "heading": _("New material"), "save": _("Record the material"),
    })  # fmt: skip


@allowed(MANAGE_MATERIALS)
@require_http_methods(["GET", "POST"])
def material_edit(request: UserRequest, pk: UUID) -> HttpResponse:
    found = own_material(request, pk)
    form = MaterialForm(request.POST or None, instance=found, user=request.user)
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, making.change, by=request.user, material=found, facts=form.facts(), seen=form.seen)
        if changed is not None:
            return saved(request, found.pk, changed)
    removing = reverse("materials:material_delete", args=[found.pk])
    return form_page(request, found, form, _("Change the material"), remove=removing)


@allowed(MANAGE_MATERIALS)
@require_POST
def material_delete(request: UserRequest, pk: UUID) -> HttpResponse:
    """Take back a material recorded by mistake; nothing may hang on it."""
    found = own_material(request, pk)
    try:
        making.delete(by=request.user, material=found)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return redirect("materials:material", found.pk)
    messages.success(request, _("The material %(code)s is deleted.") % {"code": found.code})
    return redirect("materials:catalogue")


@allowed(MANAGE_MATERIALS)
@require_http_methods(["GET", "POST"])
def final(request: UserRequest, pk: UUID) -> HttpResponse:
    """Say since when the final version is there, or correct that day."""
    found = own_material(request, pk)
    form = FinalForm(request.POST or None, initial={"final_on": found.final_on})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["final_on"]
        making.finish(by=request.user, material=found, on=day)
        return done(request, found.pk, _("Final version on %(day)s.") % {"day": date_format(day, "SHORT_DATE_FORMAT")})
    undo = reverse("materials:final_undo", args=[found.pk]) if found.final_on else ""
    about = _("From that day on the material counts, once an institution and a men's group stand as its makers.")
    return form_page(request, found, form, _("Final version"), about=about, undo=undo)


@allowed(MANAGE_MATERIALS)
@require_http_methods(["GET", "POST"])
def final_undo(request: UserRequest, pk: UUID) -> HttpResponse:
    found = own_material(request, pk)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        making.unfinish(by=request.user, material=found, **form.cleaned_data)
        return done(request, found.pk, _("The material is being made again: it does not count."))
    about = _("The material goes back to being made and counts no longer, until its final version is there again.")
    return form_page(request, found, form, _("Undo the final version"), about=about, save=_("Undo it"))


# --- Editions ---------------------------------------------------------------------------------


@allowed(MANAGE_MATERIALS)
@require_http_methods(["GET", "POST"])
def edition_new(request: UserRequest, pk: UUID) -> HttpResponse:
    found = own_material(request, pk)
    initial = {"number": making.next_number(found), "language": found.language or "es"}
    form = EditionForm(request.POST or None, material=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, making.publish, by=request.user, material=found, key=form.key, facts=form.facts())
        if made:
            return done(request, found.pk, _("The edition is recorded."))
    return form_page(request, found, form, _("Record an edition"))


@allowed(MANAGE_MATERIALS)
@require_http_methods(["GET", "POST"])
def edition_edit(request: UserRequest, pk: UUID) -> HttpResponse:
    edition = own_row(request, Edition, pk)
    form = EditionForm(request.POST or None, material=edition.material, instance=edition)
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            form, making.correct_edition, by=request.user, edition=edition, facts=form.facts(), seen=form.seen
        )
        if changed is not None:
            return saved(request, edition.material_id, changed)
    removing = reverse("materials:edition_delete", args=[edition.material_id, edition.pk])
    return form_page(request, edition.material, form, _("Correct the edition"), remove=removing)


@allowed(MANAGE_MATERIALS)
@require_POST
def edition_delete(request: UserRequest, pk: UUID, row: UUID) -> HttpResponse:
    """Take back an edition recorded by mistake; sent twice, it is gone all the same."""
    found = own_material(request, pk)
    try:
        if edition := found.editions.filter(pk=row).first():
            making.remove_edition(by=request.user, edition=edition)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return redirect("materials:material", found.pk)
    return done(request, found.pk, _("The edition is deleted."))


# --- Files ------------------------------------------------------------------------------------


@allowed(MANAGE_MATERIALS)
@require_http_methods(["GET", "POST"])
def file_new(request: UserRequest, pk: UUID) -> HttpResponse:
    found = own_material(request, pk)
    form = FileForm(request.POST or None, request.FILES or None, material=found)
    if request.method == "POST" and form.is_valid():
        kept = attempt(form, making.add_file, by=request.user, material=found, key=form.key, facts=form.facts())
        if kept:
            return done(request, found.pk, _("The file is kept."))
    return form_page(request, found, form, _("Keep a file"))


@allowed(MANAGE_MATERIALS)
@require_http_methods(["GET", "POST"])
def file_edit(request: UserRequest, pk: UUID) -> HttpResponse:
    file = own_row(request, MaterialFile, pk)
    form = FileForm(request.POST or None, request.FILES or None, instance=file, material=file.material)
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, making.correct_file, by=request.user, file=file, facts=form.facts(), seen=form.seen)
        if changed is not None:
            return saved(request, file.material_id, changed)
    removing = reverse("materials:file_delete", args=[file.material_id, file.pk])
    return form_page(request, file.material, form, _("Correct the file"), remove=removing)


@allowed(MANAGE_MATERIALS)
@require_POST
def file_delete(request: UserRequest, pk: UUID, row: UUID) -> HttpResponse:
    """Take a file out; sent twice, it is gone all the same."""
    found = own_material(request, pk)
    if file := found.files.filter(pk=row).first():
        making.remove_file(by=request.user, file=file)
    return done(request, found.pk, _("The file is taken out."))
