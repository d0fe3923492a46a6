"""The figures as a file, for everybody who reads them; the lists as well, with a reason, for those who may."""

from tempfile import SpooledTemporaryFile
from typing import Any

from django import forms
from django.http import FileResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gvp.accounts.permissions import UserRequest, allowed
from gvp.accounts.roles import EXPORT_RECORDS, SEE_FIGURES
from gvp.base.free_text import FreeTextField
from gvp.reporting.excel import XLSX, write_figures
from gvp.reporting.question import Question, question

IN_MEMORY = 10 * 1024**2  # bytes; a larger file goes to disk


class ListsForm(forms.Form):
    """Lists of people leave the house with a reason only; it stands in the audit log."""

    reason = FreeTextField(
        label=_("Reason"),
        help_text=_("For whom and what for. Do not write names or cases."),
        min_length=5,
        max_length=200,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["autocomplete"] = "off"


@allowed(SEE_FIGURES)
@require_http_methods(["GET", "POST"])
def excel(request: UserRequest) -> Any:
    """The page, and by POST the file: writing it down changes the audit log."""
    asked = question(request.GET, request.user)
    may_list = request.user.may(EXPORT_RECORDS)
    wants_lists = may_list and "lists" in request.POST
    form = ListsForm(request.POST if wants_lists else None)
    if request.method == "GET" or (wants_lists and not form.is_valid()):
        return render(request, "reporting/excel.html", {"asked": asked, "form": form, "may_list": may_list})
    file: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 the response closes it
    reason = form.cleaned_data["reason"] if wants_lists else ""
    write_figures(file, asked, by=request.user, reason=reason, lists=wants_lists)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=_file_name(asked), content_type=XLSX)


def _file_name(asked: Question) -> str:
    """cifras-jauja-2026-11-24.xlsx: a place and a day, nothing personal."""
    place = slugify(asked.province.name) if asked.province else "programa"
    return f"cifras-{place}-{asked.scope.until:%Y-%m-%d}.xlsx"
