"""What the register's two pages ask."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from gvp.base.free_text import FreeTextField
from gvp.ops.register.workbook import MAX_FILE


class RegisterFileForm(forms.Form):
    file = forms.FileField(
        label=_("Register workbook"),
        help_text=_("An Excel file (.xlsx), at most 20 MB. First you see what it would change."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_FILE:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return file


class ReasonForm(forms.Form):
    """Why a file with people's data leaves the house; it stands in the audit log."""

    reason = FreeTextField(
        label=_("Reason"),
        help_text=_("For whom and what for. Do not write names or cases."),
        min_length=5,
        max_length=200,
    )
