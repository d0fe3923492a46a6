"""Identity documents of Peru (domain.md, section 7). Optional for everybody; never asked of minors."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DNI_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
DNI_DIGITS = "67890112345"  # the check digit by remainder
DNI_LETTERS = "KABCDEFGHIJ"  # the check letter on cards issued earlier
PATTERNS = {
    "dni": re.compile(r"\d{8}[0-9A-K]?"),
    "ce": re.compile(r"[A-Z0-9]{9,12}"),
    "ptp": re.compile(r"[A-Z0-9]{6,15}"),
    "passport": re.compile(r"[A-Z0-9]{5,15}"),
}


def dni_check_characters(number: str) -> tuple[str, str]:
    """The digit and the letter either of which may be printed beside these 8 digits."""
    total = sum(weight * int(digit) for weight, digit in zip(DNI_WEIGHTS, number[:8], strict=True))
    remainder = total % 11
    return DNI_DIGITS[(11 - remainder) % 11], DNI_LETTERS[(11 - remainder) % 11]


def clean_document(kind: str, text: str) -> str:
    """The number as stored: capitals, no spaces or hyphens, zeros kept; "" stays "".

    A DNI is stored by its 8 digits: the ninth character is checked when given, then dropped, so
    that one person's number is always the same text. Raises ValidationError.
    """
    number = re.sub(r"[\s.\-]+", "", text).upper()
    if not number:
        return ""
    if not kind:
        raise ValidationError(_("Choose which document it is."), code="kind")
    if not (number.isascii() and PATTERNS[kind].fullmatch(number)):
        raise ValidationError(MESSAGES[kind](), code="document")
    if kind != "dni":
        return number
    if len(number) == 9 and number[8] not in dni_check_characters(number):
        raise ValidationError(
            _("The ninth character does not match the other eight. Check the number, or leave the ninth out."),
            code="check",
        )
    return number[:8]


MESSAGES = {
    "dni": lambda: _("A DNI has 8 digits, zeros included."),
    "ce": lambda: _("A foreigner's card has 9 to 12 letters or digits."),
    "ptp": lambda: _("A temporary permit has 6 to 15 letters or digits."),
    "passport": lambda: _("A passport has 5 to 15 letters or digits."),
}
