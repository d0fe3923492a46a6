"""A scan or photo that belongs to a fact: an act, a resolution, a credential, a piece of evidence.

A `DocumentField` on a model is all that is needed. Whatever form shows it examines the file by its content, writes
pictures anew without metadata and names the file by chance; its `url` leads to the one guarded download of the house
(views.py), in the admin as well.
"""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gvp.documents.examine import MAX_BYTES, examine

ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"


class DocumentInput(forms.ClearableFileInput):
    """A file input that proposes photos and PDF only, and calls a stored file by a neutral word."""

    template_name = "components/document_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ACCEPTED} | (attrs or {}))


class DocumentFormField(forms.FileField):
    """Cleans to a file that may be kept: examined, without metadata, named by chance."""

    widget = DocumentInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not file or file is initial or isinstance(file, FieldFile):
            return file
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than 10 MB. Take a photo with less resolution."), code="large")
        kept = examine(file.read())
        return ContentFile(kept.content, name=f"{uuid.uuid4()}.{kept.ending}")


class Document(FieldFile):
    """The stored file; it is reached through the guarded download alone."""

    @property
    def url(self) -> str:
        model = self.instance
        return reverse("documents:document", args=[model._meta.label_lower, model.pk, self.field.name])


class DocumentField(models.FileField):
    """`for_field_staff`: they work with it; all others are for whoever may open records. Not part of the schema."""

    attr_class = Document

    def __init__(self, verbose_name: Any = None, *, for_field_staff: bool = False, **options: Any) -> None:
        self.for_field_staff = for_field_staff
        options.setdefault("upload_to", "documents/%Y/%m")
        options.setdefault("blank", True)
        options.setdefault("help_text", gettext_lazy("JPEG, PNG, WebP or PDF, up to 10 MB."))
        super().__init__(verbose_name, **options)

    def formfield(self, **options: Any) -> Any:
        chosen: dict[str, Any] = {"form_class": DocumentFormField, "max_length": self.max_length} | options
        chosen.pop("widget", None)  # the admin would put its own
        return super().formfield(**chosen)
