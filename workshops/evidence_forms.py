"""A photo or scan on its way in."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.documents.examine import MAX_BYTES, Kept, examine


class SheetField(forms.FileField):
    """Cleans to what may be kept, a `Kept`."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"})

    def clean(self, value: Any, initial: Any = None) -> Kept:
        file = super().clean(value, initial)
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than 10 MB. Take a photo with less resolution."), code="large")
        return examine(file.read())


class EvidenceForm(forms.Form):
    """One sheet. The key is minted by the page, so that a resend stores nothing twice."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    file = SheetField(
        label=gettext_lazy("Photo or scan of the sheet"),
        help_text=gettext_lazy("JPEG, PNG, WebP or PDF, up to 10 MB. Only the sheet: no faces."),
    )
