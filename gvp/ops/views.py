"""The register in the browser: a file is previewed, then imported; an export leaves with its reason."""

from tempfile import SpooledTemporaryFile
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import EXPORT_RECORDS, IMPORT_REGISTER, REVEAL
from gvp.ops.forms import ReasonForm, RegisterFileForm
from gvp.ops.register import holding
from gvp.ops.register.exporter import export_register as write_register
from gvp.ops.register.importer import import_register as take_register
from gvp.ops.register.problems import Outcome
from gvp.ops.register.workbook import MAX_FILE

FORM_AROUND_FILE = 64 * 1024  # bytes of a multipart body that are not the file
SHOWN_PROBLEMS = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# The CSRF middleware reads the body to find its token; a file that is too large is turned away before that.
# Everything else goes through csrf_protect below.
@csrf_exempt
@allowed(IMPORT_REGISTER)
@require_http_methods(["GET", "POST"])
def import_register(request: UserRequest) -> HttpResponse:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_FILE + FORM_AROUND_FILE:
        return _form_page(request, RegisterFileForm(), refused=_("The file is larger than 20 MB."), status=413)
    return _upload(request)


@csrf_protect
def _upload(request: UserRequest) -> HttpResponse:
    form = RegisterFileForm(request.POST or None, request.FILES or None)
    if request.method == "GET":
        return _form_page(request, RegisterFileForm())
    if not form.is_valid():
        return _form_page(request, form)
    content = form.cleaned_data["file"].read()
    outcome = take_register(content, by=request.user, dry_run=True)
    if outcome.ok:
        holding.keep(content, request.session, request.user)
    return render(request, "ops/import_preview.html", _summary(outcome))


@allowed(IMPORT_REGISTER)
@require_POST
def confirm_import(request: UserRequest) -> HttpResponse:
    """Import the file that was previewed. Sent twice, the second time finds no file and changes nothing."""
    content = holding.held(request.session, request.user)
    holding.discard(request.session)
    if content is None:
        messages.error(request, _("The file is no longer here. Choose it again."))
        return redirect("ops:import_register")
    outcome = take_register(content, by=request.user)
    if not outcome.ok:
        return render(request, "ops/import_preview.html", _summary(outcome))
    messages.success(
        request,
        _("Imported: %(created)d new rows, %(updated)d changed, %(unchanged)d unchanged.") % outcome.total,
    )
    return redirect("ops:import_register")


@allowed(IMPORT_REGISTER)
@require_POST
def discard_import(request: UserRequest) -> HttpResponse:
    holding.discard(request.session)
    messages.info(request, _("The file was removed. Nothing was stored."))
    return redirect("ops:import_register")


@allowed(EXPORT_RECORDS)
@require_http_methods(["GET", "POST"])
def export_register(request: UserRequest) -> Any:
    form = ReasonForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        context = {"form": form, "reveals": request.user.may(REVEAL), "sees_minors": request.user.sees_minors}
        return render(request, "ops/export_register.html", context)
    file: Any = SpooledTemporaryFile(max_size=MAX_FILE)  # noqa: SIM115 the response closes it
    write_register(file, by=request.user, reason=form.cleaned_data["reason"])
    file.seek(0)
    name = f"registro-{timezone.localdate():%Y-%m-%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _form_page(request: UserRequest, form: RegisterFileForm, refused: str = "", status: int = 200) -> HttpResponse:
    return render(request, "ops/import_register.html", {"form": form, "refused": refused}, status=status)


def _summary(outcome: Outcome) -> dict[str, Any]:
    sheets = [
        {"name": name, "created": created, "updated": outcome.updated[name], "unchanged": outcome.unchanged[name]}
        for name, created in outcome.created.items()
    ]
    return {
        "outcome": outcome,
        "sheets": [sheet for sheet in sheets if sheet["created"] or sheet["updated"] or sheet["unchanged"]],
        "problems": outcome.problems[:SHOWN_PROBLEMS],
        "more_problems": max(0, len(outcome.problems) - SHOWN_PROBLEMS),
        "changes": outcome.total["created"] + outcome.total["updated"],
    }
