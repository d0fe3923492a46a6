"""What one cell may hold. Each kind reads a cell (or raises Bad), writes it back, and describes itself.

A cell arrives as the reader gives it: str, float, bool, date, datetime, time. Empty cells never arrive here.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from gvp.base.text import normalise
from gvp.ops.register.problems import Bad
from participants.documents import PATTERNS, clean_document
from participants.phones import clean_phone

EXCEL_TEXT_LIMIT = 32_767
EXCEL_ERRORS = {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"}
FIRST_DATE = dt.date(2000, 1, 1)
LARGEST_COUNT = 32_767


class Kind:
    """The base: text of any length."""

    hint: ClassVar[str] = ""

    def read(self, value: Any) -> Any:
        raise NotImplementedError

    def write(self, value: Any) -> Any:
        """What stands in the exported cell; None and "" are empty cells."""
        return value

    def describe(self) -> str:
        """For the reference, in English."""
        return self.hint


def plain(value: Any) -> str:
    """Text of a cell: 123456.0 is "123456", sí is "sí". Refuses what Excel could not keep."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    text = value if isinstance(value, str) else str(value)
    if text.isascii() and text.isprintable() and len(text) <= EXCEL_TEXT_LIMIT:
        return text.strip()
    if len(text) > EXCEL_TEXT_LIMIT:
        raise Bad(_("Too long: a cell holds at most 32,767 characters."))
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text if letter not in "\t\n\r"):
        raise Bad(_("There is a control character in the text. Type it again."))
    return " ".join(unicodedata.normalize("NFC", text).split())


@dataclass(frozen=True)
class Text(Kind):
    """Words, at most `most` characters."""

    most: int

    def read(self, value: Any) -> str:
        text = plain(value)
        if text in EXCEL_ERRORS:
            raise Bad(_("The cell holds an Excel error instead of a value."))
        if len(text) > self.most:
            raise Bad(_("Too long: at most %(most)d characters.") % {"most": self.most})
        return text

    def describe(self) -> str:
        return f"text, at most {self.most} characters"


@dataclass(frozen=True)
class Code(Text):
    """A code. `pad`: digits that Excel may have eaten as leading zeros."""

    most: int = 30
    pad: int = 0

    def read(self, value: Any) -> str:
        text = super().read(value)
        return text.zfill(self.pad) if self.pad and text.isdigit() else text

    def describe(self) -> str:
        return f"code of {self.pad} digits" if self.pad else f"code, at most {self.most} characters"


@dataclass(frozen=True)
class Ref(Code):
    """The code of a row in another sheet (or stored already)."""

    sheet: str = ""

    def describe(self) -> str:
        return f"code of a row of `{self.sheet}`"


@dataclass(frozen=True)
class Place(Code):
    """INEI's code of a district (6 digits) or province (4)."""

    def describe(self) -> str:
        return f"INEI code of a {'district' if self.pad == 6 else 'province'}, {self.pad} digits"


@dataclass(frozen=True)
class Choice(Kind):
    """One of the register's words. `words`: register's word → stored value."""

    words: Mapping[str, str]
    by_normal: dict[str, str] = field(init=False, default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        self.by_normal.update({squeeze(word): stored for word, stored in self.words.items()})

    def read(self, value: Any) -> str:
        word = plain(value)
        try:
            return self.by_normal[squeeze(word)]
        except KeyError:
            raise Bad(_("Write one of: %(words)s.") % {"words": ", ".join(self.words)}) from None

    def write(self, value: Any) -> Any:
        return next((word for word, stored in self.words.items() if stored == value), "")

    def describe(self) -> str:
        return ", ".join(f"`{word}`" for word in self.words)


@dataclass(frozen=True)
class YesNo(Kind):
    YES: ClassVar[frozenset[str]] = frozenset({"si", "s", "true", "verdadero", "1"})
    NO: ClassVar[frozenset[str]] = frozenset({"no", "n", "false", "falso", "0"})
    hint: ClassVar[str] = "`sí` or `no` (also `s`, `n`, `true`, `false`, `1`, `0`)"

    def read(self, value: Any) -> bool:
        word = normalise(plain(value))
        if word in self.YES:
            return True
        if word in self.NO:
            return False
        raise Bad(_("Write sí or no."))

    def write(self, value: Any) -> Any:
        return "" if value is None else "sí" if value else "no"


@dataclass(frozen=True)
class Date(Kind):
    """A day. `planned` days may lie in the future: plans, deadlines, targets."""

    planned: bool = False
    ISO: ClassVar[re.Pattern[str]] = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
    PERU: ClassVar[re.Pattern[str]] = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")

    def read(self, value: Any) -> dt.date:
        day = self._day(value)
        if day < FIRST_DATE:
            raise Bad(_("This date is before the year 2000."))
        if not self.planned and day > timezone.localdate():
            raise Bad(_("This date is in the future."))
        return day

    def _day(self, value: Any) -> dt.date:
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        text = plain(value)
        try:
            if match := self.ISO.fullmatch(text):
                return dt.date(int(match[1]), int(match[2]), int(match[3]))
            if match := self.PERU.fullmatch(text):
                return dt.date(int(match[3]), int(match[2]), int(match[1]))
        except ValueError:
            pass
        raise Bad(_("Write a date such as 24/11/2026 or 2026-11-24."))

    def describe(self) -> str:
        return "date" + (", may lie ahead" if self.planned else ", not in the future")


@dataclass(frozen=True)
class Time(Kind):
    PATTERN: ClassVar[re.Pattern[str]] = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
    hint: ClassVar[str] = "time of day such as `18:00`"

    def read(self, value: Any) -> dt.time:
        if isinstance(value, dt.time):
            return value.replace(second=0, microsecond=0)
        if isinstance(value, dt.datetime):
            return value.time().replace(second=0, microsecond=0)
        if isinstance(value, float) and 0 <= value < 1:
            minutes = round(value * 24 * 60)
            return dt.time(minutes // 60 % 24, minutes % 60)
        match = self.PATTERN.fullmatch(plain(value))
        if match and int(match[1]) < 24 and int(match[2]) < 60:
            return dt.time(int(match[1]), int(match[2]))
        raise Bad(_("Write a time such as 18:00."))

    def write(self, value: Any) -> Any:
        return f"{value:%H:%M}" if value else ""


@dataclass(frozen=True)
class Count(Kind):
    """A whole number, never negative."""

    least: int = 0
    most: int = LARGEST_COUNT

    def read(self, value: Any) -> int:
        number = exact(value)
        if number != number.to_integral_value():
            raise Bad(_("Write a whole number."))
        if not self.least <= number <= self.most:
            raise Bad(_("Write a number from %(least)d to %(most)d.") % {"least": self.least, "most": self.most})
        return int(number)

    def describe(self) -> str:
        return f"whole number from {self.least} to {self.most}"


@dataclass(frozen=True)
class Amount(Kind):
    """A number with at most two decimals, never negative."""

    hint: ClassVar[str] = "number with at most two decimals, not negative"
    most: ClassVar[Decimal] = Decimal(10) ** 9

    def read(self, value: Any) -> Decimal:
        number = exact(value)
        if not 0 <= number <= self.most:
            raise Bad(_("Write a number that is not negative."))
        if number != round(number, 2):
            raise Bad(_("Write at most two decimals."))
        return round(number, 2)

    def write(self, value: Any) -> Any:
        return float(value)


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


def exact(value: Any) -> Decimal:
    """The number as typed: 0.1 is a tenth. Thousands may be written 1,234."""
    if isinstance(value, bool):
        raise Bad(_("Write a number."))
    text = plain(value) if isinstance(value, str) else repr(value)
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Bad(_("Write a number.")) from None
    if not number.is_finite():
        raise Bad(_("Write a number."))
    return number


def squeeze(text: str) -> str:
    """A heading or word without case, accents, spaces and underscores."""
    return re.sub(r"[\s_]+", "", normalise_keeping_plus(text))


def normalise_keeping_plus(text: str) -> str:
    """normalise() would make "3+" into "3"."""
    return normalise(text) + ("+" if text.rstrip().endswith("+") else "")
