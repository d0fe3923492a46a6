"""Spreading a material and handing copies over."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import MANAGE_MATERIALS
from materials import handing
from materials.forms import DisseminationForm, UndoForm
from materials.models import Dissemination, Transfer
from materials.transfer_form import TransferForm
from materials.views.found import done, form_page, own_row, reached_material, saved
from participants.forms import attempt


@allowed(MANAGE_MATERIALS)
@require_http_methods(["GET", "POST"])
def transfer_new(request: UserRequest, pk: UUID) -> HttpResponse:
    found = reached_material(request, pk)
    form = TransferForm(
        request.POST or None, request.FILES or None, user=request.user, material=found,
        initial={"date": timezone.localdate()},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = attempt(form, handing.hand_over, by=request.user, material=found, key=form.key, facts=form.facts())
        if made:
            return done(request, found.pk, _told(made))
    return form_page(request, found, form, _("Record a transfer"))


def _told(transfer: Transfer) -> str:
    if transfer.act_number or transfer.act_file:
        return _("The transfer %(code)s is recorded, with its act.") % {"code": transfer.code}
    text = _(
        "The transfer %(code)s is recorded. It counts once its act is: print it, have it signed, write its number."
    )
    return text % {"code": transfer.code}


@allowed(MANAGE_MATERIALS)
@require_http_methods(["GET", "POST"])
def transfer_edit(request: UserRequest, pk: UUID) -> HttpResponse:
    transfer = own_row(request, Transfer, pk)
    form = TransferForm(
        request.POST or None, request.FILES or None, user=request.user, material=transfer.material, instance=transfer
    )
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, handing.correct, by=request.user, transfer=transfer, facts=form.facts(), seen=form.seen)
        if changed is not None:
            return saved(request, transfer.material_id, changed)
    undo = reverse("materials:transfer_undo", args=[transfer.material_id, transfer.pk])
    heading = _("Correct the transfer %(code)s") % {"code": transfer.code}
    return form_page(request, transfer.material, form, heading, undo=undo)


@allowed(MANAGE_MATERIALS)
@require_http_methods(["GET", "POST"])
def transfer_undo(request: UserRequest, pk: UUID, row: UUID) -> HttpResponse:
    """A transfer recorded by mistake goes, with a reason; sent twice, it is gone all the same."""
    found = reached_material(request, pk)
    transfer = Transfer.objects.manageable_by(request.user).filter(material=found, pk=row).first()
    if transfer is None:
        return done(request, found.pk, _("The transfer is deleted."))
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        handing.take_back(by=request.user, transfer=transfer, **form.cleaned_data)
        return done(request, found.pk, _("The transfer is deleted."))
    about = _("The copies count as left again, and the institution no longer counts for this transfer.")
    heading = _("Delete the transfer %(code)s") % {"code": transfer.code}
    return form_page(request, found, form, heading, about=about, save=_("Delete the transfer"))


# --- Disseminations ---------------------------------------------------------------------------


@allowed(MANAGE_MATERIALS)
@require_http_methods(["GET", "POST"])
def dissemination_new(request: UserRequest, pk: UUID) -> HttpResponse:
    found = reached_material(request, pk)
    form = DisseminationForm(request.POST or None, user=request.user, material=found)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, handing.spread, by=request.user, material=found, key=form.key, facts=form.facts())
        if made:
            return done(request, found.pk, _("The dissemination is recorded."))
    return form_page(request, found, form, _("Record a dissemination"))


@allowed(MANAGE_MATERIALS)
@require_http_methods(["GET", "POST"])
def dissemination_edit(request: UserRequest, pk: UUID) -> HttpResponse:
    one = own_row(request, Dissemination, pk)
    form = DisseminationForm(request.POST or None, user=request.user, material=one.material, instance=one)
    if request.method == "POST" and form.is_valid():
        changed = attempt(
            form, handing.correct_dissemination, by=request.user, dissemination=one, facts=form.facts(),
            seen=form.seen,
        )  # fmt: skip
        if changed is not None:
            return saved(request, one.material_id, changed)
    removing = reverse("materials:dissemination_delete", args=[one.material_id, one.pk])
    return form_page(request, one.material, form, _("Correct the dissemination"), remove=removing)


@allowed(MANAGE_MATERIALS)
@require_POST
def dissemination_delete(request: UserRequest, pk: UUID, row: UUID) -> HttpResponse:
    """Take one back; sent twice, it is gone all the same."""
    found = reached_material(request, pk)
    mine = Dissemination.objects.manageable_by(request.user).filter(material=found, pk=row)
    if one := mine.select_related("material", "district").first():
        handing.remove_dissemination(by=request.user, dissemination=one)
    return done(request, found.pk, _("The dissemination is deleted."))
