"""Import and export of one sheet in the admin: preview, confirmation, and a reason for what leaves the house."""

from typing import Any, ClassVar

from django import forms
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ImportExportMixin
from import_export.forms import ConfirmImportForm, ImportExportFormBase
from import_export.results import Result

from gvp.accounts.roles import EXPORT_RECORDS, IMPORT_REGISTER, REVEAL
from gvp.audit import log
from gvp.ops.forms import ReasonForm
from gvp.ops.register.problems import RefusedFile
from gvp.ops.register.sheets.base import Sheet
from gvp.ops.register.sheets.people import People
from gvp.ops.register.workbook import MAX_FILE
from gvp.ops.sheet_files import SECONDS, Csv, Excel, HeldFile, SheetFile
from gvp.ops.sheet_resource import SheetResource

SHOWN = 200  # rows of a preview


class FileForm(ImportExportFormBase):
    """The format is told from the content, so nobody is asked for it."""

    import_file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Excel (.xlsx) or text with columns (.csv), at most 20 MB. First you see what changes."),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("The file is empty.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def _init_formats(self, formats: Any) -> None:
        super()._init_formats(formats)
        self.fields["format"].widget = forms.HiddenInput()
        self.initial["format"] = "0"

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > MAX_FILE:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return file


class ConfirmForm(ConfirmImportForm):
    """The held file's name is signed for who previewed it: nobody confirms another's file."""

    def __init__(self, *args: Any, owner: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self.fields["original_file_name"].required = False

    def clean_import_file_name(self) -> str:
        try:
            owner, name = signing.loads(self.cleaned_data["import_file_name"], salt="sheet", max_age=SECONDS)
        except signing.BadSignature:
            raise forms.ValidationError(_("The file is no longer here. Choose it again.")) from None
        if owner != self.owner:
            raise forms.ValidationError(_("The file is no longer here. Choose it again."))
        return str(name)


class CarryOutForm(ImportExportFormBase):
    """What leaves, in which form, and why."""

    reason = ReasonForm.base_fields["reason"]
    reveal = forms.BooleanField(label=gettext_lazy("With documents and phones"), required=False)

    def _init_resources(self, resources: Any) -> None:
        super()._init_resources(resources)
        if resources[0].sheet is not People:
            del self.fields["reveal"]

    def _init_formats(self, formats: Any) -> None:
        super()._init_formats(formats)
        field = self.fields["format"]
        field.widget = forms.RadioSelect(choices=field.choices[1:])
        field.label = gettext_lazy("Kind of file")
        self.initial["format"] = "0"


class SheetAdmin(ImportExportMixin):
    """Mixed into the admin of a noun that has a sheet in the register."""

    sheet: ClassVar[type[Sheet]]
    import_form_class = FileForm
    confirm_form_class = ConfirmForm
    export_form_class = CarryOutForm
    import_formats = (SheetFile,)
    export_formats = (Excel, Csv)
    tmp_storage_class = HeldFile
    ie_base_change_list_template = None

    def init_change_list_template(self) -> None:
        """The house's list has the two buttons already."""

    def has_import_permission(self, request: Any) -> bool:
        return request.user.may(IMPORT_REGISTER)

    def has_export_permission(self, request: Any) -> bool:
        return request.user.may(EXPORT_RECORDS)

    def get_resource_classes(self, request: Any) -> list[type[SheetResource]]:
        return [type(f"{self.sheet.__name__}Resource", (SheetResource,), {"sheet": self.sheet})]

    # --- In -----------------------------------------------------------------------------------

    def get_import_resource_kwargs(self, request: Any, **kwargs: Any) -> dict[str, Any]:
        return {"user": request.user}

    def get_confirm_form_kwargs(self, request: Any, import_form: Any = None) -> dict[str, Any]:
        return super().get_confirm_form_kwargs(request, import_form) | {"owner": self._owner(request)}

    def get_confirm_form_initial(self, request: Any, import_form: Any) -> dict[str, Any]:
        if import_form is None:
            return {}
        held = [self._owner(request), import_form.cleaned_data["import_file"].tmp_storage_name]
        return {"import_file_name": signing.dumps(held, salt="sheet"), "format": "0", "resource": "0"}

    def _owner(self, request: Any) -> list[str]:
        return [str(request.user.pk), self.sheet.name]

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        if not isinstance(e, RefusedFile):
            raise e
        form.add_error("import_file", str(e))

    def import_action(self, request: Any, **kwargs: Any) -> HttpResponse:
        response: Any = super().import_action(request, **kwargs)
        context = response.context_data
        context |= _summary(context.get("result"))
        if "confirm_form" not in context and (name := _held_name(context["form"])):
            HeldFile(name=name).remove()
        return response

    def process_import(self, request: Any, **kwargs: Any) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:
            return self._import_page(request, gone=True)

    def process_result(self, result: Result, request: Any) -> HttpResponse:
        """Somebody may have changed what was previewed; then nothing was written, and the page says why."""
        if result.has_errors() or result.has_validation_errors():
            return self._import_page(request, **_summary(result), result=result)
        return super().process_result(result, request)

    def generate_log_entries(self, result: Result, request: Any) -> None:
        """The importer has written its line in the audit log."""

    def add_success_message(self, result: Result, request: Any) -> None:
        counts = {"new": result.totals["new"], "changed": result.totals["update"], "unchanged": result.totals["skip"]}
        text = _("Imported: %(new)d new rows, %(changed)d changed, %(unchanged)d unchanged.") % counts
        self.message_user(request, text)

    def _import_page(self, request: Any, **context: Any) -> TemplateResponse:
        resource = self.get_resource_classes(request)[0](user=request.user)
        context |= self.admin_site.each_context(request) | {
            "title": _("Import"),
            "form": self.create_import_form(request),
            "opts": self.model._meta,
            "fields_list": [(resource.get_display_name(), [f.column_name for f in resource.get_user_visible_fields()])],
        }
        return TemplateResponse(request, self.import_template_name, context)

    # --- Out ----------------------------------------------------------------------------------

    def get_export_resource_kwargs(self, request: Any, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("export_form")
        asked = bool(form and form.cleaned_data.get("reveal"))
        return {"user": request.user, "outgoing": True, "reveal": asked and request.user.may(REVEAL)}

    def export_action(self, request: Any) -> HttpResponse:
        """The list's filters stand in the address; one that is wrong is left out, as on the list itself."""
        try:
            return super().export_action(request)
        except (IncorrectLookupParameters, OverflowError):
            return redirect(request.path)

    def get_export_data(self, file_format: Any, request: Any, queryset: Any, **kwargs: Any) -> Any:
        """The file and its line in the audit log stand or fall together."""
        form = kwargs["export_form"]
        with transaction.atomic():
            dataset = self.get_data_for_export(request, queryset, **kwargs)
            revealed = [name for name in People.REVEALED if name in dataset.headers]
            log.record(
                by=request.user,
                verb=log.Verb.EXPORTED,
                file=self.sheet.name,
                reason=form.cleaned_data["reason"],
                rows=len(dataset),
                columns=revealed,
            )
        return file_format.export_data(dataset)

    def get_export_filename(self, request: Any, queryset: Any, file_format: Any) -> str:
        return f"{self.sheet.name}-{timezone.localdate():%Y-%m-%d}.{file_format.get_extension()}"


def _summary(result: Result | None) -> dict[str, Any]:
    """What the page shows of a result: problems, or the rows that change something, up to a limit."""
    if result is None:
        return {}
    problems = [problem for row in result.invalid_rows for problem in row.problems]
    rows = [row for row in result.rows if row.import_type != "skip"]
    return {
        "problems": problems[:SHOWN],
        "rows": rows[:SHOWN],
        "hidden": max(len(problems), len(rows)) - SHOWN,
        "changes": len(rows),
    }


def _held_name(form: Any) -> str:
    file = getattr(form, "cleaned_data", {}).get("import_file")
    return getattr(file, "tmp_storage_name", "")
