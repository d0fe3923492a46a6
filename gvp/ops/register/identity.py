"""Cells that identify a person: documents and phones."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from gvp.ops.register.cells import Kind, plain
from gvp.ops.register.problems import Bad
from participants.documents import PATTERNS, clean_document
from participants.phones import clean_phone


@dataclass(frozen=True)
class Document(Kind):
    """An identity document; a DNI's zeros come back when Excel ate them."""

    hint: ClassVar[str] = "identity document, optional; a DNI has 8 digits, padded with zeros"

    def read(self, value: Any) -> str:
        text = plain(value).upper()
        text = text.zfill(8) if text.isdigit() else text
        try:
            return clean_document(document_kind(text), text)
        except ValidationError as error:
            raise Bad(error.messages[0]) from None


@dataclass(frozen=True)
class Phone(Kind):
    hint: ClassVar[str] = "Peruvian mobile (9 digits) or landline (064, 067)"

    def read(self, value: Any) -> str:
        try:
            return clean_phone(plain(value))
        except ValidationError as error:
            raise Bad(error.messages[0]) from None

    def write(self, value: Any) -> Any:
        national = value.removeprefix("+51")
        return f"0{national}" if len(national) == 8 else national


def document_kind(number: str) -> str:
    """The register has no column for it, so the number's form decides."""
    if not number:
        return ""
    squeezed = re.sub(r"[\s.\-]+", "", number)
    if re.fullmatch(r"\d{8}", squeezed):
        return "dni"
    return "ce" if PATTERNS["ce"].fullmatch(squeezed) else "passport"
