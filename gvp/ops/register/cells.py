"""What one cell may hold: words, codes, choices. Each kind reads a cell (or raises Bad), writes it back, and describes
itself. Numbers and moments are in measures.py, what identifies a person in identity.py.

A cell arrives as the reader gives it: str, float, bool, date, datetime, time. Empty cells never arrive here.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from gvp.base.free_text import suspicions
from gvp.base.text import normalise
from gvp.ops.register.problems import Bad

EXCEL_TEXT_LIMIT = 32_767
EXCEL_ERRORS = {"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"}


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
class FreeText(Text):
    """Sentences: the place where names and cases slip in (domain.md, section 3). They are named, not refused."""

    def doubts(self, text: str) -> list[str]:
        """What in the text should not be there."""
        return suspicions(text)

    def describe(self) -> str:
        return f"{super().describe()}; names and cases do not belong here"


@dataclass(frozen=True)
class Code(Text):
    """A code. `pad`: digits that Excel may have eaten as leading zeros."""

    most: int = 30
    pad: int = 0

    def read(self, value: Any) -> str:
        text = super().read(value)
        if ";" in text:
            raise Bad(_("A code holds no semicolon: it separates the codes of a list."))
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
class Refs(Kind):
    """Codes of rows in another sheet, separated by `;`. Their order means nothing."""

    sheet: str

    def read(self, value: Any) -> tuple[str, ...]:
        code = Code()
        codes = dict.fromkeys(code.read(part) for part in plain(value).split(";") if part.strip())
        if not codes:
            raise Bad(_("Write codes with ; between them."))
        return tuple(codes)

    def write(self, value: Any) -> Any:
        return ";".join(value)

    def describe(self) -> str:
        return f"codes of rows of `{self.sheet}`, with `;` between them"


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


def squeeze(text: str) -> str:
    """A heading or word without case, accents, spaces and underscores."""
    return re.sub(r"[\s_]+", "", normalise_keeping_plus(text))


def normalise_keeping_plus(text: str) -> str:
    """normalise() would make "3+" into "3"."""
    return normalise(text) + ("+" if text.rstrip().endswith("+") else "")
