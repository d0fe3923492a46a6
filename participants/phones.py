"""Peruvian phone numbers: a mobile, or a landline of Junín (064) or Huancavelica (067)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NATIONAL = re.compile(r"9\d{8}|06[47]\d{6}")
SEPARATORS = re.compile(r"[\s().\-]+")
COUNTRY = "+51"


def clean_phone(text: str) -> str:
    """E.164 ("+51987654321", "+5164234567") from what people type; "" stays "".

    A landline loses its trunk 0 after the country's code. Raises ValidationError.
    """
    digits = SEPARATORS.sub("", text)
    if not digits:
        return ""
    for prefix in ("+51", "0051"):
        digits = digits.removeprefix(prefix)
    if re.fullmatch(r"6[47]\d{6}", digits):
        digits = f"0{digits}"
    if not NATIONAL.fullmatch(digits) or not digits.isascii():
        raise ValidationError(
            _("A mobile has 9 digits and starts with 9; a landline starts with 064 or 067."), code="phone"
        )
    return COUNTRY + digits.removeprefix("0")


def show_phone(number: str) -> str:
    """ "987 654 321" or "064 234 567": how people here say a number."""
    digits = number.removeprefix(COUNTRY)
    if len(digits) == 8:
        digits = f"0{digits}"
    return " ".join(digits[i : i + 3] for i in range(0, len(digits), 3))


def mask(text: str) -> str:
    """ "•••••678": enough to recognise one's own number, not enough to call it. "" stays ""."""
    return f"•••••{text[-3:]}" if len(text) > 5 else "•••••" if text else ""
